/** The job that asks arXiv for what Hugging Face does not tell: the categories of the papers on recent lists. */
import type { Logger } from "../log.ts";
import { addDays, currentListDay } from "./list-day.ts";
import { mergePaper } from "./merge-papers.ts";
import type { PaperId } from "./paper.ts";
import type { PaperStore } from "./paper-store.ts";
import type { Arxiv } from "./sources/arxiv.ts";
import { SourceError } from "./sources/source-error.ts";

export interface Categorize {
  /** Asks for one batch of papers, if there is one; tells how many it could complete. Never rejects for what arXiv does. */
  run(now: Date): Promise<number>;
}

export interface CategorizeParts {
  readonly papers: PaperStore;
  readonly arxiv: Arxiv;
  readonly log: Logger;
}

/** As long as digests draw on a list. */
const DAYS = 8;
const BATCH = 50;
/** After the day's announcement, at 20:00 in New York, arXiv was seen to refuse everybody for most of an hour. */
const BUSY_HOUR_UTC = 0;
const QUIET_MS = 15 * 60_000;

export function createCategorize({ papers, arxiv, log }: CategorizeParts): Categorize {
  /** Asked for in vain, or just now: not asked for again by this process. */
  const asked = new Set<PaperId>();
  let quietUntil = 0;

  return {
    async run(now) {
      if (now.getUTCHours() === BUSY_HOUR_UTC || now.getTime() < quietUntil) return 0;
      const today = currentListDay(now);
      const listed = await papers.listedBetween(addDays(today, -DAYS), today);
      const bare = listed.map(({ paper }) => paper).filter((paper) => isBare(paper) && !asked.has(paper.id));
      const batch = [...new Map(bare.map((paper) => [paper.id, paper])).values()].slice(0, BATCH);
      if (batch.length === 0) return 0;
      try {
        const told = new Map(
          (await arxiv.papers(batch.map(({ id }) => id))).map((paper) => [paper.id, paper]),
        );
        for (const { id } of batch) asked.add(id);
        // Read again: votes may have changed while arXiv was asked.
        const complete = (await papers.getMany([...told.keys()])).flatMap((known) => {
          const found = told.get(known.id);
          return found === undefined ? [] : [mergePaper(known, found)];
        });
        await papers.save(complete, now);
        return complete.length;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        quietUntil = Math.max(now.getTime() + QUIET_MS, error.retryAt?.getTime() ?? 0);
        log.warn(
          { kind: error.kind, problem: error.message, papers: batch.length },
          "arXiv was asked for categories",
        );
        return 0;
      }
    },
  };
}

function isBare({ source, categories }: { source: string; categories: readonly string[] }): boolean {
  return source === "hugging-face" && categories.length === 0;
}
