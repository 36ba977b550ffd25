/** Literal text in a world of Markdown: outside text shows as it is and can format, mention, link or hide nothing. */

// Escape sequences of terminals, whole: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
const TERMINAL_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g;
// Controls, direction overrides, tags, and spaces without width. The joiners stay: emoji and Persian need them.
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** The text without what cannot be seen; line breaks stay. */
export function clean(text: string): string {
  return text
    .replace(TERMINAL_SEQUENCES, "")
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll("\t", " ")
    .replace(UNSEEN, "")
    .replace(PILED_MARKS, "$1");
}

/** Clean, and on one line. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/gu, " ");
}

/**
 * Discord's Markdown takes a backslash before any sign as "this sign itself". Escaped everywhere: emphasis, code,
 * strike-through, spoilers, mentions, links and autolinks, emoji; and what makes a heading, list or quote where a line begins.
 * https://support.discord.com/hc/en-us/articles/210298617
 */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/[\\*_~`|<>[\]@]|:(?=\S)|:$/g, "\\$&")
    .replace(/^([ \u00a0]*)([#+\-.)])/gm, "$1\\$2")
    .replace(/^([ \u00a0]*\d+)([.)])/gm, "$1\\$2");
}

/**
 * The text as a link's label. A label ends at the first bracket without a partner, and Discord shows no link whose label
 * holds an address: brackets that do not pair and the colon of an address are replaced by their look-alikes.
 */
export function escapeLabel(text: string): string {
  const line = oneLine(text).replaceAll("://", "∶//");
  const paired = /^[^[\]]*(?:\[[^[\]]*\][^[\]]*)*$/.test(line);
  return escapeMarkdown(paired ? line : line.replaceAll("[", "［").replaceAll("]", "］"));
}

/** An address as it can stand inside `[label](<…>)`; undefined if it is none that we link to. */
export function linkTarget(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  const target = href.replace(
    /[\s\\<>()"'`*|]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return target.length <= 1000 ? target : undefined;
}

/** At most `max` UTF-16 units, cut between words where that is possible, with an ellipsis where something is missing. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return "";
  const room = text.slice(0, max - 1);
  const space = room.lastIndexOf(" ");
  const kept = space > max / 2 ? room.slice(0, space) : room.replace(/[\ud800-\udbff]$|[\u200d\p{M}]+$/u, "");
  return `${kept.replace(/[\s,;:.–—-]+$/u, "")}…`;
}
