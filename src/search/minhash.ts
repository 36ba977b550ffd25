/**
 * Which of many sets of shingles may overlap, without comparing each with each: MinHash with bands. A. Broder, "On the
 * resemblance and containment of documents" (1997). Two sets share a band with a probability of 1 - (1 - s²)^32 where
 * s is their overlap: 0.95 at 0.3, 0.998 at 0.42, 0.08 at 0.05.
 */
import type { Shingles } from "./shingles.ts";

const BANDS = 32;
const ROWS = 2;

/** Odd factors and summands of the hash functions x → a·x + b modulo 2³², from a generator with a fixed seed. */
const FACTORS = Uint32Array.from({ length: BANDS * ROWS }, (_, index) => scramble(2 * index + 1) | 1);
const SUMMANDS = Uint32Array.from({ length: BANDS * ROWS }, (_, index) => scramble(2 * index + 2));

/** A number for each band; two texts that share one of them are worth comparing. None for an empty set. */
export function bandsOf(shingles: Shingles): readonly number[] {
  if (shingles.length === 0) return [];
  return Array.from({ length: BANDS }, (_, band) => {
    let hash = 0;
    for (let row = band * ROWS; row < (band + 1) * ROWS; row += 1) {
      hash = scramble(hash ^ leastHash(shingles, FACTORS[row] ?? 1, SUMMANDS[row] ?? 0));
    }
    return band * 2 ** 32 + hash;
  });
}

function leastHash(shingles: Shingles, factor: number, summand: number): number {
  let least = 0xffffffff;
  for (const shingle of shingles) {
    const hash = (Math.imul(shingle, factor) + summand) >>> 0;
    if (hash < least) least = hash;
  }
  return least;
}

/** The step of mulberry32. */
function scramble(value: number): number {
  const state = (Math.imul(value, 0x6d2b79f5) + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}
