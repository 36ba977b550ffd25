/** Which of a channel's topics a person names. */
import { expect, test } from "vitest";
import { findTopic } from "../../src/commands/pick-topic.ts";
import { parseTopic } from "../../src/subscriptions/topic.ts";

test("a topic is named by its meaning, else by its very words, as one that was read otherwise when it was set", () => {
  const parsed = parseTopic('"kv cache"');
  if ("problem" in parsed) throw new Error(parsed.problem);
  const { topic } = parsed;
  const old = { ...topic, typed: "cat:nonsense", key: "as it was", categories: ["nonsense"], phrases: [] };
  expect(findTopic("KV caches", [old, topic])).toBe(topic);
  expect(findTopic("cat:nonsense", [topic, old])).toBe(old);
  expect(findTopic("cat:other", [topic, old])).toBe(undefined);
});
