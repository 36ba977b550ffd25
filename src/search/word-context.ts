/**
 * Whether a word is at home between the other words of a query: after E. Mays, F. Damerau, R. Mercer, "Context based
 * spelling correction" (1991).
 */
import type { IndexReader } from "./index-reader.ts";
import { isStopWord, stemOf } from "./words.ts";

export interface Context {
  /** How many papers hold the word right before or after the words that it was typed between. */
  readonly beside: number;
  /** How many papers hold it and the rarest of the other words; undefined if the catalog has none of those. */
  readonly shared: number | undefined;
}

/** For words that may stand in this place among the words. */
export function contextAt(
  index: IndexReader,
  words: readonly string[],
  place: number,
): (word: string) => Context {
  const rarest = rarestOf(
    index,
    words.filter((_, at) => at !== place),
  );
  const holders = rarest === undefined ? undefined : new Set(index.postings(rarest).numbers);
  const pair = (one: string | undefined, other: string | undefined): number => {
    if (one === undefined || other === undefined || isStopWord(one) || isStopWord(other)) return 0;
    return index.phrase([one, other].map((word, gap) => ({ term: stemOf(word), gap }))).length;
  };
  return (word) => ({
    beside: pair(words[place - 1], word) + pair(word, words[place + 1]),
    shared: holders === undefined ? undefined : countIn(holders, index.postings(stemOf(word)).numbers),
  });
}

function rarestOf(index: IndexReader, words: readonly string[]): string | undefined {
  const [rarest] = words
    .filter((word) => !isStopWord(word))
    .map((word) => ({ stem: stemOf(word), papers: index.termPapers(stemOf(word)) }))
    .filter(({ papers }) => papers > 0)
    .sort((one, other) => one.papers - other.papers);
  return rarest?.stem;
}

function countIn(holders: ReadonlySet<number>, numbers: Uint32Array): number {
  let count = 0;
  for (const number of numbers) if (holders.has(number)) count += 1;
  return count;
}
