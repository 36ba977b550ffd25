/** The vectors of what people search for: asked for at once, kept for a while, left alone while the server fails. */
import type { Logger } from "../../log.ts";
import { EmbeddingError } from "./embedder.ts";
import type { PaidEmbedder } from "./paid-embedder.ts";

export interface QueryVector {
  readonly probe: Float32Array;
  readonly vector: Float32Array;
}

export interface QueryVectors {
  /** Undefined if the server fails, rests or is busy. Takes as long as the server does. Never rejects. */
  of(words: string): Promise<QueryVector | undefined>;
  /** To be told when nobody could wait any longer for an answer. */
  late(): void;
  /** How it does since the start, for people. */
  describe(): readonly string[];
  close(): void;
}

const KEEP_MS = 60 * 60_000;
const MOST_KEPT = 500;
/** Under way at once; who comes then does without. */
const AT_ONCE = 8;
/** How long it is left alone after a failure: twice as long after each further one. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;
/** After so many late answers on end it is not waited for, for a while. */
const LATE_ON_END = 3;

export interface QueryVectorsParts {
  readonly embedder: PaidEmbedder;
  readonly now: () => Date;
  readonly log: Logger;
}

export function createQueryVectors({ embedder, now, log }: QueryVectorsParts): QueryVectors {
  const kept = new Map<string, { readonly at: number; readonly vector: Promise<QueryVector | undefined> }>();
  const closing = new AbortController();
  const counted = { asked: 0, late: 0, failed: 0 };
  let underWay = 0;
  let failures = 0;
  let lateOnEnd = 0;
  let restUntil = 0;
  let isTold = false;

  async function ask(words: string): Promise<QueryVector | undefined> {
    counted.asked += 1;
    underWay += 1;
    try {
      const { probe, vectors } = await embedder.embed([words], closing.signal);
      const [vector] = vectors;
      failures = 0;
      isTold = false;
      return vector && { probe, vector };
    } catch (error) {
      kept.delete(words);
      if (closing.signal.aborted) return undefined;
      counted.failed += 1;
      // The server does not like these words; others it may.
      if (!(error instanceof EmbeddingError && error.kind === "refused")) rest(error);
      return undefined;
    } finally {
      underWay -= 1;
    }
  }

  function rest(error: unknown): void {
    failures += 1;
    const doubled = now().getTime() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
    const asked = error instanceof EmbeddingError ? error.retryAt?.getTime() : undefined;
    restUntil = asked ?? doubled;
    log[isTold ? "debug" : "warn"](
      { err: error, restUntil: new Date(restUntil) },
      "searches go on without embeddings",
    );
    isTold = true;
  }

  return {
    of(words) {
      const at = now().getTime();
      const before = kept.get(words);
      kept.delete(words);
      if (before !== undefined && at - before.at < KEEP_MS) {
        // The last one used is the last one to go.
        kept.set(words, before);
        return before.vector;
      }
      if (at < restUntil || underWay >= AT_ONCE) return Promise.resolve(undefined);
      const vector = ask(words);
      const [oldest] = kept.keys();
      if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(words, { at, vector });
      // An answer in time ends a row of late ones; what is late counts itself.
      const late = lateOnEnd;
      void vector.then((found) => {
        if (found !== undefined && lateOnEnd === late) lateOnEnd = 0;
      });
      return vector;
    },
    late() {
      counted.late += 1;
      lateOnEnd += 1;
      if (lateOnEnd < LATE_ON_END) return;
      lateOnEnd = 0;
      rest(new EmbeddingError("unreachable", "The embeddings server is too slow for searches."));
    },
    describe() {
      const { asked, late, failed } = counted;
      return asked === 0
        ? []
        : [`Embedded searches since the start: ${asked} asked, ${late} too late, ${failed} failed.`];
    },
    close: () => closing.abort(),
  };
}
