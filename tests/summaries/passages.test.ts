import fc from "fast-check";
import { expect, test } from "vitest";
import { fitPassages, rankPassages, splitPassages } from "../../src/summaries/passages.ts";

test("a paper is cut at its headings and between sentences, without its references", () => {
  const paragraph = "A sentence of some length that says nothing. ".repeat(40);
  const passages = splitPassages(`# One\n\nIt begins.\n\n# Two\n\n${paragraph}\n\n## References\n\n[1] Roe.`);
  expect(passages[0]).toBe("One It begins.");
  expect(passages[1]?.startsWith("Two A sentence")).toBe(true);
  expect(passages.join(" ")).not.toContain("Roe");
  expect(Math.max(...passages.map(({ length }) => length))).toBeLessThanOrEqual(900);
});

test("the nearest passage comes first, and what shares no word does not come", () => {
  const passages = [
    "We train on 64 GPUs.",
    "Cats sleep.",
    "Training takes 3 days on GPUs; training is slow.",
  ];
  expect(rankPassages("How long does training take?", passages)[0]).toBe(passages[2]);
  expect(rankPassages("zebra", passages)).toEqual([]);
  expect(rankPassages("", passages)).toEqual([]);
});

test("what is chosen is of the text and fits, for all texts", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 4000 }), fc.string(), fc.nat(3000), (text, question, room) => {
      const passages = splitPassages(text);
      const chosen = fitPassages(rankPassages(question, passages), room);
      expect(chosen.every((one) => passages.includes(one))).toBe(true);
      expect(chosen.join("").length).toBeLessThanOrEqual(room);
    }),
  );
});
