/**
 * How well, and how fast, faces of one work are told from papers that are only alike.
 *
 *   npm run bench:duplicates -- [--papers FILE] [--pairs 500] [--seed 1]
 *
 * FILE holds papers as lines of JSON or one array, packed or not, or is the folder of a collection; the samples if none
 * is named. From so many of them
 * revisions and edited copies are made by a seeded generator. The negatives are the hardest there are: for each of the
 * papers the five that the product's own search finds for its whole abstract. Prints one line of JSON: for each rule,
 * recall on revisions and copies and the share of false alarms; then the speed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pino } from "pino";
import type { Paper } from "../src/papers/paper.ts";
import { createWorks, faceOf, isOneWork } from "../src/search/duplicates.ts";
import { createSearch, type Search } from "../src/search/search.ts";
import { foldText } from "../src/search/words.ts";
import { catalogOfDocuments } from "./lib/catalog.ts";
import { percentile, round } from "./lib/metrics.ts";
import { countOption, papersOption, readOption, refuse } from "./lib/options.ts";
import { readPapers } from "./lib/papers-file.ts";
import { seeded } from "./lib/random.ts";
import { editedCopy, revision } from "./lib/revisions.ts";

const { values } = parseArgs({
  options: {
    papers: { type: "string", default: fileURLToPath(new URL("../samples/papers.json", import.meta.url)) },
    pairs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
  },
});
const file = papersOption("papers", values.papers);
const papers = readOption(file, () => readPapers(file)).filter(({ abstract }) => abstract.length > 200);
const random = seeded(countOption("seed", values.seed, 0));
const chosen = shuffled(papers, random).slice(0, countOption("pairs", values.pairs));
if (chosen.length === 0) refuse(`${values.papers} holds no abstract of more than 200 characters.`);
const vocabulary = papers.slice(0, 500).flatMap(({ abstract }) => abstract.split(" "));

type Pair = readonly [Paper, Paper];
const revisions = chosen.map((paper): Pair => [paper, revision(paper, `${paper.id}-r`, vocabulary, random)]);
const copies = chosen.map((paper): Pair => [paper, editedCopy(paper, `${paper.id}-c`, vocabulary, random)]);
const folder = mkdtempSync(join(tmpdir(), "bench-duplicates-"));
const search = await searchIn([...papers, ...[...revisions, ...copies].map(([, made]) => made)]);
const negatives = await hardestNegatives();

const isSame = ([one, other]: Pair) => isOneWork(faceOf(one), faceOf(other));
const sameTitle = ([one, other]: Pair) => foldText(one.title) === foldText(other.title);

// As the product does it: all the papers are taken in, and each work is asked for its faces.
const works = createWorks();
const times: number[] = [];
const everything = [...papers, ...[...revisions, ...copies].map(([, made]) => made)];
const started = performance.now();
for (let at = 0; at < everything.length; at += 100) {
  const before = performance.now();
  works.add(everything.slice(at, at + 100));
  times.push((performance.now() - before) / 100);
}
const seconds = (performance.now() - started) / 1000;
const isFound = ([one, other]: Pair) => works.facesOf(one.id).has(other.id);

const inCatalog = await findInCatalog();
await search.close();
rmSync(folder, { recursive: true, force: true });

const rates = (holds: (pair: Pair) => boolean) => ({
  "recall revisions": shareOf(revisions, holds),
  "recall copies": shareOf(copies, holds),
  "false alarms": shareOf(negatives, holds),
});
console.log(
  JSON.stringify({
    papers: papers.length,
    pairs: { revisions: revisions.length, copies: copies.length, negatives: negatives.length },
    rule: rates(isSame),
    "rule with MinHash candidates": rates(isFound),
    "among the whole catalog": {
      "recall revisions": shareOf(revisions, (pair) => inCatalog.found.has(pair)),
      "recall copies": shareOf(copies, (pair) => inCatalog.found.has(pair)),
      "p50 ms": percentile(inCatalog.times, 0.5),
      "p99 ms": percentile(inCatalog.times, 0.99),
    },
    "same title alone": rates(sameTitle),
    "papers/s": Math.round(everything.length / seconds),
    "ms a paper": { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
    "alarms to look at": negatives
      .filter(isSame)
      .slice(0, 5)
      .map(([one, other]) => [one.title, other.title]),
  }),
);

async function searchIn(all: readonly Paper[]): Promise<Search> {
  const documents = all.map(({ id, title, abstract }) => ({ id, title, text: abstract }));
  const opened = await createSearch({
    file: join(folder, "search.db"),
    papers: catalogOfDocuments(documents),
    log: pino({ level: "silent" }),
  });
  await opened.sync();
  await opened.settled();
  return opened;
}

async function hardestNegatives(): Promise<readonly Pair[]> {
  const made = new Set([...revisions, ...copies].map(([, { id }]) => id));
  const pairs: Pair[] = [];
  for (const paper of chosen) {
    const { hits } = await search.search(foldText(paper.abstract), {
      now: new Date("2026-11-24T00:00:00Z"),
      offset: 0,
      limit: 8,
    });
    const others = hits.filter((hit) => hit.paper.id !== paper.id && !made.has(hit.paper.id));
    pairs.push(...others.slice(0, 5).map((hit): Pair => [paper, hit.paper]));
  }
  return pairs;
}

/** As a digest asks for what the channel was shown long ago. */
async function findInCatalog() {
  const found = new Set<Pair>();
  const asked: number[] = [];
  for (const pair of [...revisions, ...copies]) {
    const [original, made] = pair;
    const before = performance.now();
    const faces = await search.facesOf(made);
    asked.push(performance.now() - before);
    if (faces.includes(original.id)) found.add(pair);
  }
  return { found, times: asked };
}

function shareOf(pairs: readonly Pair[], holds: (pair: Pair) => boolean): number {
  return round(pairs.filter(holds).length / Math.max(1, pairs.length), 4);
}

function shuffled<Item>(items: readonly Item[], next: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, key: next() }))
    .sort((one, other) => one.key - other.key)
    .map(({ item }) => item);
}
