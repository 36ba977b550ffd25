import fc from "fast-check";
import { expect, test } from "vitest";
import { createWordIndex } from "../../src/subscriptions/topic-index.ts";

test("whatever fits is found, once, again and again, and nothing else", () => {
  const word = fc.constantFrom("a", "b", "c", "d", "e");
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  const alternatives = fc.array(fc.record({ words, reach: fc.nat(4) }), { maxLength: 3 });
  const paper = fc.array(word, { maxLength: 9 });
  fc.assert(
    fc.property(
      fc.array(alternatives, { maxLength: 12 }),
      fc.array(paper, { maxLength: 4 }),
      (made, papers) => {
        const index = createWordIndex(made.map((one, entry) => ({ entry, alternatives: one })));
        for (const words of papers) {
          const found = index.among(placesIn(words));
          expect(new Set(found).size).toBe(found.length);
          for (const [entry, ways] of made.entries()) {
            const areThere = ways.filter((way) => way.words.every((one) => words.includes(one)));
            const fits = areThere.some((way) =>
              way.words.every((one) => way.words.every((other) => areNear(words, one, other, way.reach))),
            );
            if (fits || ways.length === 0) expect(found).toContain(entry);
            else if (areThere.length === 0) expect(found).not.toContain(entry);
            // Of two words both are looked at, so that nothing is found in vain.
            else if (areThere.every((way) => new Set(way.words).size <= 2))
              expect(found).not.toContain(entry);
          }
        }
      },
    ),
  );
});

function placesIn(words: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const placesOf = (word: string) => words.flatMap((one, place) => (one === word ? [place] : []));
  return new Map(words.map((word) => [word, placesOf(word)]));
}

function areNear(words: readonly string[], one: string, other: string, reach: number): boolean {
  return words.some(
    (word, place) =>
      word === one && words.slice(Math.max(0, place - reach), place + reach + 1).includes(other),
  );
}
