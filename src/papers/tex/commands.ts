/** A backslash and what follows it: accents, commands, escaped signs, displayed formulas. */
import { formulaText, MAX_FORMULA } from "./formula.ts";
import { openInstead, type Reading, skip, write } from "./reading.ts";
import { readScriptArgument } from "./script-readers.ts";
import { accentAt, COLORS, DROPPED, ESCAPES, LETTERS, NOT_MATH, SWITCHES, WORDS, WRAPPERS } from "./words.ts";

export function readBackslash(reading: Reading, at: number): number {
  const { text } = reading;
  const sign = text.charAt(at + 1);
  if (sign === "(" || sign === "[") return readDisplay(reading, at, sign === "(" ? "\\)" : "\\]");
  const quoted = readQuoted(reading, at);
  if (quoted !== undefined) return quoted;
  const accent = accentAt(text, at);
  if (accent) return write(reading, accent.letter, accent.end);
  if (/[A-Za-z]/.test(sign)) return readCommand(reading, at);
  const escaped = ESCAPES.get(sign);
  return escaped === undefined ? write(reading, "\\", at + 1) : write(reading, escaped, at + 2);
}

function readDisplay(reading: Reading, at: number, closing: string): number {
  const window = reading.text.slice(at + 2, at + 2 + MAX_FORMULA);
  const length = window.indexOf(closing);
  if (length < 0) return write(reading, reading.text.slice(at, at + 2), at + 2);
  const end = at + 2 + length + 2;
  return write(reading, formulaText(window.slice(0, length)) ?? reading.text.slice(at, end), end);
}

/** Quotes escaped for a program rather than for TeX: `o\'s`, `\"quoted\"`. */
function readQuoted(reading: Reading, at: number): number | undefined {
  const { text } = reading;
  const before = text.charAt(at - 1);
  const window = text.slice(at, at + 200);
  if (/[\p{L}\p{N}]/u.test(before) && /^\\'(?:s|t|d|m|re|ve|ll)(?!\p{L})/u.test(window)) {
    return write(reading, "'", at + 2);
  }
  const quoted = /[\p{L}\p{N}]/u.test(before) ? null : /^\\"([^"\\{}]+)\\"(?![\p{L}{])/u.exec(window);
  if (quoted) return write(reading, `"${quoted[1]}"`, at + quoted[0].length);
  return /^\\"\p{L}/u.test(window) && accentAt(text, at) === undefined
    ? write(reading, '"', at + 2)
    : undefined;
}

function readCommand(reading: Reading, at: number): number {
  const { text, closing } = reading;
  const name = /^[A-Za-z]+/.exec(text.slice(at + 1, at + 41))?.[0] ?? "";
  const end = at + 1 + name.length;
  const letter = LETTERS.get(name);
  if (letter !== undefined) return write(reading, letter, skip(text, end, /(?:\{\}| (?=\p{Ll}))/uy));
  const word = WORDS.get(name);
  if (word !== undefined) return write(reading, avoidDoubled(word, text, end), skip(text, end, /\{\}/y));
  if (SWITCHES.has(name)) return skip(text, end, /\{\}|\s+/y);
  const argument = skip(text, end, /\s?(?:\[[^[\]]{0,60}\])?(?=\{)/y);
  if (closing.has(argument)) {
    const before = WRAPPERS.get(name);
    if (before !== undefined) return unwrap(reading, argument, before) ?? write(reading, `\\${name}`, end);
    if (DROPPED.has(name) && !isUnknownColor(reading, name, argument)) return drop(reading, argument);
    if (name === "footnote") return openInstead(reading, argument, " (", ")");
    if (name === "textsuperscript" || name === "textsubscript") {
      return readScriptArgument(reading, at, argument, name === "textsuperscript" ? "^" : "_");
    }
  }
  if (NOT_MATH.has(name)) return write(reading, `\\${name}`, end);
  return readMathCommand(reading, at, end);
}

/** A command of formulas in the middle of a sentence: `\times`, `\sqrt{n}`. What is unknown keeps its braces. */
function readMathCommand(reading: Reading, at: number, end: number): number {
  const { text, closing } = reading;
  let last = end;
  for (let groups = 0; groups < 2 && closing.has(last); groups++) last = (closing.get(last) ?? last) + 1;
  const isBare = last === end;
  const formula = formulaText(text.slice(at, last));
  if (formula !== undefined && (formula !== "" || isBare)) return write(reading, formula, last);
  const literal = closing.has(end) ? end + 1 : end;
  return write(reading, text.slice(at, literal), literal);
}

/** Skips `before` arguments, and takes the braces of the next one away. */
function unwrap(reading: Reading, argument: number, before: number): number | undefined {
  let at = argument;
  for (let skipped = 0; skipped < before; skipped++) {
    at = skip(reading.text, (reading.closing.get(at) ?? at) + 1, /\s/y);
    if (!reading.closing.has(at)) return undefined;
  }
  return openInstead(reading, at, "", "");
}

/** Leaves the argument out, with the space before it if a punctuation mark follows. */
function drop({ text, closing, out }: Reading, argument: number): number {
  const end = (closing.get(argument) ?? argument) + 1;
  if (/^[.,;:)\]]/.test(text.charAt(end))) out.push(...out.splice(-2).map((part) => part.trimEnd()));
  return end;
}

/** Some sources lose a brace, so that a word's first letter stands among the colour's. */
function isUnknownColor({ text, closing }: Reading, name: string, brace: number): boolean {
  return name === "color" && !COLORS.has(text.slice(brace + 1, closing.get(brace)));
}

/** `\eg.` and `\etc.` bring a full stop of their own. */
function avoidDoubled(word: string, text: string, end: number): string {
  return word.endsWith(".") && text.charAt(end) === "." ? word.slice(0, -1) : word;
}
