/** Where several words stand in the same paper, and whether they stand as they should. */
import { TEXT_FROM } from "./indexed-paper.ts";
import type { PlaceCursor } from "./place-cursor.ts";
import { type Postings, packCounts } from "./postings.ts";

/** The places of each word in one paper, ascending; only the first `lengths[i]` of `places[i]` count. */
export type CountPlaces = (places: readonly Uint32Array[], lengths: readonly number[]) => number;

/** Of more places of a word in one paper, only this many are looked at. */
const MAX_PLACES = 512;

/** Papers that every cursor visits and `count` finds something in; its result, packed counts, is the paper's. */
export function papersWith(cursors: readonly PlaceCursor[], count: CountPlaces): Postings {
  const numbers: number[] = [];
  const counts: number[] = [];
  const places = cursors.map(() => new Uint32Array(MAX_PLACES));
  const lengths = cursors.map(() => 0);
  for (let target = 0; ; target += 1) {
    target = commonNumber(cursors, target);
    if (target === Number.POSITIVE_INFINITY) break;
    for (const [index, cursor] of cursors.entries()) {
      const into = places[index];
      if (into !== undefined) lengths[index] = cursor.readPlaces(into);
    }
    const counted = count(places, lengths);
    if (counted === 0) continue;
    numbers.push(target);
    counts.push(counted);
  }
  return { length: numbers.length, numbers: Uint32Array.from(numbers), counts: Uint8Array.from(counts) };
}

/** The first paper from `target` on that every cursor visits. */
function commonNumber(cursors: readonly PlaceCursor[], target: number): number {
  let common = target;
  for (let agreed = false; !agreed; ) {
    agreed = true;
    for (const cursor of cursors) {
      cursor.seek(common);
      if (cursor.number > common) {
        common = cursor.number;
        agreed = false;
      }
    }
    if (common === Number.POSITIVE_INFINITY) break;
  }
  return common;
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
