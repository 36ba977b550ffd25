/** Titles for completing what is being typed. */
import { BestHeap } from "./best-heap.ts";
import type { IndexReader } from "./index-reader.ts";
import { inAll } from "./phrases.ts";
import { anyOf } from "./postings.ts";
import { stemOf, stopWordsFrom, wordsOf } from "./words.ts";

/** Ways in which the last word of a title that is being typed may end. */
const MOST_ENDINGS = 60;

/**
 * The papers whose titles hold these words, the last of which may be unfinished; those that appeared last come first,
 * of one day those with more votes.
 */
export function completeTitle(index: IndexReader, typed: string, limit: number): readonly number[] {
  const words = wordsOf(typed);
  const last = words.at(-1);
  if (last === undefined) return [];
  const inTitle = (term: string) => index.phrase([{ term, gap: 0 }], true);
  const isFinished = last.end < typed.length;
  const endings = isFinished
    ? [last.folded]
    : [last.folded, ...index.wordsFrom(last.folded, MOST_ENDINGS), ...stopWordsFrom(last.folded)];
  const ending = anyOf([...new Set(endings.map(stemOf))].map(inTitle));
  const others = words.slice(0, -1).map(({ stem }) => inTitle(stem));

  const { published, votes } = index.columns();
  const newest = new BestHeap(limit);
  for (const number of inAll([ending, ...others])) {
    const liked = Math.max(0, votes[number] ?? 0);
    newest.add(number, (published[number] ?? 0) + liked / (liked + 1));
  }
  return newest.sorted().map(({ number }) => number);
}
