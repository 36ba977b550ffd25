/** What a model writes is paid for once: kept for all, joined while it is under way, left alone for a while when it failed. */
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { z } from "zod";
import type { Logger } from "../log.ts";
import type { Paper } from "../papers/paper.ts";
import type { Json } from "../platform/memory.ts";
import { BudgetError } from "./budget.ts";
import { ModelError } from "./model.ts";
import type { ModelTextStore, TextIdentity } from "./model-text-store.ts";
import { UnfoundedError } from "./paid-writer.ts";
import { PROMPT_VERSION } from "./prompt.ts";

/** The message is a clause for people: "the model did not answer". */
export class NotWritten extends Error {
  /** Other texts would fare no better now. */
  readonly isGeneral: boolean;

  constructor(message: string, isGeneral: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "NotWritten";
    this.isGeneral = isGeneral;
  }
}

export interface WriteOnce {
  /** What is kept; undefined if there is nothing. */
  kept<Content>(identity: TextIdentity, form: z.ZodType<Content>): Promise<Content | undefined>;
  /** What is kept, or else what `write` makes, kept from then on. Rejects with NotWritten. */
  get<Content extends Json>(
    identity: TextIdentity,
    form: z.ZodType<Content>,
    options: OnceOptions<Content>,
  ): Promise<Content>;
}

export interface OnceOptions<Content> {
  readonly write: () => Promise<{ result: Content; temperature: number | undefined }>;
  readonly isWaitedFor: boolean;
}

export interface WriteOnceParts {
  readonly texts: ModelTextStore;
  /** Longer than writing can take: whoever died while writing keeps others off for that long. */
  readonly leaseMs: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** How long and how often to look for what another process is writing. */
const LOOK = { everyMs: 250, times: 120 };

export function createWriteOnce({ texts, leaseMs, now, log }: WriteOnceParts): WriteOnce {
  const owner = randomUUID();
  const running = new Map<string, Promise<Json>>();

  async function begin<Content extends Json>(
    identity: TextIdentity,
    form: z.ZodType<Content>,
    options: OnceOptions<Content>,
  ): Promise<Content> {
    const claim = await texts.claim(identity, owner, now(), leaseMs);
    if (claim.kind === "written") return form.parse(claim.content);
    if (claim.kind === "resting") throw new NotWritten("the model was of no use a moment ago", false);
    if (claim.kind === "busy") {
      const found = options.isWaitedFor ? await lookFor(identity, form) : undefined;
      if (found === undefined) throw new NotWritten("the model is still writing", false);
      return found;
    }
    try {
      const { result, temperature } = await options.write();
      await texts.write(identity.key, result, temperature, now());
      return result;
    } catch (error) {
      const { key, kind, paperId } = identity;
      if (error instanceof BudgetError) await texts.release(key, owner);
      else await texts.fail(key, owner, now());
      const known = explain(error);
      if (known === undefined) throw error;
      if (!(error instanceof BudgetError))
        log.warn(
          { paper: paperId, kind, problem: error instanceof Error ? error.message : "" },
          "a model wrote nothing that can be shown",
        );
      throw known;
    }
  }

  async function lookFor<Content>(
    identity: TextIdentity,
    form: z.ZodType<Content>,
  ): Promise<Content | undefined> {
    for (let times = 0; times < LOOK.times; times++) {
      await pause(LOOK.everyMs);
      const found = await kept(identity, form);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function kept<Content>(
    identity: TextIdentity,
    form: z.ZodType<Content>,
  ): Promise<Content | undefined> {
    const content = await texts.get(identity.key);
    return content === undefined ? undefined : form.parse(content);
  }

  return {
    kept,

    async get(identity, form, options) {
      const already = running.get(identity.key);
      if (already !== undefined) return form.parse(await already);
      const begun = begin(identity, form, options).finally(() => running.delete(identity.key));
      running.set(identity.key, begun);
      return begun;
    },
  };
}

/** A paper's version is what its title and abstract say. */
export function identify(
  kind: TextIdentity["kind"],
  paper: Pick<Paper, "id" | "title" | "abstract">,
  model: string,
  language: string,
  ...more: readonly string[]
): TextIdentity {
  const parts = [
    kind,
    paper.id,
    paper.title,
    paper.abstract,
    model,
    String(PROMPT_VERSION),
    language,
    ...more,
  ];
  const key = createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
  return { key, kind, paperId: paper.id, model, prompt: PROMPT_VERSION, language };
}

function explain(error: unknown): NotWritten | undefined {
  if (error instanceof BudgetError) return new NotWritten(clause(error.message), error.isForAll, error);
  if (error instanceof UnfoundedError)
    return new NotWritten("what the model wrote is not in the paper", false, error);
  if (!(error instanceof ModelError)) return undefined;
  switch (error.kind) {
    case "unreachable":
      return new NotWritten("the model did not answer", true, error);
    case "limited":
      return new NotWritten("the model has too much to do", true, error);
    case "misconfigured":
      return new NotWritten("the model's server does not take our requests", true, error);
    case "refused":
      return new NotWritten("the model refused to answer", false, error);
    case "cut off":
    case "garbled":
      return new NotWritten("the model's answer could not be used", false, error);
  }
}

/** "The budget is used up." as a part of another sentence. */
export function clause(sentence: string): string {
  const bare = sentence.replace(/\.$/, "");
  return bare.startsWith("The ") ? `the ${bare.slice(4)}` : bare;
}
