/** A text as the set of its runs of three words: what near-duplicates are compared by. */
import { wordHashesOf } from "./text-hash.ts";

/** Hashes of the runs, ascending, each once. */
export type Shingles = Uint32Array;

const RUN = 3;

export function shinglesOf(text: string): Shingles {
  const words = wordHashesOf(text);
  const runs = new Uint32Array(Math.max(0, words.length - RUN + 1));
  for (let at = 0; at < runs.length; at += 1) {
    let hash = 0;
    for (let next = at; next < at + RUN; next += 1) hash = mix(Math.imul(hash, 31) ^ (words[next] ?? 0));
    runs[at] = hash;
  }
  return distinct(runs.sort());
}

/** The share of the runs of either that both have, from 0 to 1: Jaccard's index. */
export function overlap(one: Shingles, other: Shingles): number {
  let shared = 0;
  for (let at = 0, beside = 0; at < one.length && beside < other.length; ) {
    const [left = 0, right = 0] = [one[at], other[beside]];
    if (left === right) shared += 1;
    if (left <= right) at += 1;
    if (right <= left) beside += 1;
  }
  const either = one.length + other.length - shared;
  return either === 0 ? 0 : shared / either;
}

function distinct(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (const value of sorted) {
    if (kept > 0 && sorted[kept - 1] === value) continue;
    sorted[kept] = value;
    kept += 1;
  }
  return sorted.slice(0, kept);
}

/** The finish of MurmurHash3, so that each bit of the input changes half of the output's. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
