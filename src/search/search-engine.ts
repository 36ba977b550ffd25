/** All that touches the index, synchronous: what runs in a thread of its own. */
import type { Paper } from "../papers/paper.ts";
import { findAcronyms } from "./acronym-mining.ts";
import { type AcronymCount, type Acronyms, createAcronyms } from "./acronyms.ts";
import type { Ranked } from "./best-heap.ts";
import { filterOf } from "./filters.ts";
import { createIndexReader } from "./index-reader.ts";
import { type CatalogPosition, createIndexWriter } from "./index-writer.ts";
import { indexedPaper } from "./indexed-paper.ts";
import { newestOf, rankByWords } from "./lexical.ts";
import { hasConditions, hasText, type Phrase, type Query } from "./query.ts";
import { DAY_MS } from "./query-dates.ts";
import { planQuery } from "./query-plan.ts";
import { fuse, LIKENESS_WEIGHT } from "./ranking.ts";
import type { Connection } from "./search-index.ts";
import { createSemanticModel } from "./semantic-model.ts";
import { similarNumbers } from "./similar.ts";
import { correctWords, showCorrected } from "./spelling.ts";
import { completeTitle } from "./suggest.ts";
import { foldText } from "./words.ts";

export interface SearchRequest {
  readonly typed: string;
  readonly query: Query;
  /** The ids on the list of the day that the query names. */
  readonly listed: readonly string[] | undefined;
  /** So many of the best are wanted. */
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What the index answers to a query. */
export interface Found {
  /** The papers of which exactly this is the title. */
  readonly named: readonly string[];
  /** Best first, by words, likeness, votes and recency: docs/search.md. */
  readonly hits: ScoredIds;
  /** How many papers fit in all. */
  readonly total: number;
  /** What was looked for, for marking it. */
  readonly said: readonly Phrase[];
  /** What was searched for instead, when words were corrected. */
  readonly showing: string | undefined;
}

export interface ScoredId {
  readonly id: string;
  /** Near 1 for the best. */
  readonly score: number;
}

/** The same in two columns: they cross from thread to thread in a third of the time that as many objects take. */
export interface ScoredIds {
  readonly ids: readonly string[];
  readonly scores: Float64Array;
}

export type Fitting = "not due" | "fitting" | "fitted";

/** What the index holds. */
export interface Holdings {
  readonly papers: number;
  /** Former states of papers, which are never found, and only cost time. */
  readonly outdated: number;
}

export interface SearchEngine {
  position(): CatalogPosition | undefined;
  write(papers: readonly Paper[], position: CatalogPosition): void;
  acronymCounts(): readonly AcronymCount[];
  search(request: SearchRequest): Found;
  /** The papers whose titles hold these words, the last of which may be unfinished. */
  suggest(typed: string, limit: number): readonly string[];
  /** The papers with this title, but for case, accents and punctuation. */
  titled(title: string): readonly string[];
  /** The papers most like this one, best first. */
  similar(paper: Paper, limit: number): ScoredIds;
  /** Fits a model of likeness if the catalog has grown enough for a new one, for so long; the next call goes on. */
  fitModel(milliseconds: number): Fitting;
  /** Reads what every search, and every look for similar papers, needs; says what it found. */
  warm(): Holdings;
}

export function openEngine(db: Connection): SearchEngine {
  const index = createIndexReader(db);
  const model = createSemanticModel(db, index);
  const writer = createIndexWriter(db, model.fold);
  const allAcronyms = db.prepare<[], AcronymCount>(
    "SELECT short, long, written, papers FROM acronym WHERE papers > 1",
  );
  let fitting: ReturnType<typeof model.fit> | undefined;
  let acronyms: { readonly generation: number; readonly table: Acronyms } | undefined;

  const acronymTable = (): Acronyms => {
    const generation = index.generation();
    if (acronyms?.generation !== generation) {
      acronyms = { generation, table: createAcronyms(allAcronyms.all()) };
    }
    return acronyms.table;
  };

  const scored = (ranked: readonly Ranked[]): ScoredIds => {
    const { ids } = index.columns();
    const found = ranked.filter(({ number }) => ids[number] !== undefined);
    const scores = new Float64Array(found.length);
    for (const [rank, { score }] of found.entries()) scores[rank] = score;
    return { ids: found.map(({ number }) => ids[number] ?? ""), scores };
  };
  const titled = (title: string) => (foldText(title) === "" ? [] : index.titled(title));
  /** All statements of one answer see the same index, and it is locked and unlocked once. */
  const reading = <Request extends unknown[], Answer>(
    work: (...request: Request) => Answer,
  ): ((...request: Request) => Answer) => db.transaction(work).deferred;

  return {
    position: () => writer.position(),
    write(papers, position) {
      writer.write(
        papers.map(indexedPaper),
        papers.flatMap((paper) =>
          findAcronyms(paper.abstract).map((found) => ({ ...found, paperId: paper.id })),
        ),
        position,
      );
    },
    acronymCounts: () => allAcronyms.all(),
    search: reading(({ typed, query, listed, limit, now }: SearchRequest): Found => {
      const named = titled(typed);
      const filter = filterOf(index, query, listed);
      if (!hasText(query)) {
        const { best, total } = hasConditions(query)
          ? newestOf(index.columns(), filter, limit)
          : { best: [], total: 0 };
        return { named, hits: scored(best), total, said: [], showing: undefined };
      }
      const spelling = correctWords(index, typed, query, acronymTable());
      // A word that became two moves those after it.
      const compounds = spelling.words.length === query.words.length ? query.compounds : [];
      const corrected = { ...query, words: spelling.words, compounds };
      const plan = planQuery(corrected, acronymTable(), spelling.typed);
      const { best, total } = rankByWords(index, plan, filter, Math.max(limit, RESCORED));
      const ranked = fuse(best, {
        likeness: model.likenessTo(plan.terms, best),
        likenessWeight: plan.isShort ? LIKENESS_WEIGHT.short : LIKENESS_WEIGHT.long,
        columns: index.columns(),
        today: Math.floor(now / DAY_MS),
      });
      const showing = showCorrected(typed, query, spelling);
      return { named, hits: scored(ranked.slice(0, limit)), total, said: plan.said, showing };
    }),
    titled: reading(titled),
    suggest: reading((typed: string, limit: number) => [
      ...index.idsOf(completeTitle(index, typed, limit)).values(),
    ]),
    similar: reading((paper: Paper, limit: number) => scored(similarNumbers(index, model, paper, limit))),
    fitModel(milliseconds) {
      if (fitting === undefined && !model.isDue()) return "not due";
      fitting ??= model.fit();
      const end = performance.now() + milliseconds;
      try {
        for (;;) {
          if (fitting.next().done === true) {
            fitting = undefined;
            return "fitted";
          }
          if (performance.now() >= end) return "fitting";
        }
      } catch (error) {
        fitting = undefined;
        throw error;
      }
    },
    warm: () => {
      const { count, last } = index.columns();
      acronymTable();
      if (model.exists()) model.all();
      return { papers: count, outdated: last - count };
    },
  };
}

/** So many of the best by words are looked at more closely. */
const RESCORED = 200;
