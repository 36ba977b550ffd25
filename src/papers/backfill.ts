/** The job that brings the archive of lists into the catalog, once. */
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../log.ts";
import { isSettled } from "./due-days.ts";
import { currentListDay, FIRST_LIST_DAY, isWeekend, type ListDay, listDaysBetween } from "./list-day.ts";
import type { PaperStore } from "./paper-store.ts";
import { type DayResult, readDay } from "./read-day.ts";
import type { Wait } from "./sources/http.ts";
import type { HuggingFace } from "./sources/hugging-face.ts";
import { SourceError } from "./sources/source-error.ts";

export interface BackfillOptions {
  readonly papers: PaperStore;
  readonly huggingFace: HuggingFace;
  readonly log: Logger;
  /** From here, or from the beginning of the archive. */
  readonly since: ListDay;
  /** Until here, or until the current list day. */
  readonly until: ListDay;
  readonly now: () => Date;
  /** Between one request and the next; 0.8 s is 375 in five minutes, of 500 that anyone may make. */
  readonly gapMs?: number;
  readonly wait?: Wait;
  readonly signal?: AbortSignal;
}

export interface BackfillReport {
  /** Lists that were read. */
  readonly days: number;
  /** Lists that were there already. */
  readonly known: number;
  readonly added: number;
  readonly changed: number;
  /** Entries that could not be read. */
  readonly skipped: number;
  readonly failed: readonly { readonly day: ListDay; readonly problem: string }[];
  /** Why the rest was not tried; undefined if nothing is left. */
  readonly stopped: string | undefined;
}

const GAP_MS = 800;
/** A limit's window lasts five minutes; what lasts longer is not waited for. */
const LONGEST_WAIT_MS = 6 * 60_000;
/** Failed days in a row after which the rest is left for another time. */
const FAILURES_IN_A_ROW = 5;

/**
 * Reads every weekday's list from `since` to `until`, newest first, that was not read after the day was over; so it goes on where it was
 * interrupted. (All 435 recorded lists are of weekdays; a weekend's is empty.) A day that fails is reported at the end.
 */
export async function backfill(
  options: BackfillOptions,
  progress: (done: number, total: number) => void = () => {},
): Promise<BackfillReport> {
  const { papers, log, now, gapMs = GAP_MS, wait = pause, signal } = options;
  const days = await missingDays(options);
  const report = { days: 0, known: days.known, added: 0, changed: 0, skipped: 0 };
  const failed: { day: ListDay; problem: string }[] = [];
  let inARow = 0;
  let stopped: string | undefined;

  for (const [done, day] of days.missing.entries()) {
    progress(done, days.missing.length);
    if (done > 0) await wait(gapMs, signal).catch(() => {});
    if (signal?.aborted) stopped = "Stopped; the same command goes on from here.";
    if (inARow >= FAILURES_IN_A_ROW) stopped = failed.at(-1)?.problem;
    if (stopped !== undefined) break;
    const result = await readPatiently(day);
    if ("problem" in result) {
      log.warn({ day, problem: result.problem }, "a list of the archive could not be read");
      failed.push({ day, problem: result.problem });
      inARow++;
      continue;
    }
    inARow = 0;
    report.days++;
    report.added += result.added;
    report.changed += result.changed;
    report.skipped += result.skipped;
  }
  progress(report.days + failed.length, days.missing.length);
  return { ...report, failed, stopped };

  async function readPatiently(day: ListDay): Promise<DayResult | { problem: string }> {
    for (let waited = false; ; waited = true) {
      try {
        return await readDay({ papers, huggingFace: options.huggingFace }, day, now(), signal);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        const ms = error.retryAt === undefined ? undefined : error.retryAt.getTime() - now().getTime();
        if (waited || ms === undefined || ms > LONGEST_WAIT_MS) return { problem: error.message };
        log.info({ day, ms }, "waiting for the source's rate limit");
        await wait(Math.max(0, ms), signal).catch(() => {});
      }
    }
  }
}

async function missingDays({ papers, since, until, now }: BackfillOptions) {
  const today = currentListDay(now());
  const first = since > FIRST_LIST_DAY ? since : FIRST_LIST_DAY;
  const last = until < today ? until : today;
  const days = listDaysBetween(first, last).filter((day) => !isWeekend(day));
  const fetched = await papers.fetchedDays(first, last);
  const missing = days.filter((day) => {
    const readAt = fetched.get(day);
    return readAt === undefined || !isSettled(day, readAt);
  });
  return { missing: missing.reverse(), known: days.length - missing.length };
}

const pause: Wait = async (ms, signal) => {
  await delay(ms, undefined, signal ? { signal } : {});
};
