import fc from "fast-check";
import { expect, test } from "vitest";
import { hashText, wordHashesOf } from "../../src/search/text-hash.ts";
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

test("words of other scripts within a run without spaces are whole", () => {
  const written = (text: string) => wordsOf(text).map(({ start, end }) => text.slice(start, end));
  expect(written("LLM推理加速")).toEqual(["LLM", ..."推理加速"]);
  expect(written("用GPT-4o和C++写")).toEqual(["用", "GPT", "4o", "和", "C++", "写"]);
  expect(written("トレーナーLLM第3章#模型++")).toEqual([..."トレーナー", "LLM", "第", "3", ..."章模型"]);
  expect(written("LLMภาษา")).toEqual(["LLM", ..."ภาษา"]);
  expect(wordsOf("ภาษาไทยที่").every(({ folded }) => folded !== "")).toBe(true);
});

test("scripts without spaces part words as spaces do", () => {
  const piece = fc.constantFrom("LLM", "gpt4", "Ünder", "推", "理", "モ", "ー", "の", "ไ", "é");
  const isUnspaced = (text: string) => /[推理モーのไ]/u.test(text);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const spaced = pieces.reduce((text, next, at) => {
        const glued = !isUnspaced(next) && !isUnspaced(pieces[at - 1] ?? " ");
        return text + (glued ? "" : " ") + next;
      }, "");
      expect(wordsOf(pieces.join("")).map(({ folded }) => folded)).toEqual(
        wordsOf(spaced).map(({ folded }) => folded),
      );
      expect(wordHashesOf(pieces.join(""))).toEqual(wordsOf(spaced).map(({ folded }) => hashText(folded)));
    }),
  );
});
