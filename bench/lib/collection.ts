/** A retrieval test in the form corpus.jsonl[.gz] · queries.jsonl · qrels.tsv. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const documents = z.object({
  id: z.coerce.string(),
  title: z.string().default(""),
  text: z.string().default(""),
});
const queries = z.object({ id: z.coerce.string(), text: z.string().default("") });

export type Document = z.infer<typeof documents>;
export type BenchQuery = z.infer<typeof queries>;

export interface Collection {
  readonly name: string;
  readonly documents: readonly Document[];
  /** Those with at least one relevant document. */
  readonly queries: readonly BenchQuery[];
  /** Grades above 0, by query and document. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export function readCollection(folder: string): Collection {
  const grades = new Map<string, Map<string, number>>();
  for (const line of readFileSync(join(folder, "qrels.tsv"), "utf8").split("\n")) {
    const fields = line.trim().split(/\s+/);
    // Three columns, or trec_eval's four with an iteration in the second.
    const [query = "", document = "", grade = ""] =
      fields.length === 4 ? [fields[0], fields[2], fields[3]] : fields;
    if (!(Number(grade) > 0)) continue;
    const known = grades.get(query) ?? new Map<string, number>();
    grades.set(query, known.set(document, Number(grade)));
  }
  return {
    name: basename(folder),
    documents: readLines(folder, "corpus.jsonl").map((line) => documents.parse(line)),
    queries: readLines(folder, "queries.jsonl")
      .map((line) => queries.parse(line))
      .filter(({ id }) => grades.has(id)),
    grades,
  };
}

export function readLines(folder: string, name: string): readonly unknown[] {
  const plain = join(folder, name);
  const text = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return text
    .toString("utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}
