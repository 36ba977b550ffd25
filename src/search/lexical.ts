/** Ranks papers by the words they share with a query: BM25 with the title counted twice. */
import type { IndexReader } from "./index-reader.ts";
import type { PaperColumns } from "./paper-columns.ts";
import { anyOf, type Postings, textCount, titleCount } from "./postings.ts";
import type { Concept } from "./query-plan.ts";

export interface Ranked {
  readonly number: number;
  readonly score: number;
}

/** S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4. */
const BM25 = { k1: 1.5, b: 0.75, title: 2 };

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
  const scores = new Float32Array(columns.last + 1);
  const norms = normsOf(columns);
  for (const { ways, weight } of plan.concepts) {
    addScores(scores, anyOf(ways.map((way) => index.phrase(way))), weight, columns.count, norms);
  }
  return bestOf(scores, columns, filter, limit);
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

/** The part of BM25 that depends on a paper's length alone, kept until the catalog changes. */
let kept: { readonly columns: PaperColumns; readonly norms: Float32Array } | undefined;

function normsOf(columns: PaperColumns): Float32Array {
  if (
    kept?.columns.lengths === columns.lengths &&
    kept.columns.meanLength === columns.meanLength &&
    kept.columns.last === columns.last
  )
    return kept.norms;
  const { k1, b } = BM25;
  const norms = new Float32Array(columns.last + 1);
  for (let number = 0; number <= columns.last; number += 1) {
    norms[number] = k1 * (1 - b + (b * (columns.lengths[number] ?? 0)) / columns.meanLength);
  }
  kept = { columns, norms };
  return norms;
}

/** By packed counts, how often a paper holds a term: the title's words count more. */
const frequencies = Float32Array.from(
  { length: 256 },
  (_, packed) => titleCount(packed) * BM25.title + textCount(packed),
);

function addScores(
  scores: Float32Array,
  { length, numbers, counts }: Postings,
  weight: number,
  papers: number,
  norms: Float32Array,
): void {
  if (length === 0) return;
  const { k1 } = BM25;
  const rarity = Math.log(1 + Math.max(0, papers - length + 0.5) / (length + 0.5)) * weight * (k1 + 1);
  for (let index = 0; index < length; index += 1) {
    const number = numbers[index] ?? 0;
    const frequency = frequencies[counts[index] ?? 0] ?? 0;
    scores[number] = (scores[number] ?? 0) + (rarity * frequency) / (frequency + (norms[number] ?? 1));
  }
}

function bestOf(scores: Float32Array, columns: PaperColumns, filter: Filter, limit: number): Ranking {
  const heap = new BestHeap(limit);
  let total = 0;
  for (let number = 1; number <= columns.last; number += 1) {
    const score = scores[number] ?? 0;
    if (score <= 0 || columns.lengths[number] === 0) continue;
    if (filter !== undefined && filter[number] === 0) continue;
    total += 1;
    if (score >= heap.least) heap.add(number, score);
  }
  return { best: heap.sorted(), total };
}

/** Keeps the best of many. */
export class BestHeap {
  /** What a score must reach to get in. */
  least = Number.NEGATIVE_INFINITY;
  readonly #limit: number;
  #kept: Ranked[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(number: number, score: number): void {
    this.#kept.push({ number, score });
    if (this.#kept.length >= this.#limit * 2 + 64) this.#trim();
  }

  sorted(): readonly Ranked[] {
    this.#trim();
    return this.#kept;
  }

  #trim(): void {
    this.#kept.sort((one, other) => other.score - one.score || other.number - one.number);
    if (this.#kept.length > this.#limit) this.#kept.length = this.#limit;
    if (this.#kept.length === this.#limit) this.least = this.#kept.at(-1)?.score ?? this.least;
  }
}
