/**
 * What papers are about, learned from the catalog itself: latent semantic analysis (S. Deerwester and others, 1990).
 * Each term gets a vector of `RANK` numbers; a text's vector is the sum of its terms', and texts are alike as the
 * cosine of theirs is near 1.
 */
import type { Postings } from "./postings.ts";
import { textCount, titleCount } from "./postings.ts";
import type { Slices } from "./slices.ts";
import { rightSingularVectors } from "./svd.ts";
import { hashText } from "./text-hash.ts";

export const RANK = 200;

/** Fewer papers than these teach nothing. */
export const LEAST_PAPERS = 400;

/** A model of more papers takes longer to fit, and is hardly better: the others are folded in. */
const MOST_PAPERS = 12_000;

/** Terms in fewer papers, or in more than this share of them, are left out. */
const LEAST_TERM_PAPERS = 2;
const MOST_TERM_SHARE = 0.3;

const TERMS_A_SLICE = 200;

export interface TermPostings {
  /** The index's number of the term. */
  readonly id: number;
  readonly term: string;
  readonly postings: Postings;
}

export interface TermVectors {
  readonly ids: readonly number[];
  /** `RANK` numbers for each, times how telling the term is. */
  readonly vectors: Float32Array;
}

/** How much a term counts in a text that holds it `count` times. */
export function termWeight(packed: number): number {
  return Math.log(1 + 2 * titleCount(packed) + textCount(packed));
}

/**
 * `last` is the highest number of a paper. `terms` is walked once, and gives the same model only if it comes in the
 * same order: sums of rounded numbers depend on it.
 */
export function* fitTermVectors(
  terms: Iterable<TermPostings>,
  papers: number,
  last: number,
): Slices<TermVectors> {
  // Evenly through the catalog, so that a sample is as old and as new as the whole.
  const step = Math.max(1, papers / MOST_PAPERS);
  const rowOf = new Int32Array(last + 1).fill(-1);
  let rows = 0;
  for (let at = 0; Math.round(at) <= last; at += step) {
    rowOf[Math.round(at)] = rows;
    rows += 1;
  }
  const ids: number[] = [];
  const seeds: number[] = [];
  const rarities: number[] = [];
  const lists: { rows: Uint32Array; weights: Float32Array }[] = [];
  let walked = 0;
  for (const { id, term, postings } of terms) {
    walked += 1;
    if (walked % TERMS_A_SLICE === 0) yield;
    const inSample: number[] = [];
    const weights: number[] = [];
    for (let index = 0; index < postings.length; index += 1) {
      const row = rowOf[postings.numbers[index] ?? 0] ?? -1;
      if (row < 0) continue;
      inSample.push(row);
      weights.push(termWeight(postings.counts[index] ?? 0));
    }
    if (inSample.length < LEAST_TERM_PAPERS || inSample.length > MOST_TERM_SHARE * rows) continue;
    const rarity = Math.log(rows / inSample.length);
    ids.push(id);
    // By its name, so that a term begins alike in whatever order a catalog came, and beside whatever others.
    seeds.push(hashText(term));
    rarities.push(rarity);
    lists.push({
      rows: Uint32Array.from(inSample),
      weights: Float32Array.from(weights, (weight) => weight * rarity),
    });
  }
  const vectors = yield* rightSingularVectors(matrixOf(lists, rows), RANK, seeds);
  for (const [place, rarity] of rarities.entries()) {
    for (let index = place * RANK; index < (place + 1) * RANK; index += 1) {
      vectors[index] = (vectors[index] ?? 0) * rarity;
    }
  }
  return { ids, vectors };
}

/** Papers as rows of length 1, from their terms' lists. */
function matrixOf(lists: readonly { rows: Uint32Array; weights: Float32Array }[], rows: number) {
  const starts = new Uint32Array(rows + 1);
  const norms = new Float64Array(rows);
  for (const { rows: inTerm, weights } of lists) {
    for (const [index, row] of inTerm.entries()) {
      starts[row + 1] = (starts[row + 1] ?? 0) + 1;
      norms[row] = (norms[row] ?? 0) + (weights[index] ?? 0) ** 2;
    }
  }
  for (let row = 0; row < rows; row += 1) starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  const next = starts.slice(0, rows);
  const columns = new Uint32Array(starts[rows] ?? 0);
  const values = new Float32Array(columns.length);
  for (const [column, { rows: inTerm, weights }] of lists.entries()) {
    for (const [index, row] of inTerm.entries()) {
      const at = next[row] ?? 0;
      columns[at] = column;
      values[at] = (weights[index] ?? 0) / Math.sqrt(norms[row] || 1);
      next[row] = at + 1;
    }
  }
  return { rows, width: lists.length, starts, columns, values };
}

/** So much of a direction comes from the texts that it leans to. */
const LEANING = 0.5;

/**
 * A direction that leans to those of others: what a question is about becomes clearer by the best of its answers.
 * J. Rocchio, "Relevance feedback in information retrieval" (1971), here with the directions of latent semantic
 * analysis; S. Dumais, "Enhancing performance in latent semantic indexing retrieval" (1992).
 */
export function leaningTo(
  direction: Int8Array,
  others: readonly { readonly direction: Int8Array; readonly weight: number }[],
): Int8Array {
  const sum = new Float32Array(RANK);
  for (const { direction: other, weight } of others) addUnit(sum, other, weight);
  const length = lengthOf(sum);
  if (length === 0) return direction;
  const leaning = sum.map((value) => (LEANING * value) / length);
  addUnit(leaning, direction, 1 - LEANING);
  return toDirection(leaning);
}

function addUnit(into: Float32Array, direction: Int8Array, weight: number): void {
  const length = lengthOf(direction);
  if (length === 0) return;
  for (let index = 0; index < direction.length; index += 1) {
    into[index] = (into[index] ?? 0) + (weight * (direction[index] ?? 0)) / length;
  }
}

/** A direction as `RANK` whole numbers from -127 to 127: all that a cosine needs. All zeros for a text without known terms. */
export function toDirection(vector: Float32Array): Int8Array<ArrayBuffer> {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  const direction = new Int8Array(vector.length);
  for (let index = 0; most > 0 && index < vector.length; index += 1) {
    direction[index] = Math.round(((vector[index] ?? 0) / most) * 127);
  }
  return direction;
}

/** Euclid's. */
export function lengthOf(vector: Int8Array | Float32Array): number {
  let sum = 0;
  for (let index = 0; index < vector.length; index += 1) sum += (vector[index] ?? 0) ** 2;
  return Math.sqrt(sum);
}
