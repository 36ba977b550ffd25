/**
 * Words that the catalog does not know -> words that it knows. What is typed wrongly is nearly always one letter off:
 * F. Damerau, "A technique for computer detection and correction of spelling errors" (1964).
 */
import { distance } from "fastest-levenshtein";
import type { Acronyms } from "./acronyms.ts";
import type { IndexReader } from "./index-reader.ts";
import { misplacedBlanks, splitWord } from "./missing-blanks.ts";
import { FEW_PAPERS, LEAST_LETTERS, papersOf } from "./word-papers.ts";
import { isStopWord, stemOf, wordsOf } from "./words.ts";

export interface Spelling {
  /** The query's words, corrected where they had to be. */
  readonly words: readonly string[];
  /** What was corrected, by what was typed; both folded. */
  readonly corrections: ReadonlyMap<string, string>;
}

/** From this length on, a second wrong letter is considered. */
const LONG = 8;
/** Among many words, a short one that is unknown matters little, and is more likely right than wrong. */
const LEAST_LETTERS_AMONG_MANY = 6;
const MANY_WORDS = 6;
/** A word in a few papers counts as mistyped if a neighbour of it is in this many times as many. */
const MORE_COMMON = { short: 60, long: 10 };
/** So many candidates are tried beside the other words. */
const MOST_CANDIDATES = 8;
/** A long question needs no help with each of its words. */
const MOST_CORRECTED = 8;

export function correctWords(index: IndexReader, words: readonly string[], acronyms: Acronyms): Spelling {
  const least = words.length > MANY_WORDS ? LEAST_LETTERS_AMONG_MANY : LEAST_LETTERS;
  const corrections = new Map<string, string>();
  for (const [first, second] of misplacedBlanks(index, words)) {
    corrections.set(...first).set(...second);
  }
  const suspects = words.flatMap((word, place) =>
    word.length >= least &&
    isPlain(word) &&
    index.wordPapers(word) <= FEW_PAPERS &&
    !corrections.has(word) &&
    acronyms.equivalents(word).length === 0
      ? [place]
      : [],
  );
  for (const place of suspects.slice(0, MOST_CORRECTED)) {
    const better = correct(index, words, place);
    if (better !== undefined) corrections.set(words[place] ?? "", better);
  }
  return { words: words.flatMap((word) => (corrections.get(word) ?? word).split(" ")), corrections };
}

/** What was typed, with the corrections in their places; undefined if there are none. */
export function showCorrected(typed: string, { corrections }: Spelling): string | undefined {
  if (corrections.size === 0) return undefined;
  let shown = "";
  let at = 0;
  for (const { folded, start, end } of wordsOf(typed)) {
    shown += typed.slice(at, start) + (corrections.get(folded) ?? typed.slice(start, end));
    at = end;
  }
  return shown + typed.slice(at);
}

function isPlain(word: string): boolean {
  return /^\p{Ll}+$/u.test(word) && !isStopWord(word);
}

/** Undefined if the word is fine, or nothing better is known. May be two words: `kvcache` -> `kv cache`. */
function correct(index: IndexReader, words: readonly string[], place: number): string | undefined {
  const word = words[place] ?? "";
  const papers = papersOf(index, word);
  const near = known(index, oneEditFrom(word, words.length > MANY_WORDS));
  if (papers > 0) {
    const isNew = index.wordPapers(word) === 0;
    const ratio = isNew || word.length >= LONG ? MORE_COMMON.long : MORE_COMMON.short;
    const [best] = byContext(
      index,
      near.filter((candidate) => candidate.papers > papers * ratio),
      words,
      place,
    );
    const own = contextOf(index, word, words, place);
    // What stands beside these words as it was typed is meant so.
    const isBetter = best !== undefined && best.beside >= own.beside && best.together > own.together;
    return isBetter ? best.word : undefined;
  }
  const parts = splitWord(index, word);
  if (parts !== undefined) return parts;
  const further = near.length > 0 || word.length < LONG ? near : twoEditsFrom(index, word);
  const [best] = byContext(index, further, words, place);
  if (best === undefined) return undefined;
  // Beside many others, or if it is short, a rare word that never stands with them is as likely wrong as what was typed.
  const isLikely = words.length <= MANY_WORDS && word.length >= LEAST_LETTERS_AMONG_MANY;
  const isAtHome = best.together > 0 || best.papers > FEW_PAPERS || isLikely || words.length === 1;
  return isAtHome ? best.word : undefined;
}

interface Candidate {
  readonly word: string;
  readonly papers: number;
}

function known(index: IndexReader, words: Iterable<string>): readonly Candidate[] {
  return [...new Set(words)]
    .map((word) => ({ word, papers: index.wordPapers(word) }))
    .filter(({ papers }) => papers > 0)
    .sort((one, other) => other.papers - one.papers);
}

/**
 * The candidates that stand beside the same words as what was typed come first, then those in the same papers as the
 * other words, then the more common ones: after E. Mays, F. Damerau, R. Mercer, "Context based spelling correction" (1991).
 */
function byContext(
  index: IndexReader,
  candidates: readonly Candidate[],
  words: readonly string[],
  place: number,
) {
  return candidates
    .slice(0, MOST_CANDIDATES)
    .map((candidate) => ({ ...candidate, ...contextOf(index, candidate.word, words, place) }))
    .sort(
      (one, other) => other.beside - one.beside || other.together - one.together || other.papers - one.papers,
    );
}

interface Context {
  /** How many papers hold the word right before or after the words that it was typed between. */
  readonly beside: number;
  /** How many papers hold it and the rarest of the other words. */
  readonly together: number;
}

function contextOf(index: IndexReader, word: string, words: readonly string[], place: number): Context {
  const own = stemOf(word);
  const pair = (neighbour: string | undefined, isBefore: boolean): number => {
    if (neighbour === undefined || isStopWord(neighbour)) return 0;
    const terms = isBefore ? [stemOf(neighbour), own] : [own, stemOf(neighbour)];
    return index.phrase(terms.map((term, gap) => ({ term, gap }))).length;
  };
  const beside = pair(words[place - 1], true) + pair(words[place + 1], false);
  const others = words
    .filter((other, at) => at !== place && !isStopWord(other))
    .map((other) => ({ stem: stemOf(other), papers: index.termPapers(stemOf(other)) }))
    .filter(({ papers }) => papers > 0);
  const [rarest] = others.sort((one, other) => one.papers - other.papers);
  if (rarest === undefined) return { beside, together: words.length > 1 ? 0 : index.termPapers(own) };
  const holders = new Set(index.postings(rarest.stem).numbers);
  let together = 0;
  for (const number of index.postings(own).numbers) if (holders.has(number)) together += 1;
  return { beside, together };
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

/** People get the first letters right: only words that begin alike are looked at. */
function twoEditsFrom(index: IndexReader, word: string): readonly Candidate[] {
  const alike = index.wordsFrom(word.slice(0, 2), 20_000).filter((other) => distance(word, other) <= 2);
  return known(index, alike);
}
