/** TeX in titles, abstracts and names -> readable Unicode on one line. */
import { readBackslash } from "./tex/commands.ts";
import { formulaText, isFormula, MAX_FORMULA } from "./tex/formula.ts";
import { beginReading, openInstead, type Reading, write } from "./tex/reading.ts";
import { readScript } from "./tex/script-readers.ts";
import { readTypography } from "./tex/typography.ts";

/**
 * The text without markup, on one line, without control characters. What is not known as TeX stays as it is, and text
 * without TeX is unchanged. Never throws; takes time in proportion to the text's length.
 */
export function readable(text: string): string {
  const line = oneLine(text);
  return /[\\$^_~]|--|``|''|\{,\}/.test(line) ? oneLine(read(line)) : line;
}

// Control characters, lone surrogates, and the marks that turn the direction of all text after them.
const UNSEEN = /[\p{Cc}\p{Cs}]/gu;
const TURNS = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

function oneLine(text: string): string {
  return text.replace(TURNS, "").replace(UNSEEN, " ").replace(/\s+/g, " ").trim().normalize("NFC");
}

const SPECIAL = /[\\$^_~{}`'-]|https?:\/\//g;

function read(text: string): string {
  const reading = beginReading(text);
  let at = 0;
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const found = SPECIAL.exec(text);
    if (found === null) break;
    reading.out.push(text.slice(at, found.index));
    at = readSpecial(reading, found.index);
  }
  reading.out.push(text.slice(at));
  return reading.out.join("");
}

function readSpecial(reading: Reading, at: number): number {
  const { text } = reading;
  switch (text.charAt(at)) {
    case "h":
      return readAddress(reading, at);
    case "\\":
      return readBackslash(reading, at);
    case "$":
      return readDollar(reading, at);
    case "^":
    case "_":
      return readScript(reading, at, text.charAt(at) === "^" ? "^" : "_");
    case "{":
      return readBrace(reading, at);
    case "}":
      return write(reading, reading.replaced.get(at) ?? "}", at + 1);
    default:
      return readTypography(reading, at);
  }
}

/** A web address is not markup, whatever signs it is made of; but its signs may have been escaped. */
function readAddress(reading: Reading, at: number): number {
  const address = /^https?:\/\/[^\s{}<>"$]*/.exec(reading.text.slice(at, at + 2000))?.[0] ?? "";
  return write(reading, address.replace(/\\([%&#_~])/g, "$1"), at + address.length);
}

function readDollar(reading: Reading, at: number): number {
  const { text } = reading;
  const mark = text.startsWith("$$", at) ? "$$" : "$";
  const start = at + mark.length;
  const window = text.slice(start, start + MAX_FORMULA + 2);
  const length = mark === "$" ? formulaLength(window) : window.indexOf("$$");
  if (length < 0) return write(reading, mark, start);
  const content = window.slice(0, length);
  const end = start + length + mark.length;
  if (!isFormula(content, text.charAt(end))) return write(reading, mark, start);
  return write(reading, formulaText(content) ?? text.slice(at, end), end);
}

/** Up to the dollar sign that closes; those within braces belong to a text in the formula. */
function formulaLength(window: string): number {
  let depth = 0;
  let first = -1;
  for (const { 0: sign, index } of window.matchAll(/\\.|[{}$]/gs)) {
    if (sign === "{") depth++;
    else if (sign === "}") depth--;
    else if (sign === "$") {
      if (depth <= 0) return index;
      if (first < 0) first = index;
    }
  }
  return first;
}

/** A group that only keeps a command from its surroundings: `360{\deg}`, `{\em word}`; or a comma, `1{,}000`. */
function readBrace(reading: Reading, at: number): number {
  const { text, closing } = reading;
  if (/^\d\{,\}\d$/.test(text.slice(Math.max(0, at - 1), at + 4))) return write(reading, ",", at + 3);
  const isGroup = closing.has(at) && text.charAt(at + 1) === "\\" && !isKept(reading, at - 1);
  return isGroup ? openInstead(reading, at, "", "") : write(reading, "{", at + 1);
}

/** A closing brace that stays: what follows is the next argument of an unknown command. */
function isKept({ text, replaced }: Reading, at: number): boolean {
  return text.charAt(at) === "}" && !replaced.has(at);
}
