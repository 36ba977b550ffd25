/** Fetches the vectors that are missing, in the background, the newest papers first, as long as the budget and the server let it. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../../log.ts";
import type { PaperStore } from "../../papers/paper-store.ts";
import { fetchBatch, type Item } from "./batch.ts";
import { textOf, versionOf } from "./embedded-text.ts";
import { EmbeddingError } from "./embedder.ts";
import { followCatalog } from "./follow.ts";
import type { PaidEmbedder } from "./paid-embedder.ts";
import { areOfOneSpace } from "./vector.ts";
import { VectorsUnavailable } from "./vector-file.ts";
import { isShare, LEAST_COVERAGE } from "./vector-nearness.ts";
import type { VectorThread } from "./vector-pool.ts";
import type { Coverage } from "./vector-requests.ts";

export interface Filling {
  /** Begins, unless it goes on already or has a reason to rest. Never throws. */
  begin(): void;
  /** Waits until it has nothing more to do, or rests. */
  settled(): Promise<void>;
  /** Whether enough papers have vectors for a search to ask for its own. */
  isEnough(): boolean;
  /** Whether enough have vectors of one kind to compare papers, be it of a model that is another by now. */
  isEnoughAmongPapers(): boolean;
  /** How it stands, for people. */
  describe(): readonly string[];
  close(): Promise<void>;
}

