/** The one face of this folder: find papers by words, by likeness, by the beginning of a title. */
import type { Logger } from "../log.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Span } from "../platform/message.ts";
import { type Acronyms, createAcronyms } from "./acronyms.ts";
import { markFound } from "./highlight.ts";
import { parseQuery } from "./query.ts";
import { openEngine } from "./search-engine.ts";

export interface Search {
  /** The papers that fit what the person typed, best first. Never rejects for what was typed. */
  search(typed: string, options: SearchOptions): Promise<SearchAnswer>;
  /** The papers most like this one, best first, without other faces of the same paper. */
  similar(id: PaperId, limit: number): Promise<readonly SimilarPaper[]>;
  /** Titles for completing what is being typed. */
  suggest(typed: string, limit: number): Promise<readonly Paper[]>;
  /** Brings the index up to date with the catalog; reports how far it is when there is much to do. */
  sync(progress?: (done: number, total: number) => void): Promise<void>;
  /** Waits until nothing goes on in the background: the model of likeness is fitted, vectors are fetched. */
  settled(): Promise<void>;
  /** As of the last sync. */
  readonly acronyms: Acronyms;
  close(): Promise<void>;
}

export interface SearchOptions {
  readonly now: Date;
  /** How many of the best to skip, and how many to give. */
  readonly offset: number;
  readonly limit: number;
}

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  /** How many papers fit in all; counting stops at some hundreds, then `orMore` is true. */
  readonly total: number;
  readonly orMore: boolean;
  /** What was searched for instead, when words were corrected or left out; for people. */
  readonly showing: string | undefined;
  /** What of the query was understood in a way that the person should know, or could not be; for people. */
  readonly remarks: readonly string[];
}

export interface SearchHit {
  readonly paper: Paper;
  /** The title, with the words that made the search find it marked as `match`. */
  readonly title: readonly Span[];
  /** The passage of the abstract with the most such words, marked likewise. */
  readonly passage: readonly Span[];
}

export interface SimilarPaper {
  readonly paper: Paper;
  /** Why it is like it, in a few words. */
  readonly reason: string;
}

export interface SearchParts {
  /** Where the index is kept, for instance `data/search.db`; `:memory:` for as long as the process lives. */
  readonly file: string;
  readonly papers: Catalog;
  readonly log: Logger;
}

/** What search asks of the catalog. */
export type Catalog = Pick<
  PaperStore,
  "get" | "getMany" | "save" | "listedOn" | "changedAfter" | "latestChange" | "epoch"
>;

/** Papers read from the catalog and indexed at a time. */
const BATCH = 500;
/** Hits beyond these are not counted. */
const MOST_HITS = 500;

/** Opens the index, building it if need be is left to `sync`. */
export async function createSearch({ file, papers, log }: SearchParts): Promise<Search> {
  const engine = openEngine(file);
  let acronyms = createAcronyms(engine.acronymCounts());
  let syncing: Promise<void> = Promise.resolve();

  const sync = async (progress?: (done: number, total: number) => void) => {
    const epoch = await papers.epoch();
    const latest = await papers.latestChange();
    let position = engine.position();
    if (position !== undefined && (position.epoch !== epoch || position.change > latest)) {
      engine.clear();
      position = undefined;
    }
    const from = position?.change ?? 0;
    if (position !== undefined && from >= latest) return;
    for (let at = from; ; ) {
      const changed = await papers.changedAfter(at, BATCH);
      const last = changed.at(-1);
      if (last === undefined) break;
      engine.write(
        changed.map(({ paper }) => paper),
        { epoch, change: last.change },
      );
      at = last.change;
      progress?.(Math.min(at, latest) - from, latest - from);
    }
    acronyms = createAcronyms(engine.acronymCounts());
    if (engine.modelIsDue()) engine.fitModel();
    log.debug({ from, to: latest }, "search index is up to date");
  };

  return {
    get acronyms() {
      return acronyms;
    },
    sync(progress) {
      syncing = syncing.catch(() => {}).then(() => sync(progress));
      return syncing;
    },
    settled: () => syncing.catch(() => {}),
    async search(typed, { now, offset, limit }) {
      const query = parseQuery(typed, now);
      const exact = query.paperId === undefined ? engine.titled(typed) : [query.paperId];
      const listed =
        query.day === undefined ? undefined : (await papers.listedOn(query.day)).map(({ paper }) => paper.id);
      const found = engine.search({
        query,
        listed,
        offset: 0,
        limit: Math.max(MOST_HITS, 0),
        now: now.getTime(),
      });
      const ids = [...new Set([...exact, ...found.ids])];
      const hits = await papers.getMany(ids.slice(offset, offset + limit));
      return {
        hits: hits.map((paper) => ({ paper, ...markFound(paper.title, paper.abstract, found.said) })),
        total: Math.min(ids.length, MOST_HITS),
        orMore: found.total > MOST_HITS,
        showing: undefined,
        remarks: query.remarks,
      };
    },
    async similar(id, limit) {
      const paper = await papers.get(id);
      if (paper === undefined) return [];
      const found = engine.similar(paper, limit);
      const others = await papers.getMany(found);
      return others.map((other) => ({ paper: other, reason: "similar text" }));
    },
    async suggest(typed, limit) {
      return papers.getMany(engine.suggest(typed, limit));
    },
    async close() {
      await syncing.catch(() => {});
      engine.close();
    },
  };
}
