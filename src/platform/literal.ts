/** Makes text from outside safe to show: what a reader sees is all that there is. */
import type { Span } from "./message.ts";

/**
 * Escape sequences as terminals read them, whole, so that their parameters do not stay behind as litter.
 * ECMA-48, sections 5.4 and 5.6: control sequences (CSI), control strings (OSC, DCS, SOS, PM, APC), other escapes.
 */
const ESCAPE_SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/g;

/** Other control characters; overrides that make text read in another order (UAX #9); halves of characters. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Characters without a shape, between which text can hide from readers but not from machines: zero widths, soft hyphens,
 * fillers, tags and variation selectors beyond the sixteen that emoji need. Joiners stay: scripts and emoji need them.
 */
const SHAPELESS =
  /[\u{ad}\u{61c}\u{115f}\u{1160}\u{180e}\u{200b}\u{200e}\u{200f}\u{2060}-\u{2065}\u{3164}\u{ffa0}\u{fff9}-\u{fffb}\u{e0000}-\u{e0fff}]/gu;

/** The text without escape sequences, control characters, reordering and unseen marks; line breaks stay. */
export function literal(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(ESCAPE_SEQUENCES, "")
    .replace(/\t/g, " ")
    .replace(UNSEEN, "")
    .replace(SHAPELESS, "");
}

/** The same on one line: for titles, names and labels. */
export function literalLine(text: string): string {
  return literal(text).replace(/\s+/gu, " ").trim();
}

/** With spaces at which no line is broken: for what is read in one piece, for instance a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", "\u00a0");
}

/** One line in one piece: "12 votes" is not broken between two lines. */
export function inOnePiece(span: Span): Span {
  return typeof span === "string"
    ? unbroken(literalLine(span))
    : { ...span, text: unbroken(literalLine(span.text)) };
}
