/** What of a title and an abstract is shown, and marked, as the reason of a hit. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { markFound } from "../../src/search/highlight.ts";
import { marked } from "./search-rig.ts";

const words = (text: string) => text.split(" ");
const LLM = [["llm"], words("large language model")];

/** The passage as it is read, and what is marked in it. */
function passageOf(abstract: string, said: readonly (readonly string[])[]) {
  const { passage } = markFound("", abstract, said);
  const text = passage
    .map((span) => (typeof span === "object" && "text" in span ? span.text : span))
    .join("");
  return { text, marks: marked(passage) };
}

test("the long form of an acronym is marked only where it stands as a whole", () => {
  const birds = "Large-scale model of the language of large birds.";
  expect(passageOf(`${birds} An LLM helps.`, LLM)).toEqual({ text: "An LLM helps.", marks: ["LLM"] });
  expect(passageOf(birds, LLM).marks).toEqual([]);
  expect(passageOf("It sings. Large language models hear.", LLM)).toEqual({
    text: "Large language models hear.",
    marks: ["Large language models"],
  });
  expect(marked(markFound("A Large Language-Model of a language", "", LLM).title)).toEqual([
    "Large Language-Model",
  ]);
});

test("a phrase with function words is one mark, and they alone are none", () => {
  const thought = [words("chain of thought"), ["of"]];
  expect(passageOf("A chain-of-thought of a chain of thought.", thought).marks).toEqual([
    "chain-of-thought",
    "chain of thought",
  ]);
});

test("the sentence that says most is shown, a word said twice counted once", () => {
  const said = [["kv"], ["cache"], words("kv cache")];
  expect(passageOf("Cache to cache, a cache. The kv in a cache. Kv cache is it.", said).text).toBe(
    "Kv cache is it.",
  );
});

test("a long text without spaces is cut around the mark, and its sentences end without spaces", () => {
  const filler = "研究".repeat(150);
  expect(passageOf(`${filler}。模型很小。${filler}`, [["模"], ["型"]])).toEqual({
    text: "模型很小。",
    marks: ["模型"],
  });
  const { text, marks } = passageOf(`${filler}模型${filler}`, [["模"], ["型"]]);
  expect(marks).toEqual(["模型"]);
  expect(text.length).toBeLessThan(250);
});

test("a passage is short, whole in its characters, and keeps a mark of its sentence", () => {
  const piece = fc.oneof(
    fc.constantFrom("模", "𠮷", "🚀", " ", ". ", "。", "cache", "a longer piece of text with spaces "),
    fc.string({ unit: "grapheme", maxLength: 60 }),
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const abstract = `${before} cache ${after}`;
      const passage = passageOf(abstract, [["cache"]]);
      expect(passage.text.length).toBeLessThanOrEqual(240 + 4);
      expect(passage.text).not.toMatch(/\p{Surrogate}/u);
      expect(passage.marks.length).toBeGreaterThan(0);
      expect(abstract).toContain(passage.text.replace(/^… /u, "").replace(/ …$/u, ""));
    }),
  );
});
