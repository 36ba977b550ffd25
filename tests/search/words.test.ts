import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsOf, wordsWith } from "../../src/search/words.ts";

const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "analysing",
        "Analyses",
        "aether",
        "happily",
        "GPT-4o",
        "C++",
        "ﬁne",
        "Ünder",
        "学习",
        "tumours",
      ),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(" "));

test("words with some stems are those of all words that have them", () => {
  fc.assert(
    fc.property(texts, fc.nat(), (text, pick) => {
      const words = wordsOf(text);
      const stems = new Set(words.filter((_, at) => (pick >> (at % 31)) % 2 === 1).map(({ stem }) => stem));
      expect(wordsWith(stems, text)).toEqual(words.filter(({ stem }) => stems.has(stem)));
    }),
  );
});