export interface FillParts {
  readonly vectors: VectorThread;
  readonly embedder: PaidEmbedder;
  /** What the texts are put into. */
  readonly space: string;
  readonly papers: Pick<PaperStore, "getMany" | "changedAfter" | "latestChange" | "epoch">;
  /** Requests under way. */
  readonly atOnce: number;
  /** No request takes longer. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** With the probe 32 texts: as many as the strictest servers take at first. https://huggingface.co/docs/text-embeddings-inference/cli_arguments */
const BATCH = 31;
/** How long it rests after a failure: twice as long after each further one. */
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;
const BUDGET_REST_MS = 60 * 60_000;
const CLOSING_MS = 1_000;

export function createFilling(parts: FillParts): Filling {
  const { vectors, embedder, space, papers, now, log } = parts;
  const owner = randomUUID();
  /** No new requests; what is under way may have been paid for, and gets a moment to end. */
  let isStopping = false;
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let generation: number | undefined;
  /** What the probe became when it was not what it had been: if it stays so, the model is another. */
  let suspect: Float32Array | undefined;
  let coverage: Coverage | undefined;
  let failures = 0;
  let restUntil = 0;
  let problem: string | undefined;

  /** Which vectors are the model's own, told by what it makes of the probe today. */
  async function findGeneration(): Promise<number> {
    const { probe } = await embedder.embed([], closing.signal);
    const mayBegin = suspect !== undefined && areOfOneSpace(suspect, probe);
    const found = await vectors.ask("generationOf", { space, probe, mayBegin });
    if (found === undefined) throw otherSpace(probe);
    if (mayBegin)
      log.warn({ model: embedder.model }, "the embedding model is another: all vectors are fetched anew");
    suspect = undefined;
    return found;
  }

  function otherSpace(probe: Float32Array): EmbeddingError {
    suspect = probe;
    generation = undefined;
    return new EmbeddingError(
      "unreachable",
      "The embedding model answers otherwise than before; if that stays so, all vectors are fetched anew.",
    );
  }

  /** One of several that do the same; ends when nothing is left to do. */
  async function work(of: number): Promise<void> {
    while (!isStopping && generation === of) {
      const at = now().getTime();
      // Each text may be asked for several times when the server will not take its batch.
      const until = at + 60_000 + 10 * parts.timeoutMs;
      const claimed = await vectors.ask("claim", { generation: of, owner, limit: BATCH, now: at, until });
      if (claimed.length === 0) return;
      const wanted = new Map(claimed.map((one) => [one.id, one]));
      const items = (await papers.getMany([...wanted.keys()])).flatMap((paper): Item[] => {
        const one = wanted.get(paper.id);
        return one?.version === versionOf(paper) ? [{ ...one, text: textOf(paper) }] : [];
      });
      // What changed since it was followed will be followed, and claimed again.
      if (items.length === 0) return;
      const refused = await fetchBatch(items, embedder, closing.signal, async (entries, probe) => {
        if (!(await vectors.ask("save", { generation: of, probe, entries }))) throw otherSpace(probe);
      });
      for (const { id } of refused)
        await vectors.ask("refuse", { generation: of, id, now: now().getTime(), waitMs: 24 * 60 * 60_000 });
      failures = 0;
      problem = undefined;
      coverage = await vectors.ask("coverage", { space, generation: of });
    }
  }

  async function fill(): Promise<void> {
    await followCatalog(papers, vectors, () => isStopping);
    coverage = await vectors.ask("coverage", { space, generation });
    if (isStopping) return;
    generation ??= await findGeneration();
    const of = generation;
    // All end before any failure counts, so that none goes on unseen.
    const ends = await Promise.allSettled(Array.from({ length: parts.atOnce }, () => work(of)));
    const failed = ends.find((end) => end.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    coverage = await vectors.ask("coverage", { space, generation: of });
    const dropped = await vectors.ask("dropOthers", of);
    if (dropped > 0) log.info({ dropped }, "vectors of other models are deleted");
    while (!isStopping && (await vectors.ask("sweep", undefined)));
    failures = 0;
    problem = undefined;
  }

  function rest(error: unknown): void {
    failures += 1;
    const doubled = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
    const isKnown = error instanceof EmbeddingError;
    const wait =
      error instanceof VectorsUnavailable
        ? Number.POSITIVE_INFINITY
        : isKnown && error.kind === "unaffordable"
          ? BUDGET_REST_MS
          : isKnown && error.kind === "misconfigured"
            ? LONGEST_REST_MS
            : doubled;
    const asked = isKnown ? error.retryAt?.getTime() : undefined;
    restUntil = asked ?? now().getTime() + wait;
    const message =
      error instanceof EmbeddingError || error instanceof VectorsUnavailable ? error.message : undefined;
    // Said once as long as it is the same.
    const level = message !== undefined && message === problem ? "debug" : "warn";
    problem = message ?? "The vectors could not be kept.";
    log[level]({ err: error }, "embeddings are not complete");
  }

  async function run(): Promise<void> {
    try {
      await fill();
    } catch (error) {
      generation = undefined;
      if (!closing.signal.aborted) rest(error);
    }
    if (!(problem !== undefined && restUntil === Number.POSITIVE_INFINITY))
      await vectors.ask("release", owner).catch(() => {});
    isRunning = false;
  }

  return {
    begin() {
      if (isRunning || isStopping || now().getTime() < restUntil) return;
      isRunning = true;
      running = run();
    },
    settled: () => running,
    isEnough: () => coverage !== undefined && isShare(coverage.vectors, coverage.papers),
    isEnoughAmongPapers: () => coverage !== undefined && isShare(coverage.most, coverage.papers),
    describe() {
      const seconds = Math.ceil((restUntil - now().getTime()) / 1000);
      const again =
        problem !== undefined && seconds > 0 && Number.isFinite(seconds) ? ` Again in ${seconds} s.` : "";
      return [
        coverage === undefined
          ? `Vectors of ${embedder.model} have not been asked for yet.`
          : covered(embedder.model, coverage),
        ...(problem === undefined ? [] : [`${problem}${again}`]),
      ];
    },
    async close() {
      isStopping = true;
      await Promise.race([running, pause(CLOSING_MS, undefined, { ref: false })]);
      closing.abort();
      await running;
    },
  };
}

function covered(model: string, { papers, vectors }: Coverage): string {
  const [of, all] = [vectors, papers].map((number) => number.toLocaleString("en-US"));
  const share = papers === 0 ? 100 : Math.floor((vectors / papers) * 100);
  const unused = papers > 0 && !isShare(vectors, papers) ? `; used from ${LEAST_COVERAGE * 100}% on` : "";
  return `${of} of ${all} papers have a vector of ${model} (${share}%${unused}).`;
}
