/** Keeps the index up to date with the catalog, by the catalog's own sequence of changes; makes it anew when need be. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../log.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import { type Acronyms, createAcronyms, NO_ACRONYMS } from "./acronyms.ts";
import type { EngineThreads } from "./engine-threads.ts";
import { fitting, type IndexWork, indexing } from "./index-work.ts";
import type { CatalogPosition } from "./index-writer.ts";
import { parseQuery } from "./query.ts";
import { DamagedIndex } from "./search-index.ts";

export interface IndexSync {
  /** Brings the index up to date; calls wait for each other. */
  run(): Promise<void>;
  /** The same, but does not keep anybody waiting for long. Never rejects: what fails is logged. */
  ready(): Promise<void>;
  /** Begins an empty index; resolves when it can be asked, or is whole if that is soon. */
  rebuild(): Promise<void>;
  /** Waits until nothing goes on, also not in the background. */
  settled(): Promise<void>;
  /** What it is at, while the index is far behind or a model is fitted. */
  readonly work: IndexWork | undefined;
  /** How many papers the file lacks, whichever process writes it; undefined if there is none that can be used. */
  missing(): Promise<number | undefined>;
  readonly acronyms: Acronyms;
  close(): Promise<void>;
}

export interface IndexSyncParts {
  readonly threads: EngineThreads;
  readonly papers: Pick<PaperStore, "changedAfter" | "countChangedAfter" | "latestChange" | "epoch">;
  readonly log: Logger;
}

/** Papers read from the catalog and indexed at a time. */
const BATCH = 500;
/** A thread is some four times as fast after so many requests as at the first. */
const REHEARSED = 30;
/** What people type. */
const REHEARSED_WORDS = 3;
/** So long a person is kept waiting for an index that is made anew. */
const PATIENCE_MS = 3_000;

