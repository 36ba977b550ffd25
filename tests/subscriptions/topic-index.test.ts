import fc from "fast-check";
import { expect, test } from "vitest";
import { createWordIndex } from "../../src/subscriptions/topic-index.ts";

test("whatever fits is found, once, again and again, and nothing else", () => {
  const word = fc.constantFrom("a", "b", "c", "d", "e");
  const alternatives = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 3 });
  const paper = fc.array(word, { maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(alternatives, { maxLength: 12 }),
      fc.array(paper, { maxLength: 4 }),
      (made, papers) => {
        const index = createWordIndex(made.map((one, entry) => ({ entry, alternatives: one })));
        for (const words of papers) {
          const found = [...index.among(words)];
          expect(new Set(found).size).toBe(found.length);
          for (const [entry, ways] of made.entries()) {
            const fits = ways.length === 0 || ways.some((way) => way.every((one) => words.includes(one)));
            expect(found.includes(entry)).toBe(fits);
          }
        }
      },
    ),
  );
});
