/** Lines of a retrieval test -> documents, queries and grades; what cannot be used is left out, and said. */
import { z } from "zod";

/** Tests that were made elsewhere call it `_id`, and number it. */
const name = z.union([z.string(), z.number()]).transform(String).pipe(z.string().min(1));
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((given) => String(given ?? ""));
const names = { id: name.optional(), _id: name.optional() };
const document = named(z.object({ ...names, title: text, text }));
const query = named(z.object({ ...names, text }));

export type Document = z.infer<typeof document>;
export type BenchQuery = z.infer<typeof query>;

export interface Collection {
  readonly documents: readonly Document[];
  /** Those with at least one relevant document. */
  readonly queries: readonly BenchQuery[];
  /** Grades above 0, by query and document. */
  readonly grades: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /**
   * Queries that are documents themselves, by id and text, and are no answer to themselves. As in BEIR's evaluation
   * (`ignore_identical_ids`), such a document is passed over in what is found.
   */
  readonly ownDocuments: ReadonlySet<string>;
  /** What was left out or is odd; sentences for people. */
  readonly remarks: readonly string[];
}

export interface CollectionLines {
  readonly corpus: Iterable<string>;
  readonly queries: Iterable<string>;
  /** Query, document, grade; or trec_eval's four columns, with an iteration in the second. A headline may stand above. */
  readonly qrels: Iterable<string>;
}

export function parseCollection(lines: CollectionLines): Collection {
  const remarks = createRemarks();
  const documents = readEach(lines.corpus, document, "corpus", remarks);
  const asked = readEach(lines.queries, query, "queries", remarks);
  const grades = readGrades(lines.qrels, remarks);
  const known = new Set(documents.map(({ id }) => id));
  for (const { id, title, text } of documents) {
    if (`${title}${text}`.trim() === "") remarks.add("documents without any text, kept", id);
  }
  const queries = asked.filter(({ id, text }) => {
    if (!grades.has(id)) remarks.add("queries without a relevant document, left out", id);
    else if (text.trim() === "") remarks.add("queries without any text, kept: nothing can be found", id);
    return grades.has(id);
  });
  const askedIds = new Set(asked.map(({ id }) => id));
  for (const [id, relevant] of grades) {
    if (!askedIds.has(id)) remarks.add("queries with grades that are not among the queries", id);
    for (const other of relevant.keys()) {
      if (!known.has(other))
        remarks.add("grades for documents that are not in the corpus, kept as never found", other);
    }
  }
  const ownDocuments = documentsAsked(documents, queries, grades);
  for (const id of ownDocuments)
    remarks.add("queries that are documents themselves, passed over in what is found", id);
  return { documents, queries, grades, ownDocuments, remarks: remarks.sentences() };
}

/** The same id alone may be chance: where both are numbered from 1. */
function documentsAsked(
  documents: readonly Document[],
  queries: readonly BenchQuery[],
  grades: Collection["grades"],
): ReadonlySet<string> {
  const texts = new Map(queries.map(({ id, text }) => [id, plain(text)]));
  const own = new Set<string>();
  for (const { id, title, text } of documents) {
    const asked = texts.get(id) ?? "";
    if (asked !== "" && !grades.get(id)?.has(id) && plain(`${title} ${text}`).includes(asked)) own.add(id);
  }
  return own;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, " ").trim();
}

function named<Shape extends { id?: string | undefined; _id?: string | undefined }>(shape: z.ZodType<Shape>) {
  return shape.transform(({ _id, id = _id, ...rest }, context) => {
    if (id !== undefined) return { ...rest, id };
    context.addIssue({ code: "custom", message: "no id" });
    return z.NEVER;
  });
}

/** One JSON object a line; of several with one id the first counts. */
function readEach<Item extends { readonly id: string }>(
  lines: Iterable<string>,
  shape: z.ZodType<Item>,
  file: string,
  remarks: Remarks,
): readonly Item[] {
  const items = new Map<string, Item>();
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const item = shape.safeParse(parseJson(line));
    if (!item.success) remarks.add(`lines of ${file} that could not be read, left out`, String(number));
    else if (items.has(item.data.id))
      remarks.add(`ids that come again in ${file}, only the first kept`, item.data.id);
    else items.set(item.data.id, item.data);
  }
  return [...items.values()];
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readGrades(lines: Iterable<string>, remarks: Remarks) {
  const grades = new Map<string, Map<string, number>>();
  let number = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    // An id may hold blanks where tabs stand between the columns.
    const fields = line.includes("\t")
      ? line.split("\t").map((field) => field.trim())
      : line.trim().split(/\s+/);
    const [query = "", document = "", written = ""] =
      fields.length === 4 ? [fields[0], fields[2], fields[3]] : fields;
    const grade = written === "" ? Number.NaN : Number(written);
    if (Number.isNaN(grade) || fields.length > 4) {
      if (number > 1) remarks.add("lines of qrels that could not be read, left out", String(number));
      continue;
    }
    if (grade <= 0) continue;
    const known = grades.get(query) ?? new Map<string, number>();
    grades.set(query, known.set(document, grade));
  }
  return grades;
}

interface Remarks {
  add(what: string, which: string): void;
  sentences(): readonly string[];
}

/** So many are named of each kind. */
const NAMED = 3;

function createRemarks(): Remarks {
  const found = new Map<string, string[]>();
  return {
    add(what, which) {
      const known = found.get(what);
      if (known === undefined) found.set(what, [which]);
      else known.push(which);
    },
    sentences: () =>
      [...found].map(([what, which]) => {
        const some = which.slice(0, NAMED).map((one) => JSON.stringify(one));
        return `${which.length} ${what}: ${some.join(", ")}${which.length > NAMED ? ", …" : ""}`;
      }),
  };
}
