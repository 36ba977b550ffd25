/** The nearest of many directions, looked for one by one. */

import { BestHeap, type Ranked } from "./best-heap.ts";
import type { DirectionMemory } from "./direction-memory.ts";
import { lengthOf } from "./lsa.ts";
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
  const own = lengthOf(direction);
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

/** The cosines with the directions at these places, in their order; 0 where there is none. */
export function cosinesAt(
  { memory, norms }: Directions,
  places: readonly (number | undefined)[],
  direction: Int8Array,
): readonly number[] {
  const own = lengthOf(direction);
  const productAt = memory.multiplier(direction);
  return places.map((place) => {
    const norm = place === undefined ? 0 : (norms[place] ?? 0);
    return place === undefined || own === 0 || norm === 0 ? 0 : productAt(place) / (own * norm);
  });
}

/** Where the direction of one paper is; undefined if it has none. Holds until the directions are asked for anew. */
export function placeOf({ length, numbers }: Directions, number: number): number | undefined {
  // Numbers count from 1, and hardly ever is one left out.
  const place = numbers[number - 1] === number ? number - 1 : firstFrom(numbers, length, number);
  return place < length && numbers[place] === number ? place : undefined;
}
