/**
 * Paperboy's search beside other engines that run inside a process, on one collection, in one run.
 *     npm run bench:search-peers -- --collection DIR
 * Each peer is set up as its documentation advises for text, title counted twice, any word may match; where a peer
 * can stem and drop function words, it does. Prints a table.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import SQLite from "better-sqlite3";
import { pino } from "pino";
import { createSearch } from "../src/search/search.ts";
import { isStopWord, stemOf } from "../src/search/words.ts";
import { catalogOfDocuments } from "./lib/catalog.ts";
import { type Document, readCollection } from "./lib/collection.ts";
import { percentile, qualityOf } from "./lib/metrics.ts";
import { collectionOption } from "./lib/options.ts";

interface Engine {
  readonly name: string;
  search(text: string, limit: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

const { values } = parseArgs({ options: { collection: { type: "string" } } });
const collection = readCollection(collectionOption(values.collection));
const engines = [paperboy, fts5, fts5AllWords, minisearch, orama, flexsearch];

console.log(
  `${collection.name}: ${collection.documents.length} papers, ${collection.queries.length} queries`,
);
console.log("| engine | nDCG@10 | Recall@100 | MRR | p50 ms | p99 ms |\n|---|---|---|---|---|---|");
for (const open of engines) {
  const engine = await open(collection.documents);
  const runs = [];
  const times: number[] = [];
  for (const { id, text } of collection.queries) {
    const found = await engine.search(text, 101);
    const ranked = collection.ownDocuments.has(id) ? found.filter((other) => other !== id) : found;
    runs.push({ ranked, grades: collection.grades.get(id) ?? new Map() });
  }
  for (const { text } of collection.queries) {
    const before = performance.now();
    await engine.search(text, 10);
    times.push(performance.now() - before);
  }
  await engine.close();
  const quality = Object.values(qualityOf(runs)).map((value: number) => value.toFixed(3));
  console.log(
    `| ${[engine.name, ...quality, percentile(times, 0.5), percentile(times, 0.99)].join(" | ")} |`,
  );
}

async function paperboy(documents: readonly Document[]): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "bench-peers-"));
  const search = await createSearch({
    file: join(folder, "search.db"),
    papers: catalogOfDocuments(documents),
    log: pino({ level: "silent" }),
  });
  await search.sync();
  await search.settled();
  const now = new Date("2026-11-24T00:00:00Z");
  return {
    name: "paperboy",
    search: async (text, limit) =>
      (await search.search(text, { now, offset: 0, limit })).hits.map(({ paper }) => paper.id),
    async close() {
      await search.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fts5(documents: readonly Document[]): Promise<Engine> {
  return openFts5("sqlite fts5, porter, any word", documents, (words) => words.join(" OR "));
}

async function fts5AllWords(documents: readonly Document[]): Promise<Engine> {
  return openFts5("sqlite fts5, porter, all words", documents, (words) => words.join(" AND "));
}

function openFts5(
  name: string,
  documents: readonly Document[],
  join: (words: readonly string[]) => string,
): Engine {
  const db = new SQLite(":memory:");
  db.exec("CREATE VIRTUAL TABLE paper USING fts5(id UNINDEXED, title, text, tokenize = 'porter unicode61')");
  const insert = db.prepare("INSERT INTO paper (id, title, text) VALUES (?, ?, ?)");
  db.transaction(() => {
    for (const { id, title, text } of documents) insert.run(id, title, text);
  })();
  const select = db
    .prepare<[string, number], string>(
      "SELECT id FROM (SELECT id, bm25(paper, 0, 2, 1) AS score FROM paper WHERE paper MATCH ?) ORDER BY score LIMIT ?",
    )
    .pluck();
  return {
    name,
    async search(text, limit) {
      const words = contentWords(text).map((word) => `"${word}"`);
      return words.length === 0 ? [] : select.all(join(words), limit);
    },
    close: async () => void db.close(),
  };
}

async function minisearch(documents: readonly Document[]): Promise<Engine> {
  const { default: MiniSearch } = await import("minisearch");
  const index = new MiniSearch({
    fields: ["title", "text"],
    processTerm: (term) => (isStopWord(term.toLowerCase()) ? null : stemOf(term.toLowerCase())),
    searchOptions: { boost: { title: 2 } },
  });
  index.addAll(documents);
  return {
    name: "minisearch, stemmed, no stop words",
    search: async (text, limit) =>
      index
        .search(text)
        .slice(0, limit)
        .map(({ id }) => String(id)),
    close: async () => {},
  };
}

async function orama(documents: readonly Document[]): Promise<Engine> {
  const { create, insertMultiple, search } = await import("@orama/orama");
  const db = create({
    schema: { id: "string", title: "string", text: "string" } as const,
    components: {
      tokenizer: { stemming: true, language: "english", stemmerSkipProperties: ["id"], stemmer: stemOf },
    },
  });
  await insertMultiple(db, [...documents], 500);
  return {
    name: "orama, stemmed",
    async search(text, limit) {
      const { hits } = await search(db, {
        term: contentWords(text).join(" "),
        properties: ["title", "text"],
        boost: { title: 2 },
        threshold: 1,
        limit,
      });
      return hits.map(({ document }) => document.id);
    },
    close: async () => {},
  };
}

async function flexsearch(documents: readonly Document[]): Promise<Engine> {
  const { default: FlexSearch, Charset } = await import("flexsearch");
  const stem = { finalize: (words: string[]) => words.filter((word) => !isStopWord(word)).map(stemOf) };
  const index = new FlexSearch.Document({
    document: { id: "id", index: ["title", "text"] },
    encoder: new FlexSearch.Encoder(Charset.LatinBalance === undefined ? {} : { normalize: true }, stem),
    resolution: 9,
  });
  for (const document of documents) index.add({ ...document });
  return {
    name: "flexsearch, stemmed, suggest",
    async search(text, limit) {
      const fields = index.search(contentWords(text).join(" "), { limit, suggest: true });
      const merged = new Map<string, number>();
      for (const { result } of fields) {
        for (const [place, id] of result.entries())
          merged.set(String(id), (merged.get(String(id)) ?? 0) + 1 / (place + 1));
      }
      return [...merged]
        .sort(([, one], [, other]) => other - one)
        .map(([id]) => id)
        .slice(0, limit);
    },
    close: async () => {},
  };
}

function contentWords(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !isStopWord(word));
}
