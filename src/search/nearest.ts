/** The nearest of many directions, looked for one by one. */

import { BestHeap, type Ranked } from "./lexical.ts";
import { RANK } from "./lsa.ts";

/** Directions of papers, one after the other, `RANK` numbers each. */
export interface Directions {
  readonly length: number;
  /** Ascending. */
  readonly numbers: Uint32Array;
  readonly directions: Int8Array;
  /** The length of each direction, 0 for a paper without known terms. */
  readonly norms: Float32Array;
}

/** Best first, by cosine. */
export function nearest(all: Directions, direction: Int8Array, limit: number): readonly Ranked[] {
  const { length, numbers, directions, norms } = all;
  const wanted = Float32Array.from(direction);
  const own = Math.hypot(...wanted);
  const best = new BestHeap(limit);
  if (own === 0) return [];
  for (let paper = 0; paper < length; paper += 1) {
    const norm = norms[paper] ?? 0;
    if (norm === 0) continue;
    let product = 0;
    const start = paper * RANK;
    for (let at = 0; at < RANK; at += 1) product += (wanted[at] ?? 0) * (directions[start + at] ?? 0);
    const cosine = product / (own * norm);
    if (cosine >= best.least) best.add(numbers[paper] ?? 0, cosine);
  }
  return best.sorted();
}
