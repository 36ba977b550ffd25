/**
 * Fits the model of likeness anew, a little at a time: it takes seconds, and the thread that does it writes new papers
 * too. The old model stays in use until the new one is whole.
 */
import type { IndexReader } from "./index-reader.ts";
import { fitTermVectors, RANK, type TermPostings, termWeight, toDirection } from "./lsa.ts";
import type { Connection } from "./search-index.ts";
import type { Slices } from "./slices.ts";

/** A term's vector is `scale` times these whole numbers. */
export interface TermVector {
  readonly scale: number;
  readonly vector: Int8Array;
}

/** Papers folded at a time: bounds the memory that it takes. */
const FOLDED_AT_ONCE = 50_000;
const TERMS_A_SLICE = 200;
const PAPERS_A_SLICE = 5000;

/** Beside the model that is in use, with the same columns. */
const BEGIN = `
  DROP TABLE IF EXISTS next_model_term;
  DROP TABLE IF EXISTS next_model_paper;
  CREATE TABLE next_model_term (id INTEGER PRIMARY KEY, scale REAL NOT NULL, vector BLOB NOT NULL) STRICT;
  CREATE TABLE next_model_paper (number INTEGER PRIMARY KEY, direction BLOB NOT NULL) STRICT;
`;
const END = `
  DROP TABLE model_term;
  DROP TABLE model_paper;
  ALTER TABLE next_model_term RENAME TO model_term;
  ALTER TABLE next_model_paper RENAME TO model_paper;
`;

export function addTerm(sum: Float32Array, start: number, { scale, vector }: TermVector, weight: number) {
  const by = weight * scale;
  for (let at = 0; at < RANK; at += 1) sum[start + at] = (sum[start + at] ?? 0) + by * (vector[at] ?? 0);
}

/** Gives each paper its direction, also those that come while it is at work. */
export function* fitModel(db: Connection, index: IndexReader): Slices<void> {
  db.exec(BEGIN);
  const putTerm = db.prepare("INSERT INTO next_model_term (id, scale, vector) VALUES (?, ?, ?)");
  const putPaper = db.prepare("INSERT INTO next_model_paper (number, direction) VALUES (?, ?)");
  const setState = db.prepare(
    "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const modelNumber = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model'").pluck();
  const { count } = index.columns();
  const terms = yield* termVectors(db, index);
  db.transaction(() => {
    for (const { id, scale, vector } of terms) putTerm.run(id, scale, vector);
  }).immediate();
  yield;

  const put = db.transaction((first: number, directions: readonly Int8Array[]) => {
    for (const [at, direction] of directions.entries()) putPaper.run(first + at, direction);
  });
  let folded = 0;
  for (;;) {
    const { last } = index.columns();
    // Nothing is written between this look and the end: the thread that writes is at work here.
    if (folded === last) break;
    const to = Math.min(last, folded + FOLDED_AT_ONCE);
    const sums = yield* foldPapers(index, terms, folded + 1, to + 1);
    for (let from = folded; from < to; from += PAPERS_A_SLICE) {
      const some = Math.min(PAPERS_A_SLICE, to - from);
      const directionAt = (at: number) =>
        sums.subarray((from - folded + at) * RANK, (from - folded + at + 1) * RANK);
      put.immediate(
        from + 1,
        Array.from({ length: some }, (_, at) => toDirection(directionAt(at))),
      );
      yield;
    }
    folded = to;
  }
  db.transaction(() => {
    db.exec(END);
    setState.run("model_papers", count);
    setState.run("model", (modelNumber.get() ?? 0) + 1);
  }).immediate();
}

interface Term extends TermVector {
  readonly id: number;
  readonly term: string;
}

function* termVectors(db: Connection, index: IndexReader): Slices<readonly Term[]> {
  const all = db
    .prepare<[], { id: number; term: string }>(
      "SELECT id, term FROM term WHERE papers > 1 AND instr(term, ' ') = 0 ORDER BY term",
    )
    .all();
  const names = new Map(all.map(({ id, term }) => [id, term]));
  const { count, last } = index.columns();
  const { ids, vectors } = yield* fitTermVectors(postingsOf(index, all), count, last);
  return ids.map((id, place) => {
    const vector = vectors.subarray(place * RANK, (place + 1) * RANK);
    let most = 0;
    for (const value of vector) most = Math.max(most, Math.abs(value));
    return { id, term: names.get(id) ?? "", scale: most / 127, vector: toDirection(vector) };
  });
}

function* postingsOf(
  index: IndexReader,
  terms: Iterable<{ id: number; term: string }>,
): Iterable<TermPostings> {
  for (const { id, term } of terms) {
    yield { id, term, postings: index.postingsWithin(term, 0, Number.MAX_SAFE_INTEGER) };
  }
}

/** What the papers from the first number to below the second are about, `RANK` numbers each. */
function* foldPapers(
  index: IndexReader,
  terms: readonly Term[],
  from: number,
  to: number,
): Slices<Float32Array> {
  const sums = new Float32Array((to - from) * RANK);
  for (const [place, term] of terms.entries()) {
    const { length, numbers, counts } = index.postingsWithin(term.term, from, to);
    for (let at = 0; at < length; at += 1) {
      addTerm(sums, ((numbers[at] ?? 0) - from) * RANK, term, termWeight(counts[at] ?? 0));
    }
    if (place % TERMS_A_SLICE === 0) yield;
  }
  return sums;
}
