import fc from "fast-check";
import { expect, test } from "vitest";
import { BestHeap } from "../../src/search/best-heap.ts";

const numbered = fc.uniqueArray(
  fc.record({ number: fc.nat({ max: 1000 }), score: fc.integer({ min: 0, max: 20 }) }),
  { selector: ({ number }) => number, maxLength: 200 },
);

test("what is kept is what sorting all of it would give", () => {
  fc.assert(
    fc.property(numbered, fc.nat({ max: 30 }), (all, limit) => {
      const heap = new BestHeap(limit);
      for (const { number, score } of all) if (score >= heap.least) heap.add(number, score);
      const sorted = [...all].sort((one, other) => other.score - one.score || other.number - one.number);
      expect(heap.sorted()).toEqual(sorted.slice(0, limit));
    }),
  );
});
