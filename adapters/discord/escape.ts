/** Literal text in a world of Markdown: outside text shows as it is and can format, mention, link or hide nothing. */
import { literal } from "../../src/platform/literal.ts";

// Characters without width, other marks of direction, tags. The joiners stay: emoji and Persian need them.
const WITHOUT_WIDTH = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** The text without what cannot be seen; line breaks stay. */
export function clean(text: string): string {
  return literal(text).replace(WITHOUT_WIDTH, "").replace(PILED_MARKS, "$1");
}

/** Clean, and on one line. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/gu, " ");
}

/**
 * Discord's Markdown takes a backslash before any sign as "this sign itself". Escaped everywhere: emphasis, code,
 * strike-through, spoilers, mentions, links and autolinks, emoji; and what makes a heading, list or quote where a line begins.
 * https://support.discord.com/hc/en-us/articles/210298617
 *
 * Inside a link's label a backslash does not count: the label of an earlier link reaches over its own end to any later
 * `](`. So that pair never stands together in text, also where `]` ended the span before.
 */
export function escapeMarkdown(text: string): string {
  return clean(text)
    .replace(/[\\*_~`|<>[\]@]|:(?=\S)|:$|(?<=^|\])\(/g, "\\$&")
    .replace(/^([ \u00a0]*)([#+\-.)])/gm, "$1\\$2")
    .replace(/^([ \u00a0]*\d+)([.)])/gm, "$1\\$2");
}

/**
 * The text as a link's label. A backslash does not keep a bracket from ending it, or an earlier label from reaching into
 * it, and Discord shows no link whose label holds an address: brackets and the colon of an address are replaced by their
 * look-alikes.
 */
export function escapeLabel(text: string): string {
  return escapeMarkdown(oneLine(text).replaceAll("://", "∶//").replaceAll("[", "［").replaceAll("]", "］"));
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
