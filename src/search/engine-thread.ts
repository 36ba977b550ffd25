/**
 * What runs in a thread of its own: one engine on one connection. Each export answers one kind of request; damage is
 * an answer, because an error loses its kind on the way to another thread.
 */
import { Piscina } from "piscina";
import type { Paper } from "../papers/paper.ts";
import type { CatalogPosition } from "./index-writer.ts";
import { openEngine, type SearchEngine, type SearchRequest } from "./search-engine.ts";
import { type Connection, checkIndex, isDamage, openIndex, readIndex } from "./search-index.ts";

export interface ThreadSettings {
  readonly file: string;
  /** Only one thread writes, and it alone makes the file. */
  readonly writes: boolean;
}

export type Outcome<Answer> = { readonly answer: Answer } | { readonly damage: string };

let opened: { readonly db: Connection; readonly engine: SearchEngine } | undefined;

function open(): { readonly db: Connection; readonly engine: SearchEngine } {
  if (opened === undefined) {
    const { file, writes }: ThreadSettings = Piscina.workerData;
    const db = writes ? openIndex(file) : readIndex(file);
    opened = { db, engine: openEngine(db) };
  }
  return opened;
}

function answering<Request, Answer>(
  work: (engine: SearchEngine, request: Request) => Answer,
): (request: Request) => Outcome<Answer> {
  return (request) => {
    try {
      return { answer: work(open().engine, request) };
    } catch (error) {
      if (isDamage(error) && error instanceof Error) return { damage: error.message };
      throw error;
    }
  };
}

export const position = answering((engine) => engine.position());

export interface Batch {
  readonly papers: readonly Paper[];
  /** The change of the catalog that it goes on from, and the one that it reaches. */
  readonly after: number;
  readonly position: CatalogPosition;
}

/**
 * Few large transactions cost far less than many small ones, but what is gathered cannot be found yet. So one is as
 * large as all before it, within these bounds.
 */
const GATHERED = { least: 500, most: 16_000 };
let gathered: { papers: Paper[]; position: CatalogPosition } | undefined;
let written = 0;

function writeGathered(engine: SearchEngine): CatalogPosition | undefined {
  if (gathered === undefined) return engine.position();
  const { papers, position: reached } = gathered;
  gathered = undefined;
  engine.write(papers, reached);
  written += papers.length;
  return reached;
}

/** Takes papers in, and writes them when they are enough; says how far the index is. */
export const gather = answering((engine, { papers, after, position: reached }: Batch) => {
  // What was gathered before something went wrong is sent again.
  if (gathered?.position.change !== after) gathered = { papers: [], position: reached };
  gathered.papers.push(...papers);
  gathered.position = reached;
  const enough = Math.max(GATHERED.least, Math.min(GATHERED.most, written));
  return gathered.papers.length >= enough ? writeGathered(engine) : engine.position();
});

/** Writes what is gathered; says how far the index is. */
export const write = answering(writeGathered);
export const acronymCounts = answering((engine) => engine.acronymCounts());

/** New papers wait for it at most so long. */
const SLICE_MS = 200;

/** Goes on with fitting a model of likeness, if one is due. */
export const fitModel = answering((engine) => engine.fitModel(SLICE_MS));

/** Looks at every page of the file. */
export const check = answering(() => checkIndex(open().db));

/** Reads what every search needs. */
export const warm = answering((engine) => engine.warm());
export const search = answering((engine, request: SearchRequest) => engine.search(request));

export interface SimilarRequest {
  readonly paper: Paper;
  readonly limit: number;
}

export const similar = answering((engine, { paper, limit }: SimilarRequest) => engine.similar(paper, limit));

export const titled = answering((engine, title: string) => engine.titled(title));

export interface SuggestRequest {
  readonly typed: string;
  readonly limit: number;
}

export const suggest = answering((engine, { typed, limit }: SuggestRequest) => engine.suggest(typed, limit));
