/** What an index needs beside being up to date, and nobody waits for. */
import type { Logger } from "../log.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { EngineThreads } from "./engine-threads.ts";
import { fitting, type IndexWork } from "./index-work.ts";
import { parseQuery } from "./query.ts";

export interface IndexUpkeep {
  /**
   * Fits a model of likeness when the catalog has outgrown the last, looks at the whole file once, and lets threads
   * rehearse. Says whether so much of the index is outdated that it is better made anew. Rejects with DamagedIndex.
   */
  run(): Promise<boolean>;
  readonly work: IndexWork | undefined;
}

export interface IndexUpkeepParts {
  readonly threads: EngineThreads;
  readonly papers: Pick<PaperStore, "changedAfter" | "countChangedAfter" | "latestChange">;
  readonly log: Logger;
  readonly isClosing: () => boolean;
}

/** A thread is some four times as fast after so many requests as at the first. */
const REHEARSED = 30;
/** What people type. */
const REHEARSED_WORDS = 3;
/** Fewer former states of papers than these cost nothing. */
const LEAST_OUTDATED = 500;

export function createIndexUpkeep({ threads, papers, log, isClosing }: IndexUpkeepParts): IndexUpkeep {
  let modelling: IndexWork | undefined;
  let isChecked = false;

  const onEachReader = <Answer>(work: () => Promise<Answer>) =>
    Promise.all(Array.from({ length: threads.readers }, work));
  /** Says whether so much of the index is outdated that it is better made anew: each change of a paper's text leaves something. */
  const warm = async (): Promise<boolean> => {
    const held = await onEachReader(() => threads.reader("warm", undefined));
    return held.some(({ papers: live, outdated }) => outdated > Math.max(LEAST_OUTDATED, live / 2));
  };

  /** Searches for the newest papers, and their neighbours, so that the first person to ask finds the thread warm: its code, its pages of the file. */
  const rehearse = async () => {
    const newest = await papers.changedAfter(
      Math.max(0, (await papers.latestChange()) - REHEARSED),
      REHEARSED,
    );
    for (const { paper } of newest) {
      if (isClosing()) return;
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

  return {
    get work() {
      return modelling;
    },
    async run() {
      const isOutdated = await warm();
      if (isOutdated) return true;
      const isNew = await fitModel();
      if (isNew) await warm();
      if (isNew || !isChecked) await onEachReader(rehearse);
      if (!isChecked) await threads.writer("check", undefined);
      isChecked = true;
      return false;
    },
  };
}
