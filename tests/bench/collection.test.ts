/** Collections of queries and papers, as others make them, are read as they are meant. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { readCollection } from "../../bench/lib/collection.ts";
import { parseCollection } from "../../bench/lib/parse-collection.ts";

const CORPUS = [
  '{"id": "a b", "title": "Bees", "text": "They fly."}',
  '{"_id": 7, "title": null, "metadata": {}}',
  "",
  '{"id": "a b", "title": "Again"}',
  '{"title": "nameless"}',
  "{broken",
  '{"id": "é/1?", "text": "Ants walk far."}',
];
const QUERIES = [
  '{"_id": 1, "text": "bees"}',
  '{"id": "q 2", "text": ""}',
  '{"id": "none", "text": "x"}',
  '{"id": "é/1?", "text": "ANTS  walk"}',
];
const QRELS = [
  "query-id\tcorpus-id\tscore",
  "1\ta b\t2",
  "1\tgone\t1",
  "q 2\t7\t1.5",
  "none\t7\t0",
  "é/1?\t7\t1",
  "stray\t7\t1",
  "1\ta b",
];

test("a collection is read whatever its ids are, and what cannot be used is left out and said", () => {
  const { documents, queries, grades, ownDocuments, remarks } = parseCollection({
    corpus: CORPUS,
    queries: QUERIES,
    qrels: QRELS,
  });
  expect(documents).toEqual([
    { id: "a b", title: "Bees", text: "They fly." },
    { id: "7", title: "", text: "" },
    { id: "é/1?", title: "", text: "Ants walk far." },
  ]);
  expect(queries.map(({ id }) => id)).toEqual(["1", "q 2", "é/1?"]);
  expect(Object.fromEntries([...grades].map(([id, of]) => [id, Object.fromEntries(of)]))).toEqual({
    "1": { "a b": 2, gone: 1 },
    "q 2": { "7": 1.5 },
    "é/1?": { "7": 1 },
    stray: { "7": 1 },
  });
  expect([...ownDocuments]).toEqual(["é/1?"]);
  expect(remarks).toEqual([
    '1 ids that come again in corpus, only the first kept: "a b"',
    '2 lines of corpus that could not be read, left out: "5", "6"',
    '1 lines of qrels that could not be read, left out: "8"',
    '1 documents without any text, kept: "7"',
    '1 queries without any text, kept: nothing can be found: "q 2"',
    '1 queries without a relevant document, left out: "none"',
    '1 grades for documents that are not in the corpus, kept as never found: "gone"',
    '1 queries with grades that are not among the queries: "stray"',
    '1 queries that are documents themselves, passed over in what is found: "é/1?"',
  ]);
});

test("an id alone makes no document of a query, nor one that is its own answer", () => {
  const parse = (text: string, grade: string) =>
    parseCollection({
      corpus: ['{"id": 1, "title": "Bees", "text": "They fly."}', '{"id": 2, "text": "Ants"}'],
      queries: [JSON.stringify({ id: 1, text })],
      qrels: ["1 0 2 1", grade],
    }).ownDocuments;
  expect([...parse("they fly.", "")]).toEqual(["1"]);
  expect([...parse("they walk", "")]).toEqual([]);
  expect([...parse("they fly.", "1 0 1 1")]).toEqual([]);
});

test("files may be packed, from Windows, in BEIR's folders", () => {
  const folder = mkdtempSync(join(tmpdir(), "collection-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  mkdirSync(join(folder, "qrels"));
  writeFileSync(
    join(folder, "corpus.jsonl.gz"),
    gzipSync('\uFEFF{"_id":"1","text":"Bees"}\r\n\r\n{"_id":"2","text":"Ants"}'),
  );
  writeFileSync(join(folder, "queries.jsonl"), '{"_id":"q","text":"bees"}\r\n');
  writeFileSync(join(folder, "qrels", "dev.tsv"), "q\t2\t1\r\n");
  writeFileSync(join(folder, "qrels", "test.tsv.gz"), gzipSync("query-id\tcorpus-id\tscore\r\nq\t1\t1\r\n"));
  const collection = readCollection(folder);
  expect(collection.documents.map(({ id }) => id)).toEqual(["1", "2"]);
  expect(collection.grades.get("q")).toEqual(new Map([["1", 1]]));
  expect(collection.remarks).toEqual([]);
  expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("only qrels/test.tsv is used"));
});
