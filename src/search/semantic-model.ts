/** The model of likeness, kept in the index: fitted on the catalog, new papers folded in as they come. */

import type { Ranked } from "./best-heap.ts";
import { asSigned, createDirectionStore } from "./direction-store.ts";
import type { IndexReader } from "./index-reader.ts";
import type { IndexedPaper } from "./indexed-paper.ts";
import { TEXT_FROM } from "./indexed-paper.ts";
import { LEAST_PAPERS, leaningTo, RANK, termWeight, toDirection } from "./lsa.ts";
import { addTerm, fitModel, type TermVector } from "./model-fit.ts";
import { cosinesAt, type Directions, placeOf } from "./nearest.ts";
import { packCounts } from "./postings.ts";
import type { Connection } from "./search-index.ts";
import type { Slices } from "./slices.ts";

export interface SemanticModel {
  /** Whether there is one. */
  exists(): boolean;
  /** Whether the catalog has grown enough for a first or a new model. */
  isDue(): boolean;
  /** Fits a model on the catalog and gives each paper its direction; in use once it is whole. Takes seconds in all. */
  fit(): Slices<void>;
  /** Gives papers their directions; to be called where they are written. */
  fold(papers: ReadonlyMap<number, IndexedPaper>): void;
  /** What a bag of terms is about, by how often each is said. */
  directionOf(terms: ReadonlyMap<string, number>): Int8Array;
  /**
   * The cosine of each paper with what these terms, and the papers that share most with them, are about, in the order
   * of `ranked`; undefined if there is no model to tell it. `ranked`: papers by the words they share, best first.
   */
  likenessTo(terms: ReadonlyMap<string, number>, ranked: readonly Ranked[]): readonly number[] | undefined;
  /** Of all papers; kept in memory from the first call on. */
  all(): Directions;
}

/** So many of the best papers by words tell what a query is about. */
const LEADERS = 5;

/** A new model is fitted when the catalog has this many times the papers of the old one's. */
const GROWTH = 2;

interface TermRow {
  readonly scale: number;
  readonly vector: Uint8Array;
}

export function createSemanticModel(db: Connection, index: IndexReader): SemanticModel {
  const fittedOn = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model_papers'").pluck();
  const modelNumber = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model'").pluck();
  const modelTerm = db.prepare<[string], TermRow>(
    "SELECT scale, vector FROM term JOIN model_term USING (id) WHERE term = ?",
  );
  const putPaper = db.prepare("INSERT OR REPLACE INTO model_paper (number, direction) VALUES (?, ?)");
  const vectorOf = (term: string): TermVector | undefined => {
    const row = modelTerm.get(term);
    return row === undefined ? undefined : { scale: row.scale, vector: asSigned(row.vector) };
  };

  const keptVectorOf = keptByModel(modelNumber, vectorOf);

  const directionOf = (terms: ReadonlyMap<string, number>): Int8Array => {
    const sum = new Float32Array(RANK);
    const vectorNow = keptVectorOf();
    for (const [term, times] of terms) {
      const vector = vectorNow(term);
      if (vector !== undefined) addTerm(sum, 0, vector, termWeight(packCounts(0, times)));
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
    fit: () => fitModel(db, index),
    fold(papers) {
      if (fittedOn.get() === undefined) return;
      const known = new Map<string, TermVector | undefined>();
      for (const [number, paper] of papers) {
        const sum = new Float32Array(RANK);
        for (const [term, { titles, texts }] of countsOf(paper)) {
          if (!known.has(term)) known.set(term, vectorOf(term));
          const vector = known.get(term);
          if (vector !== undefined) addTerm(sum, 0, vector, termWeight(packCounts(titles, texts)));
        }
        putPaper.run(number, toDirection(sum));
      }
    },
    directionOf,
    likenessTo(terms, ranked) {
      if (fittedOn.get() === undefined) return undefined;
      const all = store.upToDate(index.generation());
      const places = ranked.map(({ number }) => placeOf(all, number));
      const leaders = ranked.slice(0, LEADERS).flatMap(({ score }, rank) => {
        const place = places[rank];
        return place === undefined ? [] : [{ direction: all.memory.get(place), weight: score }];
      });
      return cosinesAt(all, places, leaningTo(directionOf(terms), leaders));
    },
    all: () => store.upToDate(index.generation()),
  };
}

type VectorOf = (term: string) => TermVector | undefined;

/** Some seven megabytes. */
const MOST_KEPT = 20_000;

/** Keeps the vectors that were asked for while the model is the same: a paper has a hundred terms, most of them common. */
function keptByModel(modelNumber: { get(): number | undefined }, read: VectorOf): () => VectorOf {
  const kept = new Map<string, TermVector | undefined>();
  let model: number | undefined;
  const vectorOf: VectorOf = (term) => {
    if (kept.has(term)) return kept.get(term);
    const vector = read(term);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(term, vector);
    return vector;
  };
  return () => {
    const current = modelNumber.get();
    if (current !== model) kept.clear();
    model = current;
    return vectorOf;
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
