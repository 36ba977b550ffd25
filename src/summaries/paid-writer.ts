/** Has a model write something that is good enough, at most twice, each time within the budget. */
import { randomBytes } from "node:crypto";
import PQueue from "p-queue";
import type { Budget } from "./budget.ts";
import { type Model, type ModelAnswer, ModelError } from "./model.ts";
import type { Prompt } from "./prompt.ts";
import type { Payer } from "./spend-store.ts";

/** How to ask for something, and how to tell whether the answer will do. */
export interface Draft<Content, Result> {
  prompt(fence: string, complaint: string | undefined): Prompt<Content>;
  judge(content: Content): Judgement<Result>;
}

export interface Judgement<Result> {
  /** What can be shown of it; undefined if nothing can. */
  readonly result: Result | undefined;
  /** Statements that must be left out. */
  readonly dropped: number;
  /** What to tell the model, when there is something to mend. */
  readonly complaint: string | undefined;
}

export interface WriteOptions {
  readonly payer: Payer;
  /** Someone waits: goes before what nobody waits for. */
  readonly isWaitedFor: boolean;
  readonly signal: AbortSignal;
}

export interface PaidWriter {
  readonly model: string;
  /** Rejects with ModelError, BudgetError or UnfoundedError. */
  write<Content, Result>(
    draft: Draft<Content, Result>,
    options: WriteOptions,
  ): Promise<{ result: Result; temperature: number | undefined }>;
}

/** What the model wrote does not stand in its source, twice. */
export class UnfoundedError extends Error {
  constructor(complaint: string) {
    super(complaint);
    this.name = "UnfoundedError";
  }
}

export interface PaidWriterParts {
  readonly model: Model;
  readonly budget: Budget;
  readonly callsAtOnce: number;
  readonly now: () => Date;
}

/** An answer that was cut off gets this much more room: models that think before they answer need it. */
const MORE_ROOM = 4;

export function createPaidWriter({ model, budget, callsAtOnce, now }: PaidWriterParts): PaidWriter {
  const queue = new PQueue({ concurrency: callsAtOnce });

  async function pay<Content>(prompt: Prompt<Content>, options: WriteOptions): Promise<ModelAnswer<Content>> {
    // Whoever waited in vain for a turn has asked for nothing.
    if (options.signal.aborted)
      throw new ModelError("unreachable", "There was no time left to ask the model.");
    const reservation = await budget.reserve(prompt, options.payer, now());
    try {
      const answer = await model.ask({ ...prompt, signal: options.signal });
      await reservation.settle(answer.usage ?? "unknown", false);
      return answer;
    } catch (error) {
      await reservation.settle(error instanceof ModelError ? error.cost : "unknown", true);
      throw error;
    }
  }

  const call = <Content>(prompt: Prompt<Content>, options: WriteOptions) =>
    queue.add(() => pay(prompt, options), { priority: options.isWaitedFor ? 1 : 0 });

  return {
    model: model.name,

    async write(draft, options) {
      const fence = () => randomBytes(12).toString("hex");
      const first = await attempt(draft.prompt(fence(), undefined), draft, options);
      if (first.judgement?.complaint === undefined && first.judgement?.result !== undefined)
        return { result: first.judgement.result, temperature: first.temperature };
      const again = draft.prompt(fence(), first.judgement?.complaint);
      const second = await attempt(
        { ...again, maxTokens: again.maxTokens * (first.isCutOff ? MORE_ROOM : 1) },
        draft,
        options,
      ).catch((error: unknown) => {
        // What was usable of the first answer is better than nothing.
        if (first.judgement?.result === undefined) throw error;
        return first;
      });
      if (second.error !== undefined && first.judgement?.result === undefined) throw second.error;
      const [best] = [second, first]
        .filter(({ judgement }) => judgement?.result !== undefined)
        .sort((one, other) => (one.judgement?.dropped ?? 0) - (other.judgement?.dropped ?? 0));
      if (best?.judgement?.result === undefined)
        throw new UnfoundedError(second.judgement?.complaint ?? "There is nothing in it.");
      return { result: best.judgement.result, temperature: best.temperature };
    },
  };

  /** An answer that cannot be read is one to ask for again; everything else that goes wrong is not. */
  async function attempt<Content, Result>(
    prompt: Prompt<Content>,
    draft: Draft<Content, Result>,
    options: WriteOptions,
  ): Promise<Attempt<Result>> {
    try {
      const { content, temperature } = await call(prompt, options);
      return { judgement: draft.judge(content), temperature, isCutOff: false, error: undefined };
    } catch (error) {
      if (!(error instanceof ModelError) || (error.kind !== "cut off" && error.kind !== "garbled"))
        throw error;
      return { judgement: undefined, temperature: undefined, isCutOff: error.kind === "cut off", error };
    }
  }
}

interface Attempt<Result> {
  readonly judgement: Judgement<Result> | undefined;
  readonly temperature: number | undefined;
  readonly isCutOff: boolean;
  readonly error: ModelError | undefined;
}
