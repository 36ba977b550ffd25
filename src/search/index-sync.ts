/** Keeps the index up to date with the catalog, by the catalog's own sequence of changes; makes it anew when need be. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../log.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import { type Acronyms, createAcronyms, NO_ACRONYMS } from "./acronyms.ts";
import type { EngineThreads } from "./engine-threads.ts";
import { createIndexUpkeep } from "./index-upkeep.ts";
import { type IndexWork, indexing } from "./index-work.ts";
import type { CatalogPosition } from "./index-writer.ts";
import { DamagedIndex } from "./search-index.ts";

export interface IndexSync {
  /** Brings the index up to date; calls wait for each other. */
  run(): Promise<void>;
  /** The same, but does not keep anybody waiting for long. Never rejects: what fails is logged. */
  ready(): Promise<void>;
  /** Begins an empty index; resolves when it can be asked, or is whole if that is soon. */
  rebuild(damage: DamagedIndex): Promise<void>;
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
/** So long a person is kept waiting for an index that is made anew. */
const PATIENCE_MS = 3_000;

export function createIndexSync({ threads, papers, log }: IndexSyncParts): IndexSync {
  let acronyms = NO_ACRONYMS;
  let at: CatalogPosition | undefined;
  let filling: IndexWork | undefined;
  let running: Promise<void> = Promise.resolve();
  let background: Promise<void> = Promise.resolve();
  let mending: Promise<void> | undefined;
  let isClosing = false;
  const upkeep = createIndexUpkeep({ threads, papers, log, isClosing: () => isClosing });

  const clear = async () => {
    at = undefined;
    await threads.reset();
  };

  const catchUp = async () => {
    const isFirst = at === undefined;
    // Before the catalog's: whatever another process writes in between is then ahead of the index, not behind it.
    at ??= await threads.writer("position", undefined);
    const [epoch, latest] = [await papers.epoch(), await papers.latestChange()];
    if (at !== undefined && (at.epoch !== epoch || at.change > latest)) await clear();
    const from = at?.change ?? 0;
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

  /** What nobody waits for. */
  const improve = async () => {
    try {
      const isOutdated = await upkeep.run();
      if (!isOutdated) return;
      log.info("much of the search index is outdated; it is made anew");
      void forAWhile(enqueue(anew));
    } catch (error) {
      if (isClosing) return;
      if (error instanceof DamagedIndex) void forAWhile(rebuild(error));
      else log.error({ err: error }, "work on the search index failed");
    }
  };

  const anew = async () => {
    await clear();
    await catchUp();
  };
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    running = running.catch(() => {}).then(() => (isClosing ? undefined : work()));
    return running;
  };

  /** Whoever finds the index damaged while it is being mended waits for the same. */
  const mend = (damage: DamagedIndex, begin: () => Promise<void>): Promise<void> => {
    if (mending !== undefined) return mending;
    log.warn({ err: damage }, "the search index is damaged and is made anew");
    mending = begin().finally(() => {
      mending = undefined;
    });
    return mending;
  };
  const rebuild = (damage: DamagedIndex) => mend(damage, () => enqueue(anew));

  const runAndMend = async () => {
    let queued: Promise<void> | undefined;
    await enqueue(async () => {
      try {
        await catchUp();
      } catch (error) {
        if (isClosing) return;
        if (!(error instanceof DamagedIndex)) throw error;
        queued = mending;
        if (queued === undefined) await mend(error, anew);
      }
    });
    await queued;
  };
  const forAWhile = async (work: Promise<void>): Promise<void> => {
    const logged = work.catch((error: unknown) => log.error({ err: error }, "indexing failed"));
    await Promise.race([logged, sleep(PATIENCE_MS, undefined, { ref: false })]);
  };

  return {
    get acronyms() {
      return acronyms;
    },
    get work() {
      return filling ?? upkeep.work;
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
    rebuild: (damage) => forAWhile(rebuild(damage)),
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
