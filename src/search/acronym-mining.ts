/**
 * Finds "large language model (LLM)" in a text, by the rule of A. Schwartz and M. Hearst, "A simple algorithm for
 * identifying abbreviation definitions in biomedical text" (PSB 2003), tightened: each letter of the short form must
 * begin a word or a part of one, and the long form begins where the first letter does.
 */
import { isStopWord, stemOf, wordsOf } from "./words.ts";

export interface Definition {
  /** Folded, without a plural's s: `llm`. */
  readonly short: string;
  /** The stems of the long form, joined by spaces: `larg languag model`. */
  readonly long: string;
  /** The long form as written, for people and for searching: `large language models`. */
  readonly written: string;
}

export interface AcronymUse extends Definition {
  readonly paperId: string;
}

const IN_BRACKETS = /\(\s*([\p{L}\p{N}][\p{L}\p{N}-]{1,11})\s*[),;]/gu;
const MAX_WORDS = 8;

export function findAcronyms(text: string): readonly Definition[] {
  const found = new Map<string, Definition>();
  for (const match of text.matchAll(IN_BRACKETS)) {
    const written = match[1] ?? "";
    const short = shortForm(written);
    if (short === undefined) continue;
    const before = text.slice(Math.max(0, match.index - 120), match.index);
    const clause = before.slice(before.search(/[^.;:()[\]!?]*$/u));
    const words = wordsOf(clause).slice(-MAX_WORDS);
    const start = beginning(
      words.map(({ folded }) => folded),
      short,
    );
    const first = start === undefined ? undefined : words[start];
    if (start === undefined || first === undefined) continue;
    const long = words.slice(start);
    found.set(short, {
      short,
      long: long.map(({ folded }) => stemOf(folded)).join(" "),
      written: long.map(({ folded }) => folded).join(" "),
    });
  }
  return [...found.values()];
}

/** At least two capitals, or a capital and a digit: `LLMs` -> llm, `3DGS` -> 3dgs. Names like `Llama` are no acronyms. */
function shortForm(written: string): string | undefined {
  const singular = written.replace(/(?<=[A-Z0-9])s$/u, "");
  const capitals = singular.match(/[A-Z]/gu)?.length ?? 0;
  const digits = singular.match(/\d/gu)?.length ?? 0;
  if (capitals < 2 && !(capitals === 1 && digits > 0)) return undefined;
  const [word, ...others] = wordsOf(singular.replaceAll("-", ""));
  return word === undefined || others.length > 0 ? undefined : word.folded;
}

/** The place of the word with which the long form begins; undefined if the words before do not spell the short form. */
function beginning(words: readonly string[], short: string): number | undefined {
  for (let start = words.length - 2; start >= 0; start -= 1) {
    const first = words[start] ?? "";
    if (first[0] !== short[0] || isStopWord(first)) continue;
    if (words.length - start > short.length + 2) return undefined;
    if (spells(words.slice(start), short)) return start;
  }
  return undefined;
}

/** Whether the letters can be read off the words in order: from a word's beginning, or going on in the same word. */
function spells(words: readonly string[], short: string): boolean {
  const reads = (word: number, letter: number): boolean => {
    if (letter === short.length) return words.slice(word).every((rest) => isStopWord(rest));
    const text = words[word];
    if (text === undefined) return false;
    // A function word may be skipped or may give its letter; any other word gives its first letter at least.
    if (isStopWord(text) && reads(word + 1, letter)) return true;
    if (text[0] !== short[letter]) return false;
    if (reads(word + 1, letter + 1)) return true;
    let at = 0;
    for (let next = letter + 1; next < short.length; next += 1) {
      at = text.indexOf(short[next] ?? "", at + 1);
      if (at < 0) return false;
      if (reads(word + 1, next + 1)) return true;
    }
    return false;
  };
  return reads(0, 0);
}
