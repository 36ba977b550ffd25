/**
 * Asks for vectors within the budget, and for one more with every request: that of the probe, a text that is always the
 * same. Its vector tells which model answered, whatever name it goes by.
 */
import { type Embedder, EmbeddingError } from "./embedder.ts";

/** What vectors may cost. */
export interface TokenBudget {
  /** Sets the price of so many tokens aside; undefined where that would pass a ceiling. */
  reserve(tokens: number, now: Date): Promise<TokenReservation | undefined>;
  /** How it stands, for people. */
  describe(now: Date): Promise<readonly string[]>;
}

export interface TokenReservation {
  /** `unknown`: the server may have charged for it, so the estimate stands. */
  settle(tokens: number | "none" | "unknown"): Promise<void>;
}

export interface ProbedVectors {
  readonly probe: Float32Array;
  /** One for each text, in their order. */
  readonly vectors: readonly Float32Array[];
}

export interface PaidEmbedder {
  readonly model: string;
  /** Rejects with EmbeddingError. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<ProbedVectors>;
}

/** Changing it makes every vector a stranger: all would be paid for anew. */
const PROBE = "A sentence that never changes, to notice when the model does.";
/** English has four bytes to a token; numbers, names and other scripts have fewer, and an estimate must not be too low. */
const BYTES_PER_TOKEN = 2.5;

export interface PaidEmbedderParts {
  readonly embedder: Embedder;
  /** What stands before each text, but not before the probe. */
  readonly prefix: string;
  /** Undefined: it costs nothing. */
  readonly budget: TokenBudget | undefined;
  readonly now: () => Date;
}

export function createPaidEmbedder({ embedder, prefix, budget, now }: PaidEmbedderParts): PaidEmbedder {
  return {
    model: embedder.model,
    async embed(texts, signal) {
      const all = [PROBE, ...texts.map((text) => prefix + text)];
      const bytes = all.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
      const reservation = await budget?.reserve(Math.ceil(bytes / BYTES_PER_TOKEN), now());
      if (budget !== undefined && reservation === undefined)
        throw new EmbeddingError("unaffordable", "The month's budget for embeddings is used up.");
      try {
        const { vectors, tokens } = await embedder.embed(all, signal);
        await reservation?.settle(tokens ?? "unknown");
        const [probe, ...others] = vectors;
        if (probe === undefined) throw new EmbeddingError("garbled", "The embeddings server sent nothing.");
        return { probe, vectors: others };
      } catch (error) {
        await reservation?.settle(error instanceof EmbeddingError ? error.cost : "unknown");
        throw error;
      }
    },
  };
}
