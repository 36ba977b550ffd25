/** Ranks papers by the words they share with a query: BM25 with the title counted twice. */
import { BestHeap, type Ranked } from "./best-heap.ts";
import type { IndexReader, PhraseTerm } from "./index-reader.ts";
import type { PaperColumns } from "./paper-columns.ts";
import { anyOf, type Postings, textCount, titleCount } from "./postings.ts";
import type { Concept } from "./query-plan.ts";

/**
 * S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), sections 3.4 and 3.6:
 * the fields' counts are weighted and added before they are saturated. `k1` and `b` are what most engines use.
 */
const BM25 = { k1: 1.2, b: 0.75, title: 2 };

/** The places of a word in so many papers are found in about a millisecond. */
const FEW_PAPERS = 3000;

/** Tells which papers may be found at all; undefined: all of them. */
export type Filter = Uint8Array | undefined;

export interface Ranking {
  /** Best first; equal scores by number, newest first. */
  readonly best: readonly Ranked[];
  /** How many papers share any word with the query. */
  readonly total: number;
}

export function rankByWords(
  index: IndexReader,
  plan: { readonly concepts: readonly Concept[] },
  filter: Filter,
  limit: number,
): Ranking {
  const columns = index.columns();
  const lists: { readonly postings: Postings; readonly weight: number; readonly isOfMany: boolean }[] = [];
  for (const { ways, weight, isHint, isOfMany = false } of plan.concepts) {
    if (isHint && ways.every((way) => isSlow(index, way))) continue;
    lists.push({ postings: anyOf(ways.map((way) => index.phrase(way))), weight, isOfMany });
  }
  const scores = scoresFor(columns.last);
  const norms = normsOf(columns);
  for (const { postings, weight, isOfMany } of lists) {
    const papers = countLive(postings, columns);
    const share = isOfMany ? papers / (columns.count + 1) : 0;
    addScores(scores, postings, weight * (1 - share) * rarity(papers, columns.count), norms);
  }
  return takeBest(
    scores,
    lists.map(({ postings }) => postings),
    filter,
    limit,
  );
}

let buffer = new Float32Array(0);

/** All zeros; one memory for all searches, because making and dropping megabytes for each takes longer than the search. */
function scoresFor(last: number): Float32Array {
  if (buffer.length <= last) buffer = new Float32Array(Math.ceil((last + 1) * 1.1));
  return buffer;
}

/** Whether no word of it is rare enough to find its places soon. */
function isSlow(index: IndexReader, way: readonly PhraseTerm[]): boolean {
  return way.every(({ term }) => index.termPapers(term) > FEW_PAPERS);
}

/** For a query without words: the papers that it lets through, those that appeared last first. */
export function newestOf(columns: PaperColumns, filter: Filter, limit: number): Ranking {
  const heap = new BestHeap(limit);
  let total = 0;
  for (let number = 1; number <= columns.last; number += 1) {
    if (columns.lengths[number] === 0 || filter?.[number] === 0) continue;
    total += 1;
    const published = columns.published[number] ?? 0;
    if (published >= heap.least) heap.add(number, published);
  }
  return { best: heap.sorted(), total };
}

/** The part of BM25 that depends on a paper's length alone, kept until the catalog changes; a retired one never scores. */
let kept: { readonly columns: PaperColumns; readonly norms: Float32Array } | undefined;

function normsOf(columns: PaperColumns): Float32Array {
  if (
    kept?.columns.lengths === columns.lengths &&
    kept.columns.meanLength === columns.meanLength &&
    kept.columns.count === columns.count &&
    kept.columns.last === columns.last
  )
    return kept.norms;
  const { k1, b } = BM25;
  const norms = new Float32Array(columns.last + 1);
  for (let number = 0; number <= columns.last; number += 1) {
    const length = columns.lengths[number] ?? 0;
    norms[number] =
      length === 0 ? Number.POSITIVE_INFINITY : k1 * (1 - b + (b * length) / columns.meanLength);
  }
  kept = { columns, norms };
  return norms;
}

/** By packed counts, how often a paper holds a term: the title's words count more. */
const frequencies = Float32Array.from(
  { length: 256 },
  (_, packed) => titleCount(packed) * BM25.title + textCount(packed),
);

/** Of these, the papers that are not retired. */
function countLive({ length, numbers }: Postings, { count, last, lengths }: PaperColumns): number {
  if (count === last) return length;
  let live = 0;
  for (let index = 0; index < length; index += 1) if (lengths[numbers[index] ?? 0] !== 0) live += 1;
  return live;
}

/** Inverse document frequency, never negative: what `held` of `papers` papers hold. */
function rarity(held: number, papers: number): number {
  return Math.log(1 + (papers - held + 0.5) / (held + 0.5));
}

function addScores(
  scores: Float32Array,
  { length, numbers, counts }: Postings,
  weight: number,
  norms: Float32Array,
): void {
  const most = weight * (BM25.k1 + 1);
  for (let index = 0; index < length; index += 1) {
    const number = numbers[index] ?? 0;
    const frequency = frequencies[counts[index] ?? 0] ?? 0;
    scores[number] = (scores[number] ?? 0) + (most * frequency) / (frequency + (norms[number] ?? 1));
  }
}

/**
 * The best of the papers on these lists; leaves all scores at zero, without looking at those that have none. Short lists
 * come first: what is on them scores high, so that most of the rest need not get into the heap.
 */
function takeBest(scores: Float32Array, lists: readonly Postings[], filter: Filter, limit: number): Ranking {
  const heap = new BestHeap(limit);
  let total = 0;
  for (const { length, numbers } of [...lists].sort((one, other) => one.length - other.length)) {
    for (let index = 0; index < length; index += 1) {
      const number = numbers[index] ?? 0;
      const score = scores[number] ?? 0;
      if (score === 0) continue;
      scores[number] = 0;
      if (filter?.[number] === 0) continue;
      total += 1;
      if (score >= heap.least) heap.add(number, score);
    }
  }
  return { best: heap.sorted(), total };
}
