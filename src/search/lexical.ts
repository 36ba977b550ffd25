/** Ranks papers by the words they share with a query: BM25 with the title counted twice. */
import type { IndexReader, PhraseTerm } from "./index-reader.ts";
import type { PaperColumns } from "./paper-columns.ts";
import { anyOf, type Postings, textCount, titleCount } from "./postings.ts";
import type { Concept } from "./query-plan.ts";

export interface Ranked {
  readonly number: number;
  readonly score: number;
}

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
  const scores = scoresFor(columns.last);
  const norms = normsOf(columns);
  let total = 0;
  for (const { ways, weight, isHint } of plan.concepts) {
    if (isHint && ways.every((way) => isSlow(index, way))) continue;
    total += addScores(scores, anyOf(ways.map((way) => index.phrase(way))), weight, columns.count, norms);
  }
  return filter === undefined ? { best: bestOf(scores, limit), total } : bestWithin(filter, scores, limit);
}

let buffer = new Float32Array(0);

/** All zeros; one memory for all searches, because making and dropping megabytes for each takes longer than the search. */
function scoresFor(last: number): Float32Array {
  if (buffer.length <= last) buffer = new Float32Array(Math.ceil((last + 1) * 1.1));
  const scores = buffer.subarray(0, last + 1);
  scores.fill(0);
  return scores;
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

/** Says how many papers had no score before. */
function addScores(
  scores: Float32Array,
  { length, numbers, counts }: Postings,
  weight: number,
  papers: number,
  norms: Float32Array,
): number {
  if (length === 0) return 0;
  const { k1 } = BM25;
  const rarity = Math.log(1 + Math.max(0, papers - length + 0.5) / (length + 0.5)) * weight * (k1 + 1);
  let added = 0;
  for (let index = 0; index < length; index += 1) {
    const number = numbers[index] ?? 0;
    const frequency = frequencies[counts[index] ?? 0] ?? 0;
    const before = scores[number] ?? 0;
    const score = (rarity * frequency) / (frequency + (norms[number] ?? 1));
    if (before === 0 && score > 0) added += 1;
    scores[number] = before + score;
  }
  return added;
}

function bestOf(scores: Float32Array, limit: number): readonly Ranked[] {
  const heap = new BestHeap(limit);
  let least = 0;
  for (let number = 1; number < scores.length; number += 1) {
    const score = scores[number] ?? 0;
    if (score < least || score === 0) continue;
    heap.add(number, score);
    least = heap.least;
  }
  return heap.sorted();
}

function bestWithin(filter: Uint8Array, scores: Float32Array, limit: number): Ranking {
  let total = 0;
  for (let number = 1; number < scores.length; number += 1) {
    if (filter[number] === 0) scores[number] = 0;
    else if ((scores[number] ?? 0) > 0) total += 1;
  }
  return { best: bestOf(scores, limit), total };
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
