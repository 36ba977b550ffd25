/** The job that keeps the catalog up to date with Hugging Face's lists. */
import type { Logger } from "../log.ts";
import { backoffUntil, dueDays, GAP_DAYS } from "./due-days.ts";
import { addDays, currentListDay, type ListDay } from "./list-day.ts";
import type { PaperStore } from "./paper-store.ts";
import { readDay } from "./read-day.ts";
import type { SourceState, SourceStateStore } from "./source-state-store.ts";
import type { HuggingFace } from "./sources/hugging-face.ts";
import { SourceError } from "./sources/source-error.ts";

export interface Ingest {
  /**
   * Reads what is due. Never rejects for what a source does: the report says so. Calls during a run share it, and its `now`
   * and `timeoutMs`.
   */
  refresh(now: Date, options?: RefreshOptions): Promise<IngestReport>;
}

/** How many lists of how many are read, from none before the first is asked for. */
export type Progress = (done: number, total: number) => void;

export interface RefreshOptions {
  /** For the whole run; what was read until then stays, the rest is due at the next run. */
  readonly timeoutMs?: number;
  readonly progress?: Progress;
  /** Someone is waiting: do not spare a source that failed a moment ago, unless it asked for that itself. */
  readonly atOnce?: boolean;
}

export interface IngestReport {
  /** Lists that were read. */
  readonly days: number;
  readonly added: number;
  readonly changed: number;
  /** Entries that could not be read. */
  readonly skipped: number;
  /** Lists that are still due. */
  readonly remaining: number;
  /** What is wrong with the source, for people: now, or at the last attempt if it is being left alone. */
  readonly problem: string | undefined;
  /** It works again, after it had not. */
  readonly recovered: boolean;
}

export interface IngestParts {
  readonly papers: PaperStore;
  readonly states: SourceStateStore;
  readonly huggingFace: HuggingFace;
  readonly log: Logger;
}

const AT_A_TIME = 3;
/** Unreadable answers in a row after which the rest is not asked for: it is not about one day. */
const GARBLED_IN_A_ROW = 3;

export function createIngest({ papers, states, huggingFace, log }: IngestParts): Ingest {
  let running: Promise<IngestReport> | undefined;
  const watchers = new Set<Progress>();
  /** Entries already counted as skipped: the same broken entry is read again and again. */
  const countedSkips = new Map<ListDay, number>();

  async function run(now: Date, { timeoutMs, atOnce = false }: RefreshOptions): Promise<IngestReport> {
    const state = await states.get("hugging-face");
    const today = currentListDay(now);
    const from = addDays(today, -GAP_DAYS);
    const fetched = {
      at: await papers.fetchedDays(from, today),
      size: await papers.fetchedSizes(from, today),
    };
    const due = dueDays(now, fetched, atOnce);
    const nothing = { days: 0, added: 0, changed: 0, skipped: 0, remaining: due.length, recovered: false };
    if (due.length === 0 || isSpared(state, now, atOnce)) {
      return { ...nothing, problem: due.length === 0 ? undefined : state.problem };
    }
    const total = await readDays(due, now, timeoutMs);
    const { failure } = total;
    if (failure) {
      log.warn(
        { kind: failure.kind, problem: failure.message, retryAt: failure.retryAt },
        "a list could not be read",
      );
      await states.recordFailure("hugging-face", now, {
        problem: failure.message,
        retryAt: failure.retryAt,
        skipped: total.newlySkipped,
      });
    } else {
      await states.recordSuccess("hugging-face", now, total.newlySkipped);
    }
    const { days, added, changed, skipped } = total;
    const recovered = failure === undefined && state.failures > 0;
    log.info({ days, added, changed, skipped, recovered }, "lists read");
    return {
      days,
      added,
      changed,
      skipped,
      remaining: due.length - days,
      problem: failure?.message,
      recovered,
    };
  }

  async function readDays(due: readonly ListDay[], now: Date, timeoutMs: number | undefined) {
    const total = { days: 0, added: 0, changed: 0, skipped: 0, newlySkipped: 0 };
    const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const pending = [...due];
    let failure: SourceError | undefined;
    let garbled = 0;

    async function readNext(): Promise<void> {
      const day = pending.shift();
      if (day === undefined) return;
      try {
        const result = await readDay({ papers, huggingFace }, day, now, signal);
        total.days++;
        total.added += result.added;
        total.changed += result.changed;
        total.skipped += result.skipped;
        total.newlySkipped += Math.max(0, result.skipped - (countedSkips.get(day) ?? 0));
        countedSkips.set(day, result.skipped);
        garbled = 0;
        for (const watch of watchers) watch(total.days, due.length);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failure ??= error;
        garbled++;
        if (error.kind !== "garbled" || garbled === GARBLED_IN_A_ROW) pending.length = 0;
      }
    }

    async function work(): Promise<void> {
      while (pending.length > 0) await readNext();
    }

    for (const watch of watchers) watch(0, due.length);
    // The newest alone and first: a digest can be made of it, and a source that is down is asked once, not thrice.
    await readNext();
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    const ranOut = signal?.aborted === true && total.days > 0;
    return { ...total, failure: ranOut ? undefined : failure };
  }

  return {
    async refresh(now, options = {}) {
      const { progress } = options;
      if (progress) watchers.add(progress);
      try {
        running ??= run(now, options).finally(() => {
          running = undefined;
        });
        return await running;
      } finally {
        if (progress) watchers.delete(progress);
      }
    },
  };
}

function isSpared(state: SourceState, now: Date, atOnce: boolean): boolean {
  if (state.retryAt !== undefined && state.retryAt > now) return true;
  if (atOnce || state.attemptedAt === undefined || state.failures === 0) return false;
  return backoffUntil(state.attemptedAt, state.failures) > now;
}
