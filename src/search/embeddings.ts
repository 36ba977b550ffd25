/**
 * Meaning beside words, where an embedding model is set: the papers' vectors are fetched in the background, a search asks for
 * its own within a budget of time. Whatever fails, searching goes on without.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../log.ts";
import type { ServerOptions } from "../model-server/connection.ts";
import type { Paper } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import { questionOf, versionOf } from "./embeddings/embedded-text.ts";
import { createFilling } from "./embeddings/fill.ts";
import { mergeLikeness, mergeNearness } from "./embeddings/nearness-merge.ts";
import { createOpenaiEmbedder } from "./embeddings/openai-embedder.ts";
import { createPaidEmbedder, type TokenBudget } from "./embeddings/paid-embedder.ts";
import { knownPrefixes, spaceOf } from "./embeddings/prefixes.ts";
import { createQueryVectors } from "./embeddings/query-vectors.ts";
import { openVectorThread } from "./embeddings/vector-pool.ts";
import type { Query } from "./query.ts";
import { remoteWords } from "./remote-merge.ts";
import type { ScoredId } from "./search-engine.ts";

export interface Embeddings {
  /** Begins to ask for the vector of a query; undefined where vectors cannot help. */
  ask(typed: string, query: Query): Meaning | undefined;
  /** What the paper's own vector is near; undefined where vectors cannot help. Asks no server. `most`: fewer hits are all there are. */
  like(paper: Paper, most: number): Meaning | undefined;
  /** Begins to fetch what is missing, in the background. */
  fill(): void;
  /** Waits until nothing more is fetched. */
  settled(): Promise<void>;
  /** How it stands, in sentences for an operator. */
  describe(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Meaning {
  /** The hits in a better order; as they are when there is no answer in time. Never rejects. */
  merge(hits: readonly ScoredId[]): Promise<readonly ScoredId[]>;
}

export interface EmbeddingsParts extends ServerOptions {
  /** Where vectors are kept, for instance `data/vectors.db`. */
  readonly file: string;
  readonly model: string;
  /** What stands before what is searched for; undefined: what the model is known to want. */
  readonly queryPrefix: string | undefined;
  /** The same before each paper's text. */
  readonly documentPrefix: string | undefined;
  readonly papers: Pick<PaperStore, "getMany" | "changedAfter" | "latestChange" | "epoch">;
  /** Undefined: it costs nothing. */
  readonly budget: TokenBudget | undefined;
  readonly callsAtOnce: number;
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly log: Logger;
  /** How long a search waits for its vector and what is near it, counted from its beginning. */
  readonly patienceMs?: number;
  /** Another library than the one that sqlite-vec brings. */
  readonly extension?: string;
}

const PATIENCE_MS = 400;
/** Nobody waits for a query's vector any more by then, but a later page could use it. */
const QUERY_TIMEOUT_MS = 5_000;

export function createEmbeddings(parts: EmbeddingsParts): Embeddings {
  const { model, budget, now, log } = parts;
  const known = knownPrefixes(model);
  const documentPrefix = parts.documentPrefix ?? known.document;
  const space = spaceOf(model, documentPrefix);
  const vectors = openVectorThread({ file: parts.file, extension: parts.extension }, log);
  const paid = (prefix: string, timeoutMs: number) =>
    createPaidEmbedder({ embedder: createOpenaiEmbedder({ ...parts, timeoutMs }), prefix, budget, now });
  const filling = createFilling({
    vectors,
    embedder: paid(documentPrefix, parts.timeoutMs),
    space,
    papers: parts.papers,
    atOnce: parts.callsAtOnce,
    timeoutMs: parts.timeoutMs,
    now,
    log,
  });
  const queries = createQueryVectors({
    embedder: paid(parts.queryPrefix ?? known.query, Math.min(parts.timeoutMs, QUERY_TIMEOUT_MS)),
    now,
    log,
  });

  /** The clock runs from now on, not from when there is something to merge. */
  const inTime = (
    merge: (hits: readonly ScoredId[]) => Promise<readonly ScoredId[]>,
    wasLate: () => void,
  ): Meaning => {
    const timeout = new AbortController();
    const tooLate = pause(parts.patienceMs ?? PATIENCE_MS, "late" as const, {
      signal: timeout.signal,
      ref: false,
    }).catch(() => "late" as const);
    return {
      async merge(hits) {
        const merged = merge(hits).catch((error: unknown) => {
          log.warn({ err: error }, "vectors could not be searched");
          return hits;
        });
        const first = await Promise.race([merged, tooLate]);
        timeout.abort();
        if (first !== "late") return first;
        wasLate();
        return hits;
      },
    };
  };

  return {
    ask(typed, query) {
      const words = [query.words, ...query.phrases, ...query.titlePhrases].flat().join(" ");
      if (words === "" || !filling.isEnough()) return undefined;
      // A vector knows none of the query's conditions: where there are some, it can only order what fulfils them.
      const isPlain = remoteWords(query) !== "";
      const asked = queries.of(questionOf(isPlain ? typed : words));
      return inTime(async (hits) => {
        const found = await asked;
        if (found === undefined) return hits;
        const near = await vectors.ask("near", { space, ...found, ids: hits.map(({ id }) => id) });
        return near === undefined ? hits : mergeNearness(hits, near, isPlain);
      }, queries.late);
    },
    like(paper, most) {
      if (!filling.isEnoughAmongPapers()) return undefined;
      const own = { id: paper.id, version: versionOf(paper) };
      return inTime(
        async (hits) => {
          const near = await vectors.ask("nearPaper", { space, ...own, ids: hits.map(({ id }) => id) });
          return near === undefined ? hits : mergeLikeness(hits, near, most);
        },
        () => {},
      );
    },
    fill: () => filling.begin(),
    settled: () => filling.settled(),
    describe: async () => [
      ...filling.describe(),
      ...queries.describe(),
      ...((await budget?.describe(now())) ?? []),
    ],
    async close() {
      queries.close();
      await filling.close();
      await vectors.close();
    },
  };
}
