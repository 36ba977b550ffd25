/** Words that were typed wrongly -> words that the catalog knows. To change a right word is worse than to leave a wrong one. */
import type { Acronyms } from "./acronyms.ts";
import type { IndexReader } from "./index-reader.ts";
import { inCaseOf, isName } from "./letter-case.ts";
import { misplacedBlanks, splitWord } from "./missing-blanks.ts";
import { type NearWord, nearWords } from "./near-words.ts";
import type { Query } from "./query.ts";
import { type Context, contextAt } from "./word-context.ts";
import { FEW_PAPERS, LEAST_LETTERS, papersOf } from "./word-papers.ts";
import { isStopWord, stemOf } from "./words.ts";

export interface Spelling {
  /** The query's words, corrected where they had to be. */
  readonly words: readonly string[];
  /** What was corrected, by what was typed; both folded. May be two words: `kvcache` -> `kv cache`. */
  readonly corrections: ReadonlyMap<string, string>;
  /** What was typed, by each word that it became; folded. */
  readonly typed: ReadonlyMap<string, string>;
}

/** Among many words, a short one that is unknown matters little, and is more likely right than wrong. */
const LEAST_LETTERS_AMONG_MANY = 6;
const MANY_WORDS = 6;
/** A word in a few papers counts as mistyped if a neighbour of it is in this many times as many. */
const MORE_COMMON = { short: 60, long: 10, longFrom: 8 };
/** And stands beside the other words in so many. */
const LEAST_BESIDE = 2;
/** So many candidates are tried beside the other words. */
const MOST_CANDIDATES = 8;
/** A long question needs no help with each of its words. */
const MOST_CORRECTED = 8;

/** Only plain words are corrected: quotes and fields are taken as they were typed. */
export function correctWords(
  index: IndexReader,
  typed: string,
  { words, places }: Pick<Query, "words" | "places">,
  acronyms: Acronyms,
): Spelling {
  const least = words.length > MANY_WORDS ? LEAST_LETTERS_AMONG_MANY : LEAST_LETTERS;
  const corrections = new Map<string, string>();
  const names = new Set(words.filter((_, place) => isName(typed.slice(...(places[place] ?? [])))));
  const isRight = (word: string) =>
    names.has(word) || acronyms.equivalents(word).length > 0 || isCommonOrInTitle(index, stemOf(word));
  for (const [first, second] of misplacedBlanks(index, words, isRight)) {
    corrections.set(...first).set(...second);
  }
  const suspects = words.flatMap((word, place) =>
    word.length >= least &&
    /^\p{Ll}+$/u.test(word) &&
    !isStopWord(word) &&
    index.wordPapers(word) <= FEW_PAPERS &&
    !corrections.has(word) &&
    !isRight(word)
      ? [place]
      : [],
  );
  for (const place of suspects.slice(0, MOST_CORRECTED)) {
    const better = correct(index, words, place);
    if (better !== undefined) corrections.set(words[place] ?? "", better);
  }
  const parts = words.flatMap((word) =>
    (corrections.get(word) ?? word).split(" ").map((part) => ({ part, word })),
  );
  return {
    words: parts.map(({ part }) => part),
    corrections,
    typed: new Map(parts.flatMap(({ part, word }) => (part === word ? [] : [[part, word]]))),
  };
}

/** What was typed, with the corrections in their places and in the case that was typed; undefined if there are none. */
export function showCorrected(
  typed: string,
  { words, places }: Pick<Query, "words" | "places">,
  { corrections }: Spelling,
): string | undefined {
  if (corrections.size === 0) return undefined;
  let shown = "";
  let at = 0;
  for (const [index, [start, end]] of places.entries()) {
    const written = typed.slice(start, end);
    const better = corrections.get(words[index] ?? "");
    shown += typed.slice(at, start) + (better === undefined ? written : inCaseOf(written, better));
    at = end;
  }
  return shown + typed.slice(at);
}

/** Undefined if the word is fine, or nothing better is known. */
function correct(index: IndexReader, words: readonly string[], place: number): string | undefined {
  const word = words[place] ?? "";
  const papers = papersOf(index, word);
  if (papers > 0) return words.length > 1 ? correctRare(index, words, place, papers) : undefined;
  return splitWord(index, word) ?? correctUnknown(index, words, place);
}

/** A word that the catalog has gives way only to one that stands beside its neighbours, where it never does. */
function correctRare(
  index: IndexReader,
  words: readonly string[],
  place: number,
  papers: number,
): string | undefined {
  const word = words[place] ?? "";
  const ratio = word.length >= MORE_COMMON.longFrom ? MORE_COMMON.long : MORE_COMMON.short;
  const near = nearWords(index, word, words.length > MANY_WORDS);
  const common = near.filter((other) => other.papers > papers * ratio);
  if (common.length === 0) return undefined;
  const context = contextAt(index, words, place);
  const [best] = inContext(common, context);
  const isBetter = best !== undefined && best.beside >= LEAST_BESIDE && context(word).beside === 0;
  return isBetter ? best.word : undefined;
}

function correctUnknown(index: IndexReader, words: readonly string[], place: number): string | undefined {
  const word = words[place] ?? "";
  const isAmongMany = words.length > MANY_WORDS;
  const near = nearWords(index, word, isAmongMany);
  if (near.length === 0) return undefined;
  const total = index.columns().count;
  return inContext(near, contextAt(index, words, place)).find((other) =>
    isLikely(other, word, total, isAmongMany),
  )?.word;
}

/** In any of its forms. */
function isCommonOrInTitle(index: IndexReader, stem: string): boolean {
  return (
    index.termPapers(stem) > FEW_PAPERS * MORE_COMMON.long ||
    index.phrase([{ term: stem, gap: 0 }], true).length > 0
  );
}

type Candidate = NearWord & Context;

/** Those that stand beside the same words as what was typed come first, then those in the same papers, then the more common ones. */
function inContext(near: readonly NearWord[], context: (word: string) => Context): readonly Candidate[] {
  return near
    .slice(0, MOST_CANDIDATES)
    .map((candidate) => ({ ...candidate, ...context(candidate.word) }))
    .sort(
      (one, other) =>
        other.beside - one.beside || (other.shared ?? 0) - (one.shared ?? 0) || other.papers - one.papers,
    );
}

/**
 * Nothing beside it tells, so it must be common for how it would have been mistyped. Measured on right words that a
 * catalog of 3,900 papers lacks: most are one letter from a word that it has, few from a common one, and of those hardly
 * any by a swap.
 */
const LEAST_SHARE = { "swapped or doubled": 0.0003, "left out": 0.001, "another letter": 0.001 };
const LEAST_SHARE_SHORT = 0.1;
const MOST_SHORT = 5;
/** In a large catalog so many papers are enough, however few they are of all. */
const ENOUGH_PAPERS = 20;

function isLikely(candidate: Candidate, typed: string, total: number, isAmongMany: boolean): boolean {
  const { beside, shared, papers, slip } = candidate;
  if (beside > 0) return true;
  if (slip === "unlikely" || (isAmongMany && shared === 0)) return false;
  if (slip === "another letter" && typed.length <= MOST_SHORT) return papers >= LEAST_SHARE_SHORT * total;
  return papers >= Math.min(LEAST_SHARE[slip] * total, ENOUGH_PAPERS);
}
