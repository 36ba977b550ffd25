/** A model that turns texts into vectors, as the rest of this folder knows it. */

export interface Embedder {
  /** As its server calls it. */
  readonly model: string;
  /** Asks once. Rejects with EmbeddingError, within its time limit. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embedded>;
}

export interface Embedded {
  /** One for each text, in their order, all of one length; each has the length 1 as a vector. */
  readonly vectors: readonly Float32Array[];
  /** What was charged; undefined if the server does not tell. */
  readonly tokens: number | undefined;
}

/** By what the caller does next. */
type EmbeddingFault =
  /** No answer in time, or a server that is not well: later. */
  | "unreachable"
  /** Too many requests: not before `retryAt`. */
  | "limited"
  /** It takes no request with these texts: fewer or shorter ones, perhaps. */
  | "refused"
  /** It takes no such request at all: someone must look at the settings. */
  | "misconfigured"
  /** What it sent are no vectors of these texts. */
  | "garbled"
  /** The month's budget is used up, and nothing was asked. */
  | "unaffordable";

/** The message is a sentence for the log and says nothing secret. */
export class EmbeddingError extends Error {
  readonly kind: EmbeddingFault;
  readonly retryAt: Date | undefined;
  /** What it cost all the same, in tokens. `unknown`: the server may have worked, and did not say how much. */
  readonly cost: number | "none" | "unknown";

  constructor(
    kind: EmbeddingFault,
    message: string,
    options: { retryAt?: Date | undefined; cost?: number | "none" | "unknown"; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "EmbeddingError";
    this.kind = kind;
    this.retryAt = options.retryAt;
    this.cost = options.cost ?? "none";
  }
}
