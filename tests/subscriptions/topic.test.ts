import { describe, expect, test } from "vitest";
import { NO_ACRONYMS } from "../../src/search/acronyms.ts";
import { createTopicMatcher, parseTopic, type Topic } from "../../src/subscriptions/topic.ts";
import { paper } from "../helpers/papers.ts";

function topicOf(typed: string): Topic {
  const parsed = parseTopic(typed);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.topic;
}

describe("a topic", () => {
  test("matches by its phrase, with the reason", () => {
    const matcher = createTopicMatcher([topicOf('"kv cache" quantization -survey')], NO_ACRONYMS);
    const [found] = matcher.match(paper("2401.00001", { title: "Quantizing KV caches", abstract: "" }));
    expect(found?.match).toEqual({
      strength: "match",
      reason: 'matches "kv cache" and "quantization"',
      phrase: "kv cache",
    });
    expect(matcher.match(paper("2401.00002", { title: "Quantized KV caches: a survey" }))).toEqual([]);
  });
});

describe("words near each other", () => {
  const matcher = createTopicMatcher([topicOf("cache compression")], NO_ACRONYMS);
  const matchOf = (abstract: string) =>
    matcher.match(paper("2401.00003", { title: "T", abstract }))[0]?.match;

  test("are a maybe that says so, in any order", () => {
    expect(matchOf("Compression of what a transformer's cache holds.")).toEqual({
      strength: "maybe",
      reason: 'may match "cache compression": the words stand near each other',
      phrase: "cache compression",
    });
  });

  test("are nothing when they stand far apart, or one of them is missing", () => {
    expect(matchOf("A cache holds one two three four five six seven eight nine. Compression.")).toBe(
      undefined,
    );
    expect(matchOf("A cache.")).toBe(undefined);
  });
});

test("one of very many topics is found with its own reason, and no other", () => {
  const many = Array.from({ length: 3000 }, (_, index) => topicOf(`subject${index} method${index % 7}`));
  const matcher = createTopicMatcher([...many, topicOf('"kv cache" -survey')], NO_ACRONYMS);
  const found = matcher.match(paper("2401.00004", { title: "KV caches and method3", abstract: "subject1" }));
  expect(found.map(({ topic, match }) => [topic.typed, match.reason])).toEqual([
    ['"kv cache" -survey', 'matches "kv cache"'],
  ]);
});

test("a quotation mark that was not closed is closed, and said", () => {
  expect(parseTopic('subscribe "kv cache')).toMatchObject({
    topic: { typed: 'subscribe "kv cache"', phrases: ["subscribe", "kv cache"] },
    remarks: [expect.stringContaining("was not closed"), expect.any(String)],
  });
});

test("a category that arXiv does not have is no topic", () => {
  expect(parseTopic("cat:cs.XX")).toEqual({
    problem: expect.stringContaining("arXiv has no category cs.XX"),
  });
  expect(parseTopic("agents cat:cs.CL")).toHaveProperty("topic");
  expect(parseTopic("agents cat:cond-mat.stat-mech")).toHaveProperty("topic");
});

describe("the reason", () => {
  const reasonOf = (typed: string, title: string) =>
    createTopicMatcher([topicOf(typed)], NO_ACRONYMS).match(paper("2401.00005", { title, abstract: "" }))[0]
      ?.match.reason;

  test.each([
    ["attention is all you need", "Attention was all we need", '(as "Attention was all we need")'],
    ["attention is all you need", "Attention Is All You Need", undefined],
    ["kv cache", "A KVCache of its own", '(as "KVCache")'],
    ["kv cache", "A KV-cache, and KV caches", undefined],
    ["multiagent", "On multi agents", '(as "multi agents")'],
    ["multiagent planning", "Multi-agent planning", undefined],
    ["planning multiagent", "Planning multi-agent systems", undefined],
    ["multi agent planning", "Multiagent planning", '(as "Multiagent planning")'],
    ["gpt4", "With GPT 4 and more", '(as "GPT 4")'],
    ["GPT-4 agents", "Of GPT4 agents", '(as "GPT4 agents")'],
    ["fine tuning", "Of finetuning", '(as "finetuning")'],
  ])("of %s says what the paper writes, where it is not the same: %s", (typed, title, as) => {
    expect(reasonOf(typed, title)).toBe(`matches "${typed}"${as === undefined ? "" : ` ${as}`}`);
  });

  test("is none where letters are shared by chance", () => {
    expect(reasonOf("together", "To get her")).toBe(undefined);
    expect(reasonOf("notable", "Not able to")).toBe(undefined);
    expect(reasonOf("gpt4", "GPT of 4 kinds")).toBe(undefined);
  });
});

test("a person is found by initials, and many topics are told apart by them", () => {
  const many = ["S. H.", "S. Han", "Song Han", "X. Y."].map((name) => topicOf(`author:"${name}"`));
  const found = createTopicMatcher(many, NO_ACRONYMS).match(paper("2401.00006", { authors: ["Song Han"] }));
  expect(found.map(({ topic }) => topic.authors[0]).sort()).toEqual(["S. H.", "S. Han", "Song Han"]);
});
