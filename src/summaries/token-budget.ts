/** A part of the month's budget for models that something else than summaries spends, on tokens that are only read. */
import type { Workspace } from "../platform/message.ts";
import type { Database } from "../storage/database.ts";
import { createSpendStore } from "./spend-store.ts";

export interface TokenBudgetOptions {
  readonly database: Database;
  /** What it is for, in one word: a row of its own in the table of what was spent. */
  readonly purpose: string;
  /** US dollars for a million tokens, which is millionths of a dollar for one. */
  readonly price: number;
  /** US dollars in a calendar month (UTC), and those of everything together. */
  readonly monthlyBudget: number;
  readonly budgetOfAll: number;
}

const MILLION = 1_000_000;

/** Undefined for what costs nothing: it needs no book. */
export function createTokenBudget(options: TokenBudgetOptions) {
  const { purpose, price, monthlyBudget, budgetOfAll } = options;
  if (price === 0) return undefined;
  const spend = createSpendStore(options.database);
  // No platform has an empty name.
  const payer: Workspace = { platform: "", workspace: purpose };
  const ceilings = { all: budgetOfAll * MILLION, workspace: monthlyBudget * MILLION };
  const costOf = (tokens: number) => Math.ceil(tokens * price);
  const monthOf = (now: Date) => now.toISOString().slice(0, 7);

  return {
    /** Sets the price of so many tokens aside; undefined where that would pass a ceiling. */
    async reserve(tokens: number, now: Date) {
      const [month, estimate] = [monthOf(now), costOf(tokens)];
      if ((await spend.reserve(month, payer, estimate, ceilings)) !== true) return undefined;
      return {
        /** `unknown`: the server may have charged for it, so the estimate stands. */
        async settle(charged: number | "none" | "unknown"): Promise<void> {
          await spend.settle(month, payer, estimate, {
            cost: typeof charged === "number" ? costOf(charged) : charged === "none" ? 0 : estimate,
            usage: typeof charged === "number" ? { input: charged, output: 0 } : undefined,
            failed: typeof charged !== "number",
          });
        },
      };
    },

    /** How it stands, for people. */
    async describe(now: Date): Promise<readonly string[]> {
      const { spent, calls, inputTokens } = await spend.of(monthOf(now), payer);
      const used = `$${(spent / MILLION).toFixed(2)} of $${monthlyBudget.toFixed(2)}`;
      const [tokens, times] = [inputTokens, calls].map((number) => number.toLocaleString("en-US"));
      return [`${used} used for ${purpose} this month: ${tokens} tokens in ${times} calls.`];
    },
  };
}
