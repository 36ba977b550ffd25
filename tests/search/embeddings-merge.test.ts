/** What vectors may do to an order, whatever they are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeLikeness, mergeNearness } from "../../src/search/embeddings/nearness-merge.ts";
import {
  areOfOneSpace,
  cosine,
  fromBytes,
  toBits,
  toBytes,
  toUnit,
} from "../../src/search/embeddings/vector.ts";
import type { Nearness } from "../../src/search/embeddings/vector-nearness.ts";

const cosines = fc.double({ min: -1, max: 1, noNaN: true });
const hits = fc
  .array(fc.double({ min: 0, max: 1.4, noNaN: true }), { maxLength: 60 })
  .map((scores) => scores.sort((one, other) => other - one).map((score, at) => ({ id: `p${at}`, score })));
const judged = fc.tuple(
  hits,
  fc.array(fc.option(cosines), { minLength: 60, maxLength: 60 }),
  fc.array(cosines, { maxLength: 300 }),
);

/** Each paper's cosine, where it has one, and the nearest of the catalog among them. */
function nearnessOf(ids: readonly string[], own: readonly (number | null)[], others: readonly number[]) {
  const asked = new Map(
    ids.flatMap((id, at) => {
      const near = own[at] ?? null;
      return near === null ? [] : [[id, near] as const];
    }),
  );
  const foreign = others.map((near, at) => ({ id: `q${at}`, cosine: near }));
  const all = [...foreign, ...[...asked].map(([id, near]) => ({ id, cosine: near }))];
  return { asked, nearest: all.sort((one, other) => other.cosine - one.cosine).slice(0, 400) };
}
const order = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);

type Hits = readonly { readonly id: string; readonly score: number }[];
describe.each([
  {
    what: "a search",
    entering: 20,
    merge: (local: Hits, near: Nearness) => mergeNearness(local, near, true),
  },
  {
    what: "a search with conditions",
    entering: 0,
    merge: (local: Hits, near: Nearness) => mergeNearness(local, near, false),
  },
  {
    what: "similar papers",
    entering: 20,
    merge: (local: Hits, near: Nearness) => mergeLikeness(local, near, 200),
  },
  {
    what: "similar papers, the first of many",
    entering: 20,
    merge: (local: Hits, near: Nearness) => mergeLikeness(local, near, 0),
  },
])("$what:", ({ entering, merge }) => {
  test("without vectors, or with the same for all, the order is the one without", () => {
    fc.assert(
      fc.property(hits, cosines, (local, constant) => {
        const ids = order(local);
        const none = { nearest: [], asked: new Map<string, number>() };
        expect(merge(local, none)).toEqual(local);
        const same = nearnessOf(
          ids,
          ids.map(() => constant),
          new Array<number>(250).fill(constant),
        );
        expect(merge(local, same)).toEqual(local);
      }),
    );
  });

  test("nothing that stood below a paper without a vector comes to stand above it, and no hit is lost", () => {
    fc.assert(
      fc.property(judged, ([local, own, others]) => {
        const nearness = nearnessOf(order(local), own, others);
        const merged = merge(local, nearness);
        const place = new Map(order(merged).map((id, at) => [id, at]));
        for (const [at, { id, score }] of local.entries()) {
          const now = place.get(id) ?? Number.POSITIVE_INFINITY;
          expect(merged[now]?.score).toBeGreaterThanOrEqual(score);
          if (nearness.asked.has(id)) continue;
          for (const below of local.slice(at + 1)) expect(place.get(below.id)).toBeGreaterThan(now);
        }
        expect(new Set(place.keys()).size).toBe(merged.length);
        const entered = merged.filter(({ id }) => id.startsWith("q"));
        expect(entered.length).toBeLessThanOrEqual(entering);
      }),
    );
  });
});

test("what is nearer rises, what is no nearer than the 200th keeps its score", () => {
  const local = [
    { id: "a", score: 1.02 },
    { id: "b", score: 1 },
    { id: "c", score: 0.2 },
  ];
  const usual = Array.from({ length: 250 }, (_, at) => ({ id: `q${at}`, cosine: 0.5 - at / 1000 }));
  const nearest = [{ id: "b", cosine: 0.9 }, { id: "x", cosine: 0.8 }, ...usual];
  const asked = new Map([
    ["a", 0.1],
    ["b", 0.9],
    ["c", 0.3],
  ]);
  const merged = mergeNearness(local, { nearest, asked }, true);
  expect(order(merged).slice(0, 4)).toEqual(["b", "a", "c", "x"]);
  // The 200th is usual[197].
  expect(merged[0]?.score).toBeCloseTo(1 + 0.3 * (0.9 - 0.303), 9);
  expect(merged.find(({ id }) => id === "c")?.score).toBe(0.2);
});

test("what is like a paper counts in full, and begins with no more than the last of ours when it comes in", () => {
  const local = [
    { id: "a", score: 1.1 },
    { id: "b", score: 0.7 },
  ];
  const usual = Array.from({ length: 200 }, (_, at) => ({ id: `q${at}`, cosine: 0.2 }));
  const nearness = { nearest: [{ id: "x", cosine: 0.8 }, ...usual], asked: new Map([["b", 0.5]]) };
  const merged = mergeLikeness(local, nearness, 2);
  expect(order(merged)).toEqual(["x", "a", "b"]);
  expect(merged.map(({ score }) => score)).toEqual([
    expect.closeTo(0.7 + 0.6, 9),
    1.1,
    expect.closeTo(0.7 + 0.3, 9),
  ]);
  // Fewer than there could be: nothing of ours is said of the others.
  expect(order(mergeLikeness(local, nearness, 3))).toEqual(["a", "b", "x"]);
});

test("a vector survives being kept, and points where it pointed", () => {
  const numbers = fc.array(fc.float({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }), {
    minLength: 1,
    maxLength: 100,
  });
  fc.assert(
    fc.property(numbers, (some) => {
      const unit = toUnit(Float32Array.from(some));
      const sum = Float32Array.from(some).reduce((total, number) => total + number * number, 0);
      if (sum === 0) {
        expect(unit).toBeUndefined();
        return;
      }
      if (unit === undefined) throw new Error("it has a direction");
      expect(cosine(unit, unit)).toBeCloseTo(1, 5);
      expect(areOfOneSpace(unit, unit)).toBe(true);
      // SQLite hands over bytes that may begin anywhere.
      const shifted = new Uint8Array([0, ...toBytes(unit)]).subarray(1);
      expect(fromBytes(shifted)).toEqual(unit);
      const bits = toBits(unit);
      expect(bits).toHaveLength(Math.ceil(some.length / 8));
      for (const [at, number] of unit.entries())
        expect(((bits[at >> 3] ?? 0) >> (at & 7)) & 1).toBe(number > 0 ? 1 : 0);
    }),
  );
  for (const broken of [[Number.NaN, 1], [Number.POSITIVE_INFINITY], [0, 0], []])
    expect(toUnit(Float32Array.from(broken))).toBeUndefined();
});
