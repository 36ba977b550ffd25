/**
 * Words that the catalog does not know -> words that it knows. What is typed wrongly is nearly always one letter off:
 * F. Damerau, "A technique for computer detection and correction of spelling errors" (1964).
 */
import { distance } from "fastest-levenshtein";
import type { IndexReader } from "./index-reader.ts";
import { isStopWord, stemOf, wordsOf } from "./words.ts";

export interface Spelling {
  /** The query's words, corrected where they had to be. */
  readonly words: readonly string[];
  /** What was corrected, by what was typed; both folded. */
  readonly corrections: ReadonlyMap<string, string>;
}

/** Shorter words are names of things, and everything is one letter from them. */
const LEAST_LETTERS = 4;
/** From this length on, a second wrong letter is considered. */
const LONG = 8;
/** Among many words, a short one that is unknown matters little, and is more likely right than wrong. */
const LEAST_LETTERS_AMONG_MANY = 6;
const MANY_WORDS = 6;
/** A word in a few papers counts as mistyped if a neighbour of it is in this many times as many. */
const MORE_COMMON = { short: 60, long: 10 };
const FEW_PAPERS = 3;
/** So many candidates are tried beside the other words. */
const MOST_CANDIDATES = 8;
/** A long question needs no help with each of its words. */
const MOST_CORRECTED = 8;

export function correctWords(index: IndexReader, words: readonly string[]): Spelling {
  const isKnown = (word: string) => index.wordPapers(word) > 0 || index.termPapers(stemOf(word)) > 0;
  const least = words.length > MANY_WORDS ? LEAST_LETTERS_AMONG_MANY : LEAST_LETTERS;
  const suspects = words.flatMap((word, place) =>
    word.length >= least && isPlain(word) && papersOf(index, word) <= FEW_PAPERS ? [place] : [],
  );
  const corrections = new Map<string, string>();
  for (const place of suspects.slice(0, MOST_CORRECTED)) {
    const word = words[place] ?? "";
    const others = words.filter((other, at) => at !== place && !isStopWord(other) && isKnown(other));
    const better = correct(index, word, others, words.length > MANY_WORDS);
    if (better !== undefined) corrections.set(word, better);
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

function papersOf(index: IndexReader, word: string): number {
  return Math.max(index.wordPapers(word), index.termPapers(stemOf(word)));
}

/** Undefined if the word is fine, or nothing better is known. May be two words: `kvcache` -> `kv cache`. */
function correct(
  index: IndexReader,
  word: string,
  others: readonly string[],
  amongMany: boolean,
): string | undefined {
  const papers = papersOf(index, word);
  const near = known(index, oneEditFrom(word));
  const ratio = word.length >= LONG ? MORE_COMMON.long : MORE_COMMON.short;
  const candidates = near.filter((candidate) => candidate.papers > papers * ratio);
  if (papers > 0) {
    const [best] = byContext(index, candidates, others);
    return best !== undefined && best.together > togetherOf(index, word, others) ? best.word : undefined;
  }
  const parts = splitWord(index, word);
  if (parts !== undefined) return parts;
  const further = near.length > 0 || word.length < LONG ? near : twoEditsFrom(index, word);
  const [best] = byContext(index, further, others);
  if (best === undefined) return undefined;
  // Beside many others, a rare word that never stands with them is as likely wrong as what was typed.
  const isAtHome = (others.length > 0 && best.together > 0) || best.papers > FEW_PAPERS || !amongMany;
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

/** The candidates that stand in the same papers as the other words come first, then the more common ones. */
function byContext(index: IndexReader, candidates: readonly Candidate[], others: readonly string[]) {
  return candidates
    .slice(0, MOST_CANDIDATES)
    .map((candidate) => ({ ...candidate, together: togetherOf(index, candidate.word, others) }))
    .sort((one, other) => other.together - one.together || other.papers - one.papers);
}

/** How many papers hold the word beside the rarest of the others. */
function togetherOf(index: IndexReader, word: string, others: readonly string[]): number {
  const stems = others.map((other) => ({ stem: stemOf(other), papers: index.termPapers(stemOf(other)) }));
  const rarest = stems.reduce<{ stem: string; papers: number } | undefined>(
    (best, one) => (best === undefined || one.papers < best.papers ? one : best),
    undefined,
  );
  if (rarest === undefined) return index.termPapers(stemOf(word));
  const holders = new Set(index.postings(rarest.stem).numbers);
  let together = 0;
  for (const number of index.postings(stemOf(word)).numbers) if (holders.has(number)) together += 1;
  return together;
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

function* oneEditFrom(word: string): Iterable<string> {
  // People get the first letter right.
  for (let at = 1; at <= word.length; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at)];
    if (after !== "") yield before + after.slice(1);
    if (after.length > 1) yield before + (after[1] ?? "") + (after[0] ?? "") + after.slice(2);
    for (const letter of LETTERS) {
      yield before + letter + after;
      if (after !== "") yield before + letter + after.slice(1);
    }
  }
}

/** People get the first letters right: only words that begin alike are looked at. */
function twoEditsFrom(index: IndexReader, word: string): readonly Candidate[] {
  const alike = index.wordsFrom(word.slice(0, 2), 20_000).filter((other) => distance(word, other) <= 2);
  return known(index, alike);
}

/** A blank was left out, and both words stand together somewhere. */
function splitWord(index: IndexReader, word: string): string | undefined {
  let best: { readonly words: string; readonly papers: number } | undefined;
  for (let at = 2; at <= word.length - 3; at += 1) {
    const [one, other] = [word.slice(0, at), word.slice(at)];
    if (index.wordPapers(one) < 2 || index.wordPapers(other) < 2) continue;
    const terms = [one, other].map((part, gap) => ({ term: stemOf(part), gap }));
    const papers = index.phrase(terms).length;
    if (papers > (best?.papers ?? 0)) best = { words: `${one} ${other}`, papers };
  }
  return best?.words;
}
