/** Everything that writes with a model, put together. */
import type { Logger } from "../log.ts";
import type { Database } from "../storage/database.ts";
import { createBudget } from "./budget.ts";
import { createModelSummaries } from "./model-summaries.ts";
import { createModelTextStore } from "./model-text-store.ts";
import { createOpenai } from "./openai.ts";
import { createPaidWriter } from "./paid-writer.ts";
import { createSpendStore } from "./spend-store.ts";
import { createWriteOnce } from "./write-once.ts";

export interface WritingOptions {
  readonly database: Database;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly model: string;
  /** US dollars for a million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
  /** US dollars in a calendar month (UTC). */
  readonly monthlyBudget: number;
  readonly workspaceBudget: number | undefined;
  readonly monthlyTokens?: number | undefined;
  readonly workspaceTokens?: number | undefined;
  readonly requestsPerPerson: number;
  readonly callsAtOnce: number;
  readonly timeoutMs: number;
  readonly userAgent: string;
  readonly retryDelayMs?: number;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Two answers of at most the timeout each, what is tried again before them, and waiting for a turn. */
const LEASE_TIMEOUTS = 5;

export function createWriting(options: WritingOptions) {
  const budget = createBudget({ ...options, spend: createSpendStore(options.database) });
  const writer = createPaidWriter({ ...options, model: createOpenai(options), budget });
  const once = createWriteOnce({
    ...options,
    texts: createModelTextStore(options.database),
    leaseMs: LEASE_TIMEOUTS * options.timeoutMs + 60_000,
  });
  const summaries = createModelSummaries({ ...options, writer, budget, once });
  return { budget, writer, once, summaries };
}
