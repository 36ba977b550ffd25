/** All that touches the index, synchronous: what runs in the worker. */
import type { Paper } from "../papers/paper.ts";
import { findAcronyms } from "./acronym-mining.ts";
import { type AcronymCount, type Acronyms, createAcronyms } from "./acronyms.ts";
import { filterOf } from "./filters.ts";
import { createIndexReader } from "./index-reader.ts";
import { type CatalogPosition, createIndexWriter } from "./index-writer.ts";
import { indexedPaper } from "./indexed-paper.ts";
import { type Ranked, rankByWords } from "./lexical.ts";
import { cosine } from "./lsa.ts";
import { anyOf, type Postings } from "./postings.ts";
import { hasText, type Phrase, type Query } from "./query.ts";
import { planQuery } from "./query-plan.ts";
import { fuse } from "./ranking.ts";
import { openIndex } from "./search-index.ts";
import { createSemanticModel } from "./semantic-model.ts";
import { isStopWord, stemOf, wordsOf } from "./words.ts";

/** What the index answers to a query; papers by id, best first. */
export interface Found {
  readonly ids: readonly string[];
  readonly total: number;
  readonly said: readonly Phrase[];
}

export interface SearchRequest {
  readonly query: Query;
  /** The ids on the list of the day that the query names. */
  readonly listed: readonly string[] | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly now: number;
}

export interface SearchEngine {
  position(): CatalogPosition | undefined;
  write(papers: readonly Paper[], position: CatalogPosition): void;
  acronymCounts(): readonly AcronymCount[];
  search(request: SearchRequest): Found;
  /** The ids of the papers with exactly this title, but for case, accents and punctuation. */
  titled(title: string): readonly string[];
  /** The papers whose titles hold these words, the last of which may be unfinished. */
  suggest(typed: string, limit: number): readonly string[];
  similar(paper: Paper, limit: number): readonly string[];
  /** Whether the catalog has grown enough for a new model of likeness. */
  modelIsDue(): boolean;
  /** Takes seconds. */
  fitModel(): void;
  /** Forgets every paper. */
  clear(): void;
  close(): void;
}

export function openEngine(file: string): SearchEngine {
  const db = openIndex(file);
  const index = createIndexReader(db);
  const model = createSemanticModel(db, index);
  const writer = createIndexWriter(db, model.fold);
  const allAcronyms = db.prepare<[], AcronymCount>(
    "SELECT short, long, written, papers FROM acronym WHERE papers > 1",
  );
  let acronyms: { readonly generation: number; readonly table: Acronyms } | undefined;

  const acronymTable = (): Acronyms => {
    const generation = index.generation();
    if (acronyms?.generation !== generation) {
      acronyms = { generation, table: createAcronyms(allAcronyms.all()) };
    }
    return acronyms.table;
  };

  const likenessTo = (terms: ReadonlyMap<string, number>, ranked: readonly Ranked[]) => {
    if (!model.exists()) return undefined;
    const direction = model.directionOf(terms);
    const directions = model.directionsOf(ranked.map(({ number }) => number));
    return new Map([...directions].map(([number, its]) => [number, cosine(direction, its)]));
  };

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
    titled: (title) => index.titled(title),
    search({ query, listed, offset, limit, now }) {
      const plan = planQuery(query, acronymTable());
      const filter = filterOf(index, query, listed);
      const wanted = Math.max(offset + limit, RESCORED);
      const { best, total } = hasText(query)
        ? rankByWords(index, plan, filter, wanted)
        : { best: [], total: 0 };
      const ranked = fuse(best, {
        likeness: likenessTo(plan.terms, best),
        columns: index.columns(),
        today: Math.floor(now / DAY_MS),
      });
      const numbers = ranked.slice(offset, offset + limit).map(({ number }) => number);
      const ids = index.idsOf(numbers);
      return {
        ids: numbers.map((number) => ids.get(number)).filter((id) => id !== undefined),
        total,
        said: plan.said,
      };
    },
    modelIsDue: () => model.isDue(),
    fitModel: () => model.fit(),
    suggest(typed, limit) {
      const words = wordsOf(typed);
      const last = words.at(-1);
      if (last === undefined) return [];
      const finished = words.slice(0, -1).map(({ stem }) => index.phrase([{ term: stem, gap: 0 }], true));
      const endings =
        last.end < typed.length
          ? [last.folded]
          : [last.folded, ...index.wordsFrom(last.folded, MOST_ENDINGS)];
      const beginning = anyOf(
        [...new Set(endings.map(stemOf))].map((term) => index.phrase([{ term, gap: 0 }], true)),
      );
      const ids = index.idsOf(newestFirst(inAll([beginning, ...finished])).slice(0, limit));
      return [...ids.values()];
    },
    similar(paper, limit) {
      const own = new Set(index.titled(paper.title));
      const words = wordsOf(`${paper.title} ${paper.abstract}`)
        .map(({ folded }) => folded)
        .filter((word) => !isStopWord(word));
      const concepts = [...new Set(words.map(stemOf))].map((term) => ({
        ways: [[{ term, gap: 0 }]],
        weight: 1,
      }));
      const { best } = rankByWords(
        index,
        { concepts, said: [], terms: new Map() },
        undefined,
        limit + 1 + own.size,
      );
      const ids = index.idsOf(best.map(({ number }) => number));
      return [...ids.values()].filter((id) => id !== paper.id && !own.has(id)).slice(0, limit);
    },
    clear: () => writer.clear(),
    close: () => db.close(),
  };
}

/** So many of the best by words are looked at more closely. */
const RESCORED = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Ways in which the last word of a title that is being typed may end. */
const MOST_ENDINGS = 60;

function inAll([first, ...others]: readonly Postings[]): readonly number[] {
  const sets = others.map(({ numbers }) => new Set(numbers));
  return [...(first?.numbers ?? [])].filter((number) => sets.every((set) => set.has(number)));
}

function newestFirst(numbers: readonly number[]): readonly number[] {
  return numbers.toReversed();
}
