/** Where several words stand in the same paper, and whether they stand as they should. */
import { TEXT_FROM } from "./indexed-paper.ts";
import type { PlaceCursor } from "./place-cursor.ts";
import { leapTo, type Postings, packCounts } from "./postings.ts";

/** The places of each word in one paper, ascending; only the first `lengths[i]` of `places[i]` count. */
export type CountPlaces = (places: readonly Uint32Array[], lengths: readonly number[]) => number;

/** Of more places of a word in one paper, only this many are looked at. */
const MAX_PLACES = 512;

/** Papers that every cursor visits and `count` finds something in; its result, packed counts, is the paper's. */
export function papersWith(cursors: readonly PlaceCursor[], count: CountPlaces): Postings {
  const common = inAll(cursors.map(({ postings }) => postings));
  const numbers = new Uint32Array(common.length);
  const counts = new Uint8Array(common.length);
  const places = cursors.map(() => new Uint32Array(MAX_PLACES));
  const lengths = cursors.map(() => 0);
  let length = 0;
  for (const number of common) {
    for (let at = 0; at < cursors.length; at += 1) {
      const [cursor, into] = [cursors[at], places[at]];
      if (cursor !== undefined && into !== undefined) lengths[at] = cursor.readPlaces(number, into);
    }
    const counted = count(places, lengths);
    if (counted === 0) continue;
    numbers[length] = number;
    counts[length] = counted;
    length += 1;
  }
  return { length, numbers: numbers.slice(0, length), counts: counts.slice(0, length) };
}

/** The papers that all of these hold, ascending; the shortest is gone through first. */
export function inAll(lists: readonly Postings[]): Uint32Array {
  const [first, ...others] = [...lists].sort((one, other) => one.length - other.length);
  return others.reduce(inBoth, first?.numbers ?? new Uint32Array(0));
}

/** A list that is so many times as long is leapt through. */
const LEAP = 16;

function inBoth(some: Uint32Array, { numbers, length }: Postings): Uint32Array {
  const shared = new Uint32Array(Math.min(some.length, length));
  const leaps = some.length * LEAP < length;
  let count = 0;
  let at = 0;
  for (let index = 0; index < some.length; index += 1) {
    const wanted = some[index] ?? 0;
    if (leaps) at = leapTo(numbers, at, length, wanted);
    else while (at < length && (numbers[at] ?? 0) < wanted) at += 1;
    if (at >= length) break;
    if (numbers[at] === wanted) {
      shared[count] = wanted;
      count += 1;
    }
  }
  return shared.subarray(0, count);
}

/** Words of a phrase: each at its gap from the phrase's beginning. */
export function countPhrase(gaps: readonly number[], inTitle: boolean): CountPlaces {
  const at = gaps.map(() => 0);
  return (places, lengths) => {
    at.fill(0);
    const [first] = places;
    let titles = 0;
    let texts = 0;
    for (let index = 0; first !== undefined && index < (lengths[0] ?? 0); index += 1) {
      const place = first[index] ?? 0;
      let together = true;
      for (let other = 1; together && other < places.length; other += 1) {
        const wanted = place - (gaps[0] ?? 0) + (gaps[other] ?? 0);
        const list = places[other];
        const length = lengths[other] ?? 0;
        let position = at[other] ?? 0;
        while (position < length && (list?.[position] ?? 0) < wanted) position += 1;
        at[other] = position;
        together = position < length && list?.[position] === wanted;
      }
      if (together && place < TEXT_FROM) titles += 1;
      else if (together) texts += 1;
    }
    return packCounts(titles, inTitle ? 0 : texts);
  };
}

/** All words within one stretch of `size` places, in any order. */
export function countStretches(size: number): CountPlaces {
  return (places, lengths) => {
    const stretches = places.map(
      (list, index) =>
        new Set([...list.subarray(0, lengths[index])].map((place) => Math.floor(place / size))),
    );
    const [first, ...others] = stretches;
    const shared = [...(first ?? [])].filter((stretch) => others.every((set) => set.has(stretch)));
    return packCounts(0, shared.length);
  };
}
