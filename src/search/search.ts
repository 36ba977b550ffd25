/** The one face of this folder: find papers by words, by likeness, by the beginning of a title. */
import type { Logger } from "../log.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Span } from "../platform/message.ts";
import type { Acronyms } from "./acronyms.ts";
import { distinctWorks, faceOf, isOneWork } from "./duplicates.ts";
import type { Embeddings } from "./embeddings.ts";
import { type EngineThreads, openEngineThreads } from "./engine-threads.ts";
import { markFound } from "./highlight.ts";
import { createIndexSync } from "./index-sync.ts";
import type { IndexWork } from "./index-work.ts";
import { MAX_TYPED, parseQuery } from "./query.ts";
import type { RemoteSearch } from "./remote.ts";
import { mergeRemote, remoteWords } from "./remote-merge.ts";
import type { ScoredId, ScoredIds } from "./search-engine.ts";
import { DamagedIndex } from "./search-index.ts";

export interface Search {
  /** The papers that fit what the person typed, best first. Never rejects for what was typed. */
  search(typed: string, options: SearchOptions): Promise<SearchAnswer>;
  /** The papers most like this one, best first, without other faces of the same paper. */
  similar(id: PaperId, limit: number): Promise<readonly SimilarPaper[]>;
  /** The other faces of this paper in the catalog, as of the last sync: the same work under other ids. */
  facesOf(paper: Paper): Promise<readonly PaperId[]>;
  /** Titles for completing what is being typed. */
  suggest(typed: string, limit: number): Promise<readonly Paper[]>;
  /** Begins to bring the index up to date, and waits for it, but not for long: whoever is early finds what is there, and is told. */
  ready(): Promise<void>;
  /** Brings the index up to date with the catalog. */
  sync(): Promise<void>;
  /** Waits until nothing goes on in the background: the model of likeness is fitted, vectors are fetched. */
  settled(): Promise<void>;
  /** What it is at, while that takes more than a moment: the index is far behind, or the model of likeness is fitted. */
  readonly work: IndexWork | undefined;
  /** How many papers of the catalog the index lacks, whichever process writes it; undefined if there is none that can be used. */
  missing(): Promise<number | undefined>;
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
  /** What was searched for instead, when words were corrected; for people. */
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
  /** Hugging Face's search found it, ours did not. */
  readonly isRemote: boolean;
}

export interface SimilarPaper {
  readonly paper: Paper;
  /** Why it is like it, in a few words. */
  readonly reason: string;
}

export interface SearchParts {
  /** Where the index is kept, for instance `data/search.db`. */
  readonly file: string;
  readonly papers: Catalog;
  readonly log: Logger;
  /** Asked beside the index, unless it is switched off. */
  readonly remote?: RemoteSearch | undefined;
  /** Helps to order what is found, where a model is set. */
  readonly embeddings?: Embeddings | undefined;
}

/** What search asks of the catalog. */
export type Catalog = Pick<
  PaperStore,
  "get" | "getMany" | "save" | "listedOn" | "changedAfter" | "countChangedAfter" | "latestChange" | "epoch"
>;

/** Hits beyond these are not counted. */
const MOST_HITS = 500;
/** So many of the local hits take part when what others found, or what vectors tell, is merged in. */
const MERGED = 200;
/** More neighbours than asked for, because other faces of the same paper are left out. */
const SPARE_NEIGHBOURS = 10;

/** Opens the index; building it, if need be, is left to `sync`. */
export async function createSearch({ file, papers, log, remote, embeddings }: SearchParts): Promise<Search> {
  const threads = openEngineThreads(file, log);
  const index = createIndexSync({ threads, papers, log });

  /** Asks a thread that searches; an index that turns out to be damaged is made anew first. */
  const ask: EngineThreads["reader"] = async (name, request) => {
    try {
      return await threads.reader(name, request);
    } catch (error) {
      if (!(error instanceof DamagedIndex)) throw error;
      await index.rebuild(error);
      return threads.reader(name, request);
    }
  };

  return {
    get acronyms() {
      return index.acronyms;
    },
    async ready() {
      await index.ready();
      embeddings?.fill();
    },
    get work() {
      return index.work;
    },
    missing: () => index.missing(),
    async sync() {
      await index.run();
      embeddings?.fill();
    },
    async settled() {
      await index.settled();
      await embeddings?.settled();
    },
    async search(wanted, { now, offset, limit }) {
      const typed = wanted.slice(0, MAX_TYPED);
      const query = parseQuery(wanted, now);
      const meaning = embeddings?.ask(typed, query);
      const listed =
        query.day === undefined ? undefined : (await papers.listedOn(query.day)).map(({ paper }) => paper.id);
      const request = { typed, query, listed, limit: Math.max(MERGED, offset + limit), now: now.getTime() };
      const [byId, found, theirs] = await Promise.all([
        papers.getMany(query.paperIds),
        ask("search", request).then(async (answer) => {
          const hits = zip(answer.hits);
          return { ...answer, hits: (await meaning?.merge(hits)) ?? hits };
        }),
        remote?.find(remoteWords(query), now) ?? [],
      ]);
      const named = [...byId.map(({ id }) => id), ...found.named];
      const ours = new Set([...named, ...found.hits.map(({ id }) => id)]);
      const ids = [...new Set([...named, ...mergeRemote(found.hits, theirs)])];
      const shown = await papers.getMany(ids.slice(offset, offset + limit));
      const total = Math.max(found.total, ids.length);
      const unseen = shown.map(({ id }) => id).filter((id) => !ours.has(id));
      if (unseen.length > 0 && found.total > found.hits.length) {
        // Ours may have found them too, but further down than its best.
        const { hits } = await ask("search", { ...request, listed: unseen, limit: unseen.length });
        for (const id of hits.ids) ours.add(id);
      }
      return {
        hits: shown.map((paper) => ({
          paper,
          ...markFound(paper.title, paper.abstract, found.said),
          isRemote: !ours.has(paper.id),
        })),
        total: Math.min(total, MOST_HITS),
        orMore: total > MOST_HITS,
        showing: found.showing,
        remarks: index.work?.isIncomplete ? [...query.remarks, index.work.sentence] : query.remarks,
      };
    },
    async similar(id, limit) {
      const paper = await papers.get(id);
      if (paper === undefined) return [];
      const wanted = limit + SPARE_NEIGHBOURS;
      const meaning = embeddings?.like(paper, MERGED);
      const near = zip(await ask("similar", { paper, limit: meaning === undefined ? wanted : MERGED }));
      const all = (await meaning?.merge(near)) ?? near;
      const ids = all.slice(0, wanted).map((other) => other.id);
      const others = distinctWorks(paper, await papers.getMany(ids), limit);
      return others.map((other) => ({ paper: other, reason: "similar text" }));
    },
    async facesOf(paper) {
      // What is nearly the same text is nearly always among the most similar ones.
      const near = await ask("similar", { paper, limit: SPARE_NEIGHBOURS });
      const named = await ask("titled", paper.title);
      const face = faceOf(paper);
      const ids = new Set([...near.ids, ...named]);
      const others = await papers.getMany([...ids].filter((id) => id !== paper.id));
      return others.filter((other) => isOneWork(face, faceOf(other))).map(({ id }) => id);
    },
    suggest: async (typed, limit) =>
      papers.getMany(await ask("suggest", { typed: typed.slice(0, MAX_TYPED), limit })),
    async close() {
      await embeddings?.close();
      await index.close();
    },
  };
}

function zip({ ids, scores }: ScoredIds): readonly ScoredId[] {
  return ids.map((id, place) => ({ id, score: scores[place] ?? 0 }));
}
