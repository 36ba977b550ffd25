/**
 * A retrieval test in a folder: corpus.jsonl, queries.jsonl and qrels.tsv, each packed (.gz) or not; grades may be in
 * qrels/test.tsv instead, as in https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Collection as Content, parseCollection } from "./parse-collection.ts";

export type { BenchQuery, Document } from "./parse-collection.ts";

export interface Collection extends Content {
  readonly name: string;
}

/** Says on stderr what it leaves out, and what is odd. */
export function readCollection(folder: string): Collection {
  const content = parseCollection({
    corpus: linesOf(join(folder, "corpus.jsonl")),
    queries: linesOf(join(folder, "queries.jsonl")),
    qrels: linesOf(qrelsIn(folder)),
  });
  const name = basename(resolve(folder));
  for (const remark of content.remarks) console.error(`${name}: ${remark}`);
  return { ...content, name };
}

export function readLines(folder: string, name: string): readonly unknown[] {
  return [...linesOf(join(folder, name))]
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}

function qrelsIn(folder: string): string {
  const file = join(folder, "qrels.tsv");
  if (isThere(file)) return file;
  const others = existsSync(join(folder, "qrels")) ? readdirSync(join(folder, "qrels")) : [];
  const names = [...new Set(others.map((name) => name.replace(/\.gz$/u, "")))].filter((name) =>
    name.endsWith(".tsv"),
  );
  const chosen = names.includes("test.tsv") ? "test.tsv" : names[0];
  if (chosen === undefined) throw new Error(`${folder} has neither qrels.tsv nor qrels/test.tsv`);
  if (names.length > 1) console.error(`${folder}: of ${names.join(", ")} only qrels/${chosen} is used`);
  return join(folder, "qrels", chosen);
}

function isThere(file: string): boolean {
  return existsSync(file) || existsSync(`${file}.gz`);
}

/** Line by line from the bytes: a file may be longer than any string. */
function* linesOf(file: string): Iterable<string> {
  const bytes = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
  for (let start = 0; start < bytes.length; ) {
    const at = bytes.indexOf(0x0a, start);
    const end = at < 0 ? bytes.length : at;
    const line = bytes.toString("utf8", start, end);
    yield start === 0 ? line.replace(/^\uFEFF/u, "") : line;
    start = end + 1;
  }
}
