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
