/**
 * How well a topic tells its papers, and how long one paper takes against very many topics.
 *
 *   npm run bench:topics -- --collection DIR [--topics 100000] [--papers 500]
 *
 * Each query is read as a topic, as a person would type it, and decides on each paper of the collection with the
 * acronyms that the product mines from it. Whether a "maybe" counts is chosen on the even queries; the odd ones are reported, as
 * means over topics. The many topics are runs of one to three words from the collection's own texts. Prints one line of JSON.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import type { Paper } from "../src/papers/paper.ts";
import type { Acronyms } from "../src/search/acronyms.ts";
import { createSearch } from "../src/search/search.ts";
import { isStopWord, wordsOf } from "../src/search/words.ts";
import { createTopicMatcher, parseTopic, type Topic } from "../src/subscriptions/topic.ts";
import { catalogOfDocuments, paperOf } from "./lib/catalog.ts";
import { readCollection } from "./lib/collection.ts";
import { percentile, round } from "./lib/metrics.ts";
import { collectionOption, countOption } from "./lib/options.ts";
import { seeded } from "./lib/random.ts";

const { values } = parseArgs({
  options: {
    collection: { type: "string" },
    topics: { type: "string", default: "100000" },
    papers: { type: "string", default: "500" },
  },
});
const wanted = countOption("topics", values.topics);
const sampled = countOption("papers", values.papers);
const collection = readCollection(collectionOption(values.collection));
const papers = collection.documents.map(paperOf);
const acronyms = await minedAcronyms();

const topics = collection.queries.flatMap(({ id, text }) => {
  const topic = topicOf(text);
  return topic === undefined ? [] : [{ id, topic }];
});
const decided = decide();
const even = topics.filter((_, index) => index % 2 === 0);
const odd = topics.filter((_, index) => index % 2 === 1);
const strengths = ["match", "maybe"] as const;
const [best = "match"] = [...strengths].sort((one, other) => quality(even, other).F1 - quality(even, one).F1);

console.log(
  JSON.stringify({
    collection: collection.name,
    papers: papers.length,
    topics: topics.length,
    "chosen on even": best === "match" ? "matches alone" : "matches and maybes",
    ...quality(odd, best),
    "matches alone": quality(odd, "match"),
    "matches and maybes": quality(odd, "maybe"),
    ...speed(),
  }),
);

async function minedAcronyms(): Promise<Acronyms> {
  const folder = mkdtempSync(join(tmpdir(), "bench-topics-"));
  const search = await createSearch({
    file: join(folder, "search.db"),
    papers: catalogOfDocuments(collection.documents),
    log: pino({ level: "silent" }),
  });
  await search.sync();
  const mined = search.acronyms;
  await search.settled();
  await search.close();
  rmSync(folder, { recursive: true, force: true });
  return mined;
}

function topicOf(text: string): Topic | undefined {
  const parsed = parseTopic(text);
  return "problem" in parsed ? undefined : parsed.topic;
}

/** For each topic's key the papers that it brings, with the strength. */
function decide() {
  const matcher = createTopicMatcher(
    topics.map(({ topic }) => topic),
    acronyms,
  );
  const found = new Map<string, Map<string, "match" | "maybe">>();
  for (const paper of papers) {
    for (const { topic, match } of matcher.match(paper)) {
      const brought = found.get(topic.key) ?? new Map<string, "match" | "maybe">();
      found.set(topic.key, brought.set(paper.id, match.strength));
    }
  }
  return found;
}

function quality(some: typeof topics, least: "match" | "maybe") {
  const scores = some.map(({ id, topic }) => {
    const relevant = collection.grades.get(id) ?? new Map<string, number>();
    const brought = [...(decided.get(topic.key) ?? [])].filter(
      ([, strength]) => least === "maybe" || strength === "match",
    );
    const right = brought.filter(([paperId]) => relevant.has(paperId)).length;
    const precision = brought.length === 0 ? 0 : right / brought.length;
    const recall = relevant.size === 0 ? 0 : right / relevant.size;
    return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
  });
  const mean = (of: (score: (typeof scores)[number]) => number) =>
    round(scores.reduce((sum, score) => sum + of(score), 0) / Math.max(1, scores.length), 4);
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    F1: mean(({ f1 }) => f1),
  };
}

function speed() {
  const many = manyTopics(wanted);
  const before = performance.now();
  const matcher = createTopicMatcher(many, acronyms);
  const built = performance.now() - before;
  const sample = papers.slice(0, sampled);
  for (const paper of sample.slice(0, 50)) matcher.match(paper);
  const times: number[] = [];
  let brought = 0;
  for (const paper of sample) {
    const start = performance.now();
    brought += matcher.match(paper).length;
    times.push(performance.now() - start);
  }
  return {
    "many topics": many.length,
    "built in ms": Math.round(built),
    "topics a paper": Math.round(brought / Math.max(1, sample.length)),
    "p50 ms": percentile(times, 0.5),
    "p99 ms": percentile(times, 0.99),
  };
}

/** What people might follow: runs of one to three content words, each topic once. */
function manyTopics(wanted: number): readonly Topic[] {
  const random = seeded(1);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const found = new Map<string, Topic>();
  for (let tries = 0; found.size < wanted && tries < wanted * 20; tries += 1) {
    const paper: Paper | undefined = pick(papers);
    const words = wordsOf(`${paper?.title} ${paper?.abstract}`).map(({ folded }) => folded);
    const start = Math.floor(random() * words.length);
    const length = [1, 2, 2, 2, 3, 3][Math.floor(random() * 6)] ?? 2;
    const run = words.slice(start, start + length);
    if (run.length < length || run.some((word) => isStopWord(word) || word.length < 3)) continue;
    const topic = topicOf(run.join(" "));
    if (topic !== undefined) found.set(topic.key, topic);
  }
  return [...found.values()];
}
