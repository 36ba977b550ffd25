/** The nearest of many directions, looked for one by one. */

import type { DirectionMemory } from "./direction-memory.ts";
import { BestHeap, type Ranked } from "./lexical.ts";
import { firstFrom } from "./postings.ts";

/** Directions of papers, one after the other. */
export interface Directions {
  readonly length: number;
  /** Ascending. */
  readonly numbers: Uint32Array;
  readonly memory: DirectionMemory;
  /** The length of each direction, 0 for a paper without known terms. */
  readonly norms: Float32Array;
}

/** Best first, by cosine. */
export function nearest(all: Directions, direction: Int8Array, limit: number): readonly Ranked[] {
  const { length, numbers, memory, norms } = all;
  const own = Math.hypot(...direction);
  const best = new BestHeap(limit);
  if (own === 0) return [];
  memory.forEachProduct(direction, length, (place, product) => {
    const norm = norms[place] ?? 0;
    if (norm === 0) return;
    const cosine = product / (own * norm);
    if (cosine >= best.least) best.add(numbers[place] ?? 0, cosine);
  });
  return best.sorted();
}

/** The direction of one paper; undefined if it has none. Holds until the directions are asked for anew. */
export function directionAt({ length, numbers, memory }: Directions, number: number): Int8Array | undefined {
  const place = firstFrom(numbers, length, number);
  return place < length && numbers[place] === number ? memory.get(place) : undefined;
}
