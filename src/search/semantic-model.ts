/** The model of likeness, kept in the index: fitted on the catalog, new papers folded in as they come. */

import { asSigned, createDirectionStore } from "./direction-store.ts";
import type { IndexReader } from "./index-reader.ts";
import type { IndexedPaper } from "./indexed-paper.ts";
import { TEXT_FROM } from "./indexed-paper.ts";
import type { Ranked } from "./lexical.ts";
import {
  cosine,
  fitTermVectors,
  LEAST_PAPERS,
  leaningTo,
  RANK,
  type TermPostings,
  termWeight,
  toDirection,
} from "./lsa.ts";
import { type Directions, directionAt } from "./nearest.ts";
import { packCounts } from "./postings.ts";
import type { Connection } from "./search-index.ts";

export interface SemanticModel {
  /** Whether there is one. */
  exists(): boolean;
  /** Whether the catalog has grown enough for a first or a new model. */
  isDue(): boolean;
  /** Fits a model on the catalog and gives each paper its direction; all or nothing. Takes seconds. */
  fit(): void;
  /** Gives papers their directions; to be called where they are written. */
  fold(papers: ReadonlyMap<number, IndexedPaper>): void;
  /** What a bag of terms is about, by how often each is said. */
  directionOf(terms: ReadonlyMap<string, number>): Int8Array;
  /**
   * The cosine of each paper with what these terms, and the papers that share most with them, are about; undefined if
   * there is no model to tell it. `ranked`: papers by the words they share, best first.
   */
  likenessTo(
    terms: ReadonlyMap<string, number>,
    ranked: readonly Ranked[],
  ): ReadonlyMap<number, number> | undefined;
  /** Of all papers; kept in memory from the first call on. */
  all(): Directions;
}

/** Papers folded at a time when a new model is fitted: bounds the memory that it takes. */
const FOLDED_AT_ONCE = 20_000;

/** So many of the best papers by words tell what a query is about. */
const LEADERS = 5;

/** A new model is fitted when the catalog has this many times the papers of the old one's. */
const GROWTH = 2;

interface TermRow {
  readonly id: number;
  readonly scale: number;
  readonly vector: Uint8Array;
}

export function createSemanticModel(db: Connection, index: IndexReader): SemanticModel {
  const fittedOn = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model_papers'").pluck();
  const modelNumber = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model'").pluck();
  const setState = db.prepare(
    "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const allTerms = db.prepare<[], { id: number; term: string }>(
    "SELECT id, term FROM term WHERE papers > 1 AND instr(term, ' ') = 0",
  );
  const modelTerms = db.prepare<[], TermRow & { term: string }>(
    "SELECT id, scale, vector, term FROM model_term JOIN term USING (id)",
  );
  const modelTerm = db.prepare<[string], TermRow>(
    "SELECT id, scale, vector FROM term JOIN model_term USING (id) WHERE term = ?",
  );
  const putTerm = db.prepare("INSERT INTO model_term (id, scale, vector) VALUES (?, ?, ?)");
  const putPaper = db.prepare("INSERT OR REPLACE INTO model_paper (number, direction) VALUES (?, ?)");
  function* postingsOf(rows: Iterable<{ id: number; term: string }>): Iterable<TermPostings> {
    for (const { id, term } of rows)
      yield { id, postings: index.postingsWithin(term, 0, Number.MAX_SAFE_INTEGER) };
  }

  const add = (into: Float32Array, start: number, { scale, vector }: TermRow, weight: number) => {
    const signed = asSigned(vector);
    for (let at = 0; at < RANK; at += 1)
      into[start + at] = (into[start + at] ?? 0) + weight * scale * (signed[at] ?? 0);
  };

  const foldAll = (last: number) => {
    const terms = modelTerms.all();
    for (let from = 1; from <= last; from += FOLDED_AT_ONCE) {
      const to = Math.min(last + 1, from + FOLDED_AT_ONCE);
      const sums = new Float32Array((to - from) * RANK);
      for (const row of terms) {
        const { length, numbers, counts } = index.postingsWithin(row.term, from, to);
        for (let at = 0; at < length; at += 1) {
          add(sums, ((numbers[at] ?? 0) - from) * RANK, row, termWeight(counts[at] ?? 0));
        }
      }
      for (let number = from; number < to; number += 1) {
        putPaper.run(number, toDirection(sums.subarray((number - from) * RANK, (number - from + 1) * RANK)));
      }
    }
  };

  const fit = db.transaction(() => {
    const { last, count } = index.columns();
    const { ids, vectors } = fitTermVectors(postingsOf(allTerms.all()), count, last, seeded());
    db.exec("DELETE FROM model_term; DELETE FROM model_paper;");
    for (const [place, id] of ids.entries()) {
      const vector = vectors.subarray(place * RANK, (place + 1) * RANK);
      const most = vector.reduce((one, other) => Math.max(one, Math.abs(other)), 0);
      putTerm.run(id, most / 127, toDirection(vector));
    }
    foldAll(last);
    setState.run("model_papers", count);
    setState.run("model", (modelNumber.get() ?? 0) + 1);
  });

  const directionOf = (terms: ReadonlyMap<string, number>): Int8Array => {
    const sum = new Float32Array(RANK);
    for (const [term, times] of terms) {
      const row = modelTerm.get(term);
      if (row !== undefined) add(sum, 0, row, termWeight(packCounts(0, times)));
    }
    return toDirection(sum);
  };
  const store = createDirectionStore(db);

  return {
    exists: () => fittedOn.get() !== undefined,
    isDue() {
      const { count } = index.columns();
      return count >= LEAST_PAPERS && count >= GROWTH * (fittedOn.get() ?? 0);
    },
    fit: () => fit.immediate(),
    fold(papers) {
      if (fittedOn.get() === undefined) return;
      const known = new Map<string, TermRow | undefined>();
      for (const [number, paper] of papers) {
        const sum = new Float32Array(RANK);
        for (const [term, { titles, texts }] of countsOf(paper)) {
          if (!known.has(term)) known.set(term, modelTerm.get(term));
          const row = known.get(term);
          if (row !== undefined) add(sum, 0, row, termWeight(packCounts(titles, texts)));
        }
        putPaper.run(number, toDirection(sum));
      }
    },
    directionOf,
    likenessTo(terms, ranked) {
      if (fittedOn.get() === undefined) return undefined;
      const all = store.upToDate(index.generation());
      const known = ranked.flatMap(({ number, score }) => {
        const direction = directionAt(all, number);
        return direction === undefined ? [] : [{ number, direction, weight: score }];
      });
      const meant = leaningTo(directionOf(terms), known.slice(0, LEADERS));
      return new Map(known.map(({ number, direction }) => [number, cosine(meant, direction)]));
    },
    all: () => store.upToDate(index.generation()),
  };
}

/** How often a paper says each term, in its title and elsewhere. */
function countsOf({ words }: IndexedPaper): ReadonlyMap<string, { titles: number; texts: number }> {
  const counts = new Map<string, { titles: number; texts: number }>();
  for (const { stem, place } of words) {
    let count = counts.get(stem);
    if (count === undefined) {
      count = { titles: 0, texts: 0 };
      counts.set(stem, count);
    }
    if (place < TEXT_FROM) count.titles += 1;
    else count.texts += 1;
  }
  return counts;
}

/** The same numbers in every run, so that the same catalog gives the same model. */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