export function createIndexSync({ threads, papers, log }: IndexSyncParts): IndexSync {
  let acronyms = NO_ACRONYMS;
  let at: CatalogPosition | undefined;
  let filling: IndexWork | undefined;
  let modelling: IndexWork | undefined;
  let running: Promise<void> = Promise.resolve();
  let background: Promise<void> = Promise.resolve();
  let isChecked = false;
  let isClosing = false;

  const begin = async (epoch: number, latest: number): Promise<number> => {
    at ??= await threads.writer("position", undefined);
    if (at !== undefined && (at.epoch !== epoch || at.change > latest)) await clear();
    return at?.change ?? 0;
  };
  const clear = async () => {
    at = undefined;
    await threads.reset();
    await threads.writer("position", undefined);
  };

  const catchUp = async () => {
    const [epoch, latest] = [await papers.epoch(), await papers.latestChange()];
    const isFirst = at === undefined;
    const from = await begin(epoch, latest);
    if (!isFirst && from >= latest) return;
    const since = performance.now();
    const due = await papers.countChangedAfter(from);
    const isMuch = due > BATCH;
    const catalog = isMuch && from > 0 ? await papers.countChangedAfter(0) : due;
    const tell = (written: number) => {
      filling = isMuch && written < due ? indexing({ catalog, due, written }, since) : undefined;
    };
    tell(0);
    if (isMuch) log.info({ papers: due, anew: from === 0 }, "building the search index");
    let gathered = 0;
    let next = papers.changedAfter(from, BATCH);
    for (let change = from; !isClosing; ) {
      const changed = await next;
      const last = changed.at(-1);
      if (last === undefined) break;
      const after = change;
      change = last.change;
      const position = { epoch, change };
      const gathering = threads.writer("gather", {
        papers: changed.map(({ paper }) => paper),
        after,
        position,
      });
      // Read while the thread is at work.
      next = papers.changedAfter(change, BATCH);
      // If the thread fails, nobody waits for it any more.
      next.catch(() => {});
      at = (await gathering) ?? at;
      gathered += changed.length;
      if (at?.change === change) tell(gathered);
    }
    if (!isClosing) at = await threads.writer("write", undefined);
    filling = undefined;
    if (isClosing) return;
    acronyms = createAcronyms(await threads.writer("acronymCounts", undefined));
    log[isMuch ? "info" : "debug"](
      { papers: gathered, anew: from === 0, ms: Math.round(performance.now() - since) },
      "the search index is up to date",
    );
    background = background.then(() => improve());
  };

  /** What nobody waits for: a model of likeness that fits the catalog's size, and a look at the whole file. */
  const improve = async () => {
    try {
      await onEachReader(() => threads.reader("warm", undefined));
      const isNew = await fitModel();
      if (isNew) {
        await onEachReader(() => threads.reader("warm", undefined));
      }
      if (isNew || !isChecked) await onEachReader(rehearse);
      if (!isChecked) await threads.writer("check", undefined);
      isChecked = true;
    } catch (error) {
      if (isClosing) return;
      if (error instanceof DamagedIndex) void enqueue(() => anew(error));
      else log.error({ err: error }, "work on the search index failed");
    }
  };

  const onEachReader = (work: () => Promise<void>) =>
    Promise.all(Array.from({ length: threads.readers }, work));

  /** Searches for the newest papers, and their neighbours, so that the first person to ask finds the thread warm: its code, its pages of the file. */
  const rehearse = async () => {
    const newest = await papers.changedAfter(Math.max(0, (at?.change ?? 0) - REHEARSED), REHEARSED);
    for (const { paper } of newest) {
      if (isClosing) return;
      await threads.reader("similar", { paper, limit: 1 });
      const typed = paper.title.split(/\s+/u).slice(0, REHEARSED_WORDS).join(" ");
      const query = parseQuery(typed, new Date(0));
      await threads.reader("search", { typed, query, listed: undefined, limit: 1, now: 0 });
    }
  };

  /** Slice by slice, so that new papers are written in between; says whether there is a new one. */
  const fitModel = async (): Promise<boolean> => {
    const since = performance.now();
    let state = await threads.writer("fitModel", undefined);
    if (state === "not due") return false;
    const catalog = await papers.countChangedAfter(0);
    modelling = fitting(catalog, since);
    try {
      while (state === "fitting") state = await threads.writer("fitModel", undefined);
      const ms = Math.round(performance.now() - since);
      log.info({ papers: catalog, ms }, "fitted the model that finds similar papers");
      return state === "fitted";
    } finally {
      modelling = undefined;
    }
  };

  const anew = async (reason: unknown) => {
    log.warn({ err: reason }, "the search index is damaged and is made anew");
    await clear();
    await catchUp();
  };
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    running = running.catch(() => {}).then(() => (isClosing ? undefined : work()));
    return running;
  };

  const runAndMend = () =>
    enqueue(async () => {
      try {
        await catchUp();
      } catch (error) {
        if (isClosing) return;
        if (!(error instanceof DamagedIndex)) throw error;
        await anew(error);
      }
    });
  const forAWhile = async (work: Promise<void>): Promise<void> => {
    const logged = work.catch((error: unknown) => log.error({ err: error }, "indexing failed"));
    await Promise.race([logged, sleep(PATIENCE_MS, undefined, { ref: false })]);
  };

  return {
    get acronyms() {
      return acronyms;
    },
    get work() {
      return filling ?? modelling;
    },
    async missing() {
      const written = await threads.reader("position", undefined).catch((error: unknown) => {
        if (!(error instanceof DamagedIndex)) throw error;
      });
      const isOfThis = written?.epoch === (await papers.epoch());
      return written && isOfThis ? papers.countChangedAfter(written.change) : undefined;
    },
    run: runAndMend,
    ready: () => forAWhile(runAndMend()),
    rebuild: () => forAWhile(enqueue(() => anew(undefined))),
    async settled() {
      await running.catch(() => {});
      await background;
    },
    async close() {
      isClosing = true;
      // Nobody waits for what they are at: the next start goes on from what is written.
      await threads.close();
      await running.catch(() => {});
      await background;
      // An index that was to be made anew may have opened some more.
      await threads.close();
    },
  };
}
