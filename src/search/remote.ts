/**
 * Hugging Face's own search beside ours: asked within a budget of time, left alone while it fails, its papers kept. Its
 * failures are no concern of whoever searches: they are counted, for whoever runs this.
 */
import type { Logger } from "../log.ts";
import { mergePaper } from "../papers/merge-papers.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import { SourceError } from "../papers/sources/source-error.ts";

export interface RemoteSearch {
  /** What it finds, best first, all of it in the catalog by then; nothing if it fails, rests or takes too long. Never rejects. */
  find(words: string, now: Date): Promise<readonly PaperId[]>;
  /** How it is doing since the start, in sentences for an operator. */
  describe(now: Date): readonly string[];
}

export interface RemoteSearchParts {
  /** Rejects with SourceError, at the latest when `signal` says that the time is up. */
  readonly ask: (words: string, limit: number, signal: AbortSignal) => Promise<readonly Paper[]>;
  readonly papers: Pick<PaperStore, "getMany" | "save">;
  readonly log: Logger;
  /** Begins the time that one answer may take. */
  readonly budget?: () => AbortSignal;
}

/** Local answers wait for no longer than this. */
const BUDGET_MS = 1500;
const LIMIT = 20;
/** The pages of one answer are made of the same findings, and cost one request. */
const KEEP_MS = 10 * 60_000;
const MOST_KEPT = 200;
/** How long it is left alone after a failure: twice as long after each further one. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;

export function createRemoteSearch({
  ask,
  papers,
  log,
  budget = () => AbortSignal.timeout(BUDGET_MS),
}: RemoteSearchParts): RemoteSearch {
  const kept = new Map<string, { readonly at: number; readonly ids: Promise<readonly PaperId[]> }>();
  const counted = { asked: 0, failed: 0, limited: 0, brought: 0 };
  let failures = 0;
  let restUntil = 0;
  let problem: string | undefined;

  async function askNow(words: string, now: Date): Promise<readonly PaperId[]> {
    counted.asked += 1;
    const time = budget();
    const fail = (error: unknown) => {
      rest(error, now);
      kept.delete(words);
    };
    try {
      const found = await ask(words, LIMIT, time);
      if (now.getTime() >= restUntil) {
        failures = 0;
        problem = undefined;
      }
      const ids = found.map(({ id }) => id);
      const keeping = keep(found, now);
      if ((await Promise.race([keeping, endOf(time)])) !== "late") return ids;
      // It is kept all the same, for whoever asks the same next.
      void keeping.then(() => kept.set(words, { at: now.getTime(), ids: Promise.resolve(ids) }), fail);
    } catch (error) {
      fail(error);
    }
    return [];
  }

  async function keep(found: readonly Paper[], now: Date): Promise<void> {
    const known = new Map(
      (await papers.getMany(found.map(({ id }) => id))).map((paper) => [paper.id, paper]),
    );
    const { added } = await papers.save(
      found.map((paper) => mergePaper(known.get(paper.id), paper)),
      now,
    );
    counted.brought += added;
  }

  function rest(error: unknown, now: Date): void {
    const isLimited = error instanceof SourceError && error.kind === "limited";
    if (isLimited) counted.limited += 1;
    else counted.failed += 1;
    // Several that were asked at once, before any of them had failed, are one failure.
    const isKnown = now.getTime() < restUntil;
    if (!isKnown) failures += 1;
    const doubled = now.getTime() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
    const asked = error instanceof SourceError ? error.retryAt?.getTime() : undefined;
    restUntil = isKnown ? Math.max(restUntil, asked ?? 0) : (asked ?? doubled);
    problem =
      error instanceof SourceError ? error.message : "What Hugging Face's search found could not be kept.";
    log.warn({ err: error, restUntil: new Date(restUntil) }, "Hugging Face's search gave no answer");
  }

  return {
    async find(words, now) {
      const before = kept.get(words);
      if (before !== undefined && now.getTime() - before.at < KEEP_MS) return before.ids;
      kept.delete(words);
      if (words === "" || now.getTime() < restUntil) return [];
      const ids = askNow(words, now);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(words, { at: now.getTime(), ids });
      return ids;
    },

    describe(now) {
      const { asked, failed, limited, brought } = counted;
      if (asked === 0) return ["Hugging Face's search has not been asked since the start."];
      const rests =
        now.getTime() < restUntil
          ? ` It is left alone for ${Math.ceil((restUntil - now.getTime()) / 1000)} s more.`
          : "";
      return [
        `Hugging Face's search since the start: ${asked} asked, ${failed} failed, ${limited} put off, ${brought} new to the catalog.`,
        ...(problem === undefined ? [] : [`${problem}${rests}`]),
      ];
    },
  };
}

function endOf(time: AbortSignal): Promise<"late"> {
  return new Promise((resolve) => {
    if (time.aborted) resolve("late");
    else time.addEventListener("abort", () => resolve("late"), { once: true });
  });
}
