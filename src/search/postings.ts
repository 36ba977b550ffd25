/**
 * Which papers hold a term, how often and where. As bytes, a block of postings has two parts:
 *
 *     docs    for each paper: its number, as the difference to the one before (varint), then one byte that tells how
 *             often: two bits for the title, six for the rest
 *     places  for each paper: how many bytes follow for it (varint), then each place as the difference to the one
 *             before (varint)
 *
 * Varints are little-endian groups of seven bits, the highest bit set on all but the last. A block may go on from
 * another by mere concatenation.
 */
import { DamagedIndex } from "./search-index.ts";

/** The papers that hold something, ascending, and how often. */
export interface Postings {
  readonly length: number;
  readonly numbers: Uint32Array;
  /** As the byte in `docs`; `titleCount` and `textCount` take it apart. */
  readonly counts: Uint8Array;
}

export const NO_POSTINGS: Postings = { length: 0, numbers: new Uint32Array(0), counts: new Uint8Array(0) };

/** All postings of a term. */
export interface TermPostings extends Postings {
  /** For each block of the index, how many of the postings are in it or in those before it. */
  readonly ends: Uint32Array;
}

const MAX_TITLE_COUNT = 3;
const MAX_TEXT_COUNT = 63;

export function packCounts(title: number, text: number): number {
  return (Math.min(title, MAX_TITLE_COUNT) << 6) | Math.min(text, MAX_TEXT_COUNT);
}

export function titleCount(packed: number): number {
  return packed >> 6;
}

export function textCount(packed: number): number {
  return packed & MAX_TEXT_COUNT;
}

export interface Block {
  readonly count: number;
  readonly docs: Uint8Array;
}

export function readPostings(blocks: readonly Block[]): TermPostings {
  let length = 0;
  for (const { count } of blocks) length += count;
  const numbers = new Uint32Array(length);
  const counts = new Uint8Array(length);
  const ends = new Uint32Array(blocks.length);
  let at = 0;
  for (const [block, { count, docs }] of blocks.entries()) {
    ends[block] = at + count;
    let number = 0;
    let offset = 0;
    for (let end = at + count; at < end; at += 1) {
      let byte = docs[offset++] ?? 0;
      let delta = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = docs[offset++] ?? 0;
        delta |= (byte & 0x7f) << shift;
      }
      number += delta;
      numbers[at] = number;
      counts[at] = docs[offset++] ?? 0;
    }
    if (offset !== docs.length) throw new DamagedIndex("a block of postings does not hold what its row says");
  }
  return { length, numbers, counts, ends };
}

/** Papers that hold any of these, counts added up. */
export function anyOf(lists: readonly Postings[]): Postings {
  const [first = NO_POSTINGS, ...others] = lists;
  return others.reduce(merge, first);
}

function merge(one: Postings, other: Postings): Postings {
  const numbers = new Uint32Array(one.length + other.length);
  const counts = new Uint8Array(one.length + other.length);
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const left = i < one.length ? (one.numbers[i] ?? 0) : NO_NUMBER;
    const right = j < other.length ? (other.numbers[j] ?? 0) : NO_NUMBER;
    if (left < right) {
      numbers[length] = left;
      counts[length] = one.counts[i++] ?? 0;
    } else if (right < left) {
      numbers[length] = right;
      counts[length] = other.counts[j++] ?? 0;
    } else {
      const [a, b] = [one.counts[i++] ?? 0, other.counts[j++] ?? 0];
      numbers[length] = left;
      counts[length] = packCounts(titleCount(a) + titleCount(b), textCount(a) + textCount(b));
    }
    length += 1;
  }
  return { length, numbers: numbers.subarray(0, length), counts: counts.subarray(0, length) };
}

/** Greater than the number of any paper. */
const NO_NUMBER = 0xffff_ffff;

/** The first place with a number of at least `from`. */
export function firstFrom(numbers: Uint32Array, length: number, from: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place from `from` on with a number of at least `wanted`: most leaps are short, and long ones very long. */
export function leapTo(numbers: Uint32Array, from: number, length: number, wanted: number): number {
  let low = from;
  let step = 1;
  while (low + step < length && (numbers[low + step] ?? 0) < wanted) {
    low += step;
    step *= 2;
  }
  let high = Math.min(length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
