/**
 * How well, and how fast, the product's own search finds what a collection says it should.
 *     npm run bench:search -- --collection DIR [--similar] [--typos]
 * Prints one line of JSON. `--similar` asks for papers like the one that each query names (by id, or by its text),
 * or else like the first that belongs to it, and looks for the others; `--typos` makes one typing error in each query.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { createSearch, type Search } from "../src/search/search.ts";
import { catalogOfDocuments } from "./lib/catalog.ts";
import { type BenchQuery, type Collection, readCollection } from "./lib/collection.ts";
import { exampleOf } from "./lib/example.ts";
import { percentile, qualityOf, round } from "./lib/metrics.ts";
import { collectionOption } from "./lib/options.ts";
import { seeded } from "./lib/random.ts";
import { withTypo } from "./lib/typos.ts";

const { values } = parseArgs({
  options: {
    collection: { type: "string" },
    similar: { type: "boolean", default: false },
    typos: { type: "boolean", default: false },
  },
});
const collection = readCollection(collectionOption(values.collection));
const folder = mkdtempSync(join(tmpdir(), "bench-search-"));
const file = join(folder, "search.db");
const now = new Date("2026-11-24T00:00:00Z");

try {
  const search = await createSearch({
    file,
    papers: catalogOfDocuments(collection.documents),
    log: pino({ level: "silent" }),
  });
  const started = performance.now();
  await search.sync();
  const indexed = performance.now();
  await search.settled();
  const settled = performance.now();

  const random = seeded(1);
  const queries = collection.queries.map((query) => ({
    ...query,
    text: values.typos ? withTypo(query.text, random) : query.text,
  }));
  const ask = values.similar ? similarTo(search, collection) : wordsOf(search);
  const example = exampleOf(collection);
  const runs = [];
  for (const query of queries) {
    const found = await ask(query, 101);
    const ranked = collection.ownDocuments.has(query.id) ? found.filter((id) => id !== query.id) : found;
    const grades = new Map(collection.grades.get(query.id));
    if (values.similar) grades.delete(example(query));
    if (!values.similar || grades.size > 0) runs.push({ ranked, grades });
  }
  const times: number[] = [];
  for (const query of queries) {
    const before = performance.now();
    await ask(query, 10);
    times.push(performance.now() - before);
  }
  await search.close();
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.log(
    JSON.stringify({
      collection: collection.name,
      mode: values.similar ? "similar" : values.typos ? "typos" : "search",
      papers: collection.documents.length,
      queries: queries.length,
      ...qualityOf(runs),
      "p50 ms": percentile(times, 0.5),
      "p99 ms": percentile(times, 0.99),
      "index MB": round(bytes / 1e6, 1),
      "papers/s": Math.round((collection.documents.length / (indexed - started)) * 1000),
      "model s": round((settled - indexed) / 1000, 1),
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function wordsOf(search: Search) {
  return async ({ text }: BenchQuery, limit: number): Promise<readonly string[]> => {
    const { hits } = await search.search(text, { now, offset: 0, limit });
    return hits.map(({ paper }) => paper.id);
  };
}

function similarTo(search: Search, collection: Collection) {
  const example = exampleOf(collection);
  return async (query: BenchQuery, limit: number): Promise<readonly string[]> =>
    (await search.similar(example(query), limit)).map(({ paper }) => paper.id);
}
