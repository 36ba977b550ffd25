import fc from "fast-check";
import { expect, test } from "vitest";
import { createWordIndex } from "../../src/subscriptions/topic-index.ts";

test("whatever may fit is found, once, again and again, and little else", () => {
  const word = fc.constantFrom("a", "b", "c", "d", "e");
  const alternatives = fc.array(fc.array(word, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
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
            if (fits) expect(found).toContain(entry);
            // Of two words both are looked at, so that nothing is found in vain.
            const isShort = ways.every((way) => new Set(way).size <= 2);
            if (!fits && isShort) expect(found).not.toContain(entry);
          }
        }
      },
    ),
  );
});
