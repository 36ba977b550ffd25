/** What a question is about, without the words around it. */
import { expect, test } from "vitest";
import { subjectOf } from "../../src/search/asking.ts";

test.each([
  ["papers on kv cache", "kv cache"],
  ["how do i use kv cache", "kv cache"],
  ["can you recommend recent work about graph learning", "graph learning"],
  ["papers that introduce a new approach to diffusion models", "diffusion models"],
  ["i am interested in articles on robotics motion planning", "robotics motion planning"],
  ["has anyone investigated the buckling of plates", "buckling of plates"],
  ["why does dropout work so well", "dropout"],
  ["kv cache compression papers", "kv cache compression"],
])("%s asks about %s", (typed, subject) => {
  const words = typed.split(" ");
  const { from, to } = subjectOf(words);
  expect(words.slice(from, to).join(" ")).toBe(subject);
});

test.each([
  "information retrieval",
  "search and rescue robots",
  "show and tell",
  "position paper",
  "recent papers",
  "future of work",
  "learn to rank",
  "the",
  "",
])("%s is a subject itself", (typed) => {
  const words = typed === "" ? [] : typed.split(" ");
  expect(subjectOf(words)).toEqual({ from: 0, to: words.length });
});
