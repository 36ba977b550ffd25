/**
 * Words of the catalog that what was typed may have been meant as. What is typed wrongly is nearly always one letter off:
 * F. Damerau, "A technique for computer detection and correction of spelling errors" (1964).
 */
import { distance } from "fastest-levenshtein";
import type { IndexReader } from "./index-reader.ts";
import { LEAST_LETTERS } from "./word-papers.ts";

/**
 * What went wrong, likeliest first: two letters changed places, or one was typed twice or once instead of twice, or
 * left out; another one was typed, or one too many; the first letter is another, or more than one letter is wrong.
 */
export type Slip = "swapped or doubled" | "left out" | "another letter" | "unlikely";

export interface NearWord {
  readonly word: string;
  /** How many papers hold it as it is written. */
  readonly papers: number;
  readonly slip: Slip;
}

/** From this length on, a second wrong letter is considered. */
const LONG = 8;
/** People get the first letters right: only words that begin alike are looked at for a second wrong letter. */
const ALIKE = { letters: 2, most: 20_000 };

/** The words that the catalog holds, most common first; those with two wrong letters only if there are no others. */
export function nearWords(index: IndexReader, typed: string, amongMany: boolean): readonly NearWord[] {
  const near = known(index, typed, oneEditFrom(typed, amongMany));
  if (near.length > 0 || typed.length < LONG) return near;
  const alike = index.wordsFrom(typed.slice(0, ALIKE.letters), ALIKE.most);
  return known(
    index,
    typed,
    alike.filter((word) => distance(typed, word) <= 2),
  );
}

function known(index: IndexReader, typed: string, words: Iterable<string>): readonly NearWord[] {
  const others = new Set(words);
  others.delete(typed);
  return [...others]
    .map((word) => ({ word, papers: index.wordPapers(word) }))
    .filter(({ papers }) => papers > 0)
    .map((known) => ({ ...known, slip: slipOf(typed, known.word) }))
    .sort((one, other) => other.papers - one.papers);
}

function slipOf(typed: string, meant: string): Slip {
  if (typed.charAt(0) !== meant.charAt(0)) return "unlikely";
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const isRest = (ofTyped: number, ofMeant: number) =>
    typed.slice(at + ofTyped) === meant.slice(at + ofMeant);
  const isSwapped = typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && isRest(2, 2);
  const isTwice = isRest(1, 0) && typed[at] === typed[at - 1];
  const isOnce = isRest(0, 1) && meant[at] === meant[at - 1];
  if (isSwapped || isTwice || isOnce) return "swapped or doubled";
  if (isRest(0, 1)) return "left out";
  return isRest(1, 1) || isRest(1, 0) ? "another letter" : "unlikely";
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** A word that begins otherwise is hardly ever meant among many words, and a short word may be a name. */
function* oneEditFrom(word: string, amongMany: boolean): Iterable<string> {
  for (let at = 0; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    const mayGo = after !== "" && (at > 0 || (!amongMany && word.length > LEAST_LETTERS));
    if (mayGo) yield before + after.slice(1);
    if (after.length > 1) yield before + (after[1] ?? "") + (after[0] ?? "") + after.slice(2);
    for (const letter of LETTERS) {
      yield before + letter + after;
      if (mayGo) yield before + letter + after.slice(1);
    }
  }
}
