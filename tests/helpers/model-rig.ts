/** Summaries by a model on a real database, with a loopback server, and a budget in dollars. */
import { onTestFinished } from "vitest";
import { createPaperStore, type PaperStore } from "../../src/papers/paper-store.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createSummaries, type Summaries } from "../../src/summaries/summarize.ts";
import { createWriting, type WritingOptions } from "../../src/summaries/writing.ts";
import { type ModelServer, startModelServer } from "./model-server.ts";
import { paper } from "./papers.ts";
import { readableLog } from "./quiet-log.ts";

export const ABSTRACT =
  "Caches forget what they will need. We propose Attic, a cache that keeps everything. On LongBench it reduces memory by 3.5x and improves accuracy by 12% over SnapKV. It does not work for images.";
export const ATTIC = paper("2611.00001", {
  title: "Attic: a cache that keeps everything",
  abstract: ABSTRACT,
});
export const GIST = "Attic keeps everything and reduces memory by 3.5x on LongBench.";
export const POINTS = {
  problem: "Caches forget what they will need.",
  method: "Attic is a cache that keeps everything.",
  result: "It reduces memory by 3.5x. It improves accuracy by 12% over SnapKV.",
  limits: "It does not work for images.",
};
export const PAYER = { platform: "fake", workspace: "w1" };
export const START = new Date("2026-11-23T08:00:00Z");

export interface ModelRig {
  readonly server: ModelServer;
  readonly database: Database;
  readonly papers: PaperStore;
  readonly summaries: Summaries;
  readonly writing: ReturnType<typeof createWriting>;
  readonly lines: string[];
  setNow(now: Date): void;
  /** Another process on the same database. */
  another(): ReturnType<typeof createWriting>;
}

export async function openModelRig(
  changes: Partial<WritingOptions> = {},
  file = ":memory:",
): Promise<ModelRig> {
  const server = await startModelServer();
  server.answers = { gist: () => ({ gist: GIST }), problem: () => POINTS };
  const database = await openDatabase(file);
  onTestFinished(() => database.destroy());
  const papers = createPaperStore(database);
  await papers.save([ATTIC], START);
  const { log, lines } = readableLog();
  let now = START;
  const options: WritingOptions = {
    database,
    baseUrl: server.url,
    apiKey: "sk-very-secret",
    model: "test-model",
    prices: { input: 1, output: 2 },
    monthlyBudget: 5,
    workspaceBudget: undefined,
    requestsPerPerson: 30,
    callsAtOnce: 4,
    timeoutMs: 2000,
    userAgent: "Paperboy/test",
    retryDelayMs: 0,
    now: () => now,
    log,
    ...changes,
  };
  const writing = createWriting(options);
  return {
    server,
    database,
    papers,
    summaries: createSummaries(writing),
    writing,
    lines,
    setNow(later) {
      now = later;
    },
    another: () => createWriting(options),
  };
}
