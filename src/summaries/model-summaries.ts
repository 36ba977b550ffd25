/** Gists and points that a model writes: checked, kept, and paid for once. */
import type { Logger } from "../log.ts";
import type { Paper } from "../papers/paper.ts";
import type { Workspace } from "../platform/message.ts";
import type { Budget } from "./budget.ts";
import { checkLine, isEnglish } from "./checked.ts";
import type { PaidWriter, WriteOptions } from "./paid-writer.ts";
import type { Payer } from "./spend-store.ts";
import type { Gist, Point } from "./summary.ts";
import { gistDraft, keptGist, keptPoints, pointsDraft, textOf } from "./summary-drafts.ts";
import { identify, NotWritten, type WriteOnce } from "./write-once.ts";

export interface GistWant {
  readonly paper: Paper;
  readonly language: string | undefined;
  /** Which workspace's budget it is for. */
  readonly workspace: Workspace;
}

export interface ModelSummaries {
  /** What is kept; never waits for the model. */
  keptGist(paper: Paper, language: string | undefined): Promise<Gist | undefined>;
  /** Whether gist and points are there already. */
  isKept(paper: Paper, language: string | undefined): Promise<boolean>;
  /** Rejects with NotWritten. */
  gist(paper: Paper, language: string | undefined, payer: Payer): Promise<ModelGist>;
  points(paper: Paper, language: string | undefined, payer: Payer): Promise<ModelPoints>;
  /** Writes gists that nobody waits for yet, until the budget or the server ends it. */
  prepare(wants: readonly GistWant[], signal: AbortSignal): Promise<void>;
}

export interface ModelGist {
  readonly gist: Gist;
  readonly found: number;
  readonly of: number;
}

export interface ModelPoints {
  readonly points: readonly Point[];
  readonly found: number;
  readonly of: number;
}

export interface ModelSummariesParts {
  readonly writer: PaidWriter;
  readonly budget: Budget;
  readonly once: WriteOnce;
  readonly callsAtOnce: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** How long a person is kept waiting. */
const PATIENCE_MS = 45_000;
/** After so many failures in a row that are not one paper's fault, the rest is left for later. */
const GIVE_UP_AFTER = 3;

export function createModelSummaries(parts: ModelSummariesParts): ModelSummaries {
  const { writer, budget, once, callsAtOnce, now, log } = parts;
  const gistIdentity = (paper: Paper, language: string) => identify("gist", paper, writer.model, language);
  const pointsIdentity = (paper: Paper, language: string) =>
    identify("points", paper, writer.model, language);
  const toGist = (text: string, language: string): Gist => ({
    text,
    source: "model",
    label: isEnglish(language)
      ? `AI summary (${writer.model}), checked against the abstract`
      : `AI summary (${writer.model}), names and numbers checked against the abstract`,
  });
  const waited = (payer: Payer): WriteOptions => ({
    payer,
    isWaitedFor: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

  async function writeGist(paper: Paper, language: string, options: WriteOptions): Promise<ModelGist> {
    const kept = await once.get(gistIdentity(paper, language), keptGist, {
      isWaitedFor: options.isWaitedFor,
      write: () => writer.write(gistDraft(textOf(paper), language), options),
    });
    return { gist: toGist(kept.text, language), found: kept.found, of: kept.of };
  }

  return {
    async keptGist(paper, language = "en") {
      const kept = await once.kept(gistIdentity(paper, language), keptGist);
      return kept && toGist(kept.text, language);
    },

    async isKept(paper, language = "en") {
      const gist = await once.kept(gistIdentity(paper, language), keptGist);
      return (
        gist !== undefined && (await once.kept(pointsIdentity(paper, language), keptPoints)) !== undefined
      );
    },

    gist: (paper, language = "en", payer) => writeGist(paper, language, waited(payer)),

    points(paper, language = "en", payer) {
      const options = waited(payer);
      return once.get(pointsIdentity(paper, language), keptPoints, {
        isWaitedFor: true,
        write: () => writer.write(pointsDraft(textOf(paper), language), options),
      });
    },

    async prepare(wants, signal) {
      const missing = await missingOf(wants);
      if (missing.length === 0) return;
      const estimate = missing.reduce((sum, { paper, language = "en" }) => {
        return sum + budget.estimate(gistDraft(textOf(paper), language).prompt("", undefined));
      }, 0);
      const left = await budget.left(now());
      log.info(
        { gists: missing.length, mostUsd: estimate / 1e6, leftUsd: left / 1e6 },
        "writing gists for the next digests",
      );
      // A text is claimed only when its turn has come: a claim does not last for long.
      const waiting = [...missing];
      let failures = 0;
      const work = async () => {
        for (let want = waiting.shift(); want !== undefined; want = waiting.shift()) {
          if (failures >= GIVE_UP_AFTER || signal.aborted) return;
          failures = (await wasInVain(want, signal)) ? failures + 1 : 0;
        }
      };
      await Promise.all(Array.from({ length: callsAtOnce }, work));
    },
  };

  /** Whether something stood in the way that is not this paper's fault. */
  async function wasInVain(
    { paper, language = "en", workspace }: GistWant,
    signal: AbortSignal,
  ): Promise<boolean> {
    const payer = { platform: workspace.platform, workspace: workspace.workspace };
    try {
      await writeGist(paper, language, { payer, isWaitedFor: false, signal });
      return false;
    } catch (error) {
      if (error instanceof NotWritten) return error.isGeneral;
      throw error;
    }
  }

  /** Each text once, and none that is kept. */
  async function missingOf(wants: readonly GistWant[]): Promise<readonly GistWant[]> {
    const missing = new Map<string, GistWant>();
    for (const want of wants) {
      const { paper, language = "en" } = want;
      if (!canBeWritten(paper)) continue;
      const identity = gistIdentity(paper, language);
      if (!missing.has(identity.key) && (await once.kept(identity, keptGist)) === undefined)
        missing.set(identity.key, want);
    }
    return [...missing.values()];
  }
}

/** There must be something to sum up; our own samples are summed up already. */
export function canBeWritten(paper: Paper): boolean {
  return paper.source !== "sample" && paper.abstract.trim() !== "";
}

/** How a whole summary was checked, for people. */
export function summaryCheck(gist: ModelGist | undefined, points: ModelPoints, language = "en"): string {
  return checkLine((gist?.found ?? 0) + points.found, (gist?.of ?? 0) + points.of, language);
}
