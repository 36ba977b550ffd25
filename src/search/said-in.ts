/** Where a text says what was looked for. */
import type { Phrase } from "./query.ts";
import { isStopWord, stemOf, type Word, wordsWith } from "./words.ts";

/** A word of the text that is said, alone or within a phrase. */
export interface SaidWord {
  readonly start: number;
  readonly end: number;
  /** The same for all places that say the same. */
  readonly said: string;
}

/** In the order of their places; a word may be said several times, alone and within phrases. */
export type SaidIn = (text: string) => readonly SaidWord[];

/**
 * Words are said wherever they stand, phrases only as a whole: the long form of an acronym is not said by each of its
 * words. `said`: folded.
 */
export function saidIn(said: readonly Phrase[]): SaidIn {
  const singles = new Set<string>();
  const phrases = new Map<string, string[][]>();
  for (const words of said) {
    const stems = words.map(stemOf);
    const [first = "", ...others] = stems;
    if (others.length > 0) phrases.set(first, [...(phrases.get(first) ?? []), stems]);
    else if (!words.every(isStopWord)) singles.add(first);
  }
  const wanted = new Set([...singles, ...[...phrases.values()].flat(2)]);
  return (text) => {
    const words = wordsWith(wanted, text);
    const found = words.flatMap((word, at): readonly SaidWord[] => [
      ...(singles.has(word.stem) ? [{ ...word, said: word.stem }] : []),
      ...(phrases.get(word.stem) ?? [])
        .filter((stems) => isPhraseAt(text, words, at, stems))
        .flatMap((stems) =>
          words.slice(at, at + stems.length).map((part) => ({ ...part, said: stems.join(" ") })),
        ),
    ]);
    return found.sort((one, other) => one.start - other.start);
  };
}

function isPhraseAt(text: string, words: readonly Word[], at: number, stems: readonly string[]): boolean {
  return stems.every((stem, index) => {
    const word = words[at + index];
    const before = words[at + index - 1];
    if (word?.stem !== stem) return false;
    return index === 0 || !/[\p{L}\p{N}]/u.test(text.slice(before?.end, word.start));
  });
}
