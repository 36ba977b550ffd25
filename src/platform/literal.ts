/** Makes text from outside safe to show: what a reader sees is all that there is. */

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

/** The text without escape sequences, control characters and reordering marks; line breaks stay. */
export function literal(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(ESCAPE_SEQUENCES, "")
    .replace(/\t/g, " ")
    .replace(UNSEEN, "");
}

/** The same on one line: for titles, names and labels. */
export function literalLine(text: string): string {
  return literal(text).replace(/\s+/gu, " ").trim();
}
