/**
 * What embeddings cost, whatever the model: a server on loopback answers at once, with vectors that know words only.
 *     npm run bench:embeddings -- --collection DIR [--dimensions 768] [--vectors 100000]
 * Searches the collection, and for papers like one, without and with them, then asks for the nearest of so many vectors that point anywhere. Prints one
 * line of JSON.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { openVectorThread } from "../src/search/embeddings/vector-pool.ts";
import { createEmbeddings } from "../src/search/embeddings.ts";
import { createSearch, type Search } from "../src/search/search.ts";
import { catalogOfDocuments } from "./lib/catalog.ts";
import { readCollection } from "./lib/collection.ts";
import { exampleOf } from "./lib/example.ts";
import { percentile, qualityOf, round } from "./lib/metrics.ts";
import { collectionOption, countOption } from "./lib/options.ts";
import { seeded } from "./lib/random.ts";

const { values } = parseArgs({
  options: {
    collection: { type: "string" },
    dimensions: { type: "string", default: "768" },
    vectors: { type: "string", default: "100000" },
  },
});

const collection = readCollection(collectionOption(values.collection));
const dimensions = countOption("dimensions", values.dimensions);
const now = new Date("2026-11-24T00:00:00Z");
const log = pino({ level: "error" });
const folder = mkdtempSync(join(tmpdir(), "bench-embeddings-"));
const server = fork(join(import.meta.dirname, "embeddings", "server.ts"), [values.dimensions], {
  execArgv: ["--import", "tsx"],
});

try {
  const [address] = await once(server, "message");
  const { port } = z.object({ port: z.number() }).parse(address);
  const papers = catalogOfDocuments(collection.documents);
  const without = await createSearch({ file: join(folder, "without.db"), papers, log });
  await without.sync();
  await without.settled();
  const plain = await measure(without);
  await without.close();

  const file = join(folder, "vectors.db");
  const embeddings = createEmbeddings({
    ...{ file, papers, now: () => now, log, model: "bag", budget: undefined },
    ...{ queryPrefix: undefined, documentPrefix: undefined },
    ...{ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: undefined, userAgent: "bench" },
    ...{ callsAtOnce: 4, timeoutMs: 60_000 },
  });
  const search = await createSearch({ file: join(folder, "with.db"), papers, log, embeddings });
  await search.sync();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  await embeddings.settled();
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  await search.settled();
  const helped = await measure(search);
  const told = await embeddings.describe();
  await search.close();
  console.log(
    JSON.stringify({
      collection: collection.name,
      papers: collection.documents.length,
      dimensions,
      "vectors/s": Math.round(collection.documents.length / seconds),
      "longest stall ms": round(delay.max / 1e6, 1),
      MB: round(statSync(file).size / 1e6, 1),
      without: plain,
      with: helped,
      told,
      nearest: await nearest(countOption("vectors", values.vectors, 0)),
    }),
  );
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(search: Search) {
  const ask = (text: string) => search.search(text, { now, offset: 0, limit: 100 });
  await ask("warm up");
  const times: number[] = [];
  const runs = [];
  for (const { id, text } of collection.queries) {
    const before = performance.now();
    const { hits } = await ask(text);
    times.push(performance.now() - before);
    runs.push({ ranked: hits.map(({ paper }) => paper.id), grades: collection.grades.get(id) ?? new Map() });
  }
  return { ...qualityOf(runs), ...spread(times), similar: await measureSimilar(search) };
}

async function measureSimilar(search: Search) {
  const example = exampleOf(collection);
  const times: number[] = [];
  const runs = [];
  for (const query of collection.queries) {
    const id = example(query);
    const grades = new Map(collection.grades.get(query.id));
    grades.delete(id);
    const before = performance.now();
    const similar = await search.similar(id, 10);
    times.push(performance.now() - before);
    if (grades.size > 0) runs.push({ ranked: similar.map(({ paper }) => paper.id), grades });
  }
  return { "nDCG@10": qualityOf(runs)["nDCG@10"], ...spread(times) };
}

function spread(times: readonly number[]) {
  return { "p50 ms": percentile(times, 0.5), "p99 ms": percentile(times, 0.99) };
}

/** The thread alone. */
async function nearest(count: number) {
  const thread = openVectorThread({ file: join(folder, "many.db"), extension: undefined }, log);
  const random = seeded(1);
  const vector = () => {
    const numbers = Float32Array.from({ length: dimensions }, () => random() - 0.5);
    const length = Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0));
    return numbers.map((number) => number / length);
  };
  const probe = vector();
  const generation = (await thread.ask("generationOf", { space: "any", probe, mayBegin: true })) ?? 0;
  for (let from = 0; from < count; from += 500) {
    const some = Array.from({ length: Math.min(500, count - from) }, (_, at) => String(from + at));
    const of = some.map((id) => ({ id, version: "1", published: 0 }));
    await thread.ask("follow", { to: { epoch: 1, change: from + some.length }, papers: of, isAll: false });
    const entries = of.map((one) => ({ ...one, vector: vector() }));
    await thread.ask("save", { generation, probe, entries });
  }
  const ids = Array.from({ length: 200 }, (_, at) => String(at));
  const times: number[] = [];
  for (let at = 0; at < 101; at += 1) {
    const request = { space: "any", probe, vector: vector(), ids };
    const before = performance.now();
    await thread.ask("near", request);
    if (at > 0) times.push(performance.now() - before);
  }
  await thread.close();
  return { vectors: count, ...spread(times) };
}
