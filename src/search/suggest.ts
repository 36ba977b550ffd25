/** Titles for completing what is being typed. */
import type { IndexReader } from "./index-reader.ts";
import { anyOf, type Postings } from "./postings.ts";
import { stemOf, stopWordsFrom, wordsOf } from "./words.ts";

/** Ways in which the last word of a title that is being typed may end. */
const MOST_ENDINGS = 60;

/** The papers whose titles hold these words, the last of which may be unfinished; newest first. */
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
  return inAll([ending, ...others])
    .toReversed()
    .slice(0, limit);
}

function inAll([first, ...others]: readonly Postings[]): readonly number[] {
  const sets = others.map(({ numbers }) => new Set(numbers));
  return [...(first?.numbers ?? [])].filter((number) => sets.every((set) => set.has(number)));
}
