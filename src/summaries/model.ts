/** A model as the rest of this folder knows it: asked in words, it answers in a form, or says why it does not. */
import type { z } from "zod";

export interface Model {
  /** As its server calls it. */
  readonly name: string;
  /** Rejects with ModelError. */
  ask<Content>(request: ModelRequest<Content>): Promise<ModelAnswer<Content>>;
}

export interface ModelRequest<Content> {
  /** What is asked for, in one word: `gist`. */
  readonly name: string;
  readonly instructions: string;
  readonly input: string;
  /** The form of the answer. All of its fields are required. */
  readonly form: z.ZodType<Content>;
  /** The longest answer, in tokens. */
  readonly maxTokens: number;
  readonly signal: AbortSignal;
}

export interface ModelAnswer<Content> {
  readonly content: Content;
  /** Undefined if the server does not tell. */
  readonly usage: Usage | undefined;
  /** 0 to 2; undefined when the server only takes its own. */
  readonly temperature: number | undefined;
}

/** In tokens. */
export interface Usage {
  readonly input: number;
  readonly output: number;
}

/** By what the caller does next. */
export type ModelFault =
  /** No answer in time, or a server that is not well: later. */
  | "unreachable"
  /** Too many requests: not before `retryAt`. */
  | "limited"
  /** The server takes no such request: someone must look at the settings. */
  | "misconfigured"
  /** The model will not answer this. */
  | "refused"
  /** The answer ends in its middle: ask once more, with more room. */
  | "cut off"
  /** Not in the form that was asked for: ask once more. */
  | "garbled";

/** The message is a sentence for the log and says nothing secret. */
export class ModelError extends Error {
  readonly kind: ModelFault;
  readonly retryAt: Date | undefined;
  /** What it cost all the same. `unknown`: the server may have worked, and did not say how much. */
  readonly cost: Usage | "none" | "unknown";

  constructor(
    kind: ModelFault,
    message: string,
    options: { retryAt?: Date | undefined; cost?: Usage | "none" | "unknown"; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "ModelError";
    this.kind = kind;
    this.retryAt = options.retryAt;
    this.cost = options.cost ?? "none";
  }
}
