/** What models may cost: an estimate is set aside before each call, and what it cost is written down after it. */
import type { Logger } from "../log.ts";
import type { Workspace } from "../platform/message.ts";
import type { ModelRequest, Usage } from "./model.ts";
import {
  type Ceilings,
  type Payer,
  type Settled,
  type Spend,
  type SpendStore,
  tokensOf,
} from "./spend-store.ts";

export interface BudgetOptions {
  readonly spend: SpendStore;
  /** US dollars for a million tokens, which is millionths of a dollar for one. */
  readonly prices: { readonly input: number; readonly output: number };
  /** US dollars in a calendar month (UTC). */
  readonly monthlyBudget: number;
  readonly workspaceBudget: number | undefined;
  /** Tokens, read and written together, in a calendar month; undefined: only money is limited. */
  readonly monthlyTokens?: number | undefined;
  readonly workspaceTokens?: number | undefined;
  readonly requestsPerPerson: number;
  readonly log: Logger;
}

export interface Budget {
  /** Sets the estimate of a call aside. Rejects with BudgetError where a ceiling would be passed. */
  reserve(
    request: Pick<ModelRequest<unknown>, "instructions" | "input" | "maxTokens">,
    payer: Payer,
    now: Date,
  ): Promise<Reservation>;
  /** Counts what a person asks for; rejects with BudgetError when that is too much for an hour. */
  admit(payer: Payer, now: Date): Promise<void>;
  /** Millionths of a US dollar. */
  estimate(request: Pick<ModelRequest<unknown>, "instructions" | "input" | "maxTokens">): number;
  /** Millionths of a US dollar that are left in this month. */
  left(now: Date): Promise<number>;
  /** How it stands, for people. */
  describe(workspace: Workspace, now: Date): Promise<readonly string[]>;
}

export interface Reservation {
  /** `unknown`: the server may have charged for it, so the estimate stands. */
  settle(cost: Usage | "none" | "unknown", failed: boolean): Promise<void>;
}

/** The message is a sentence for people. */
export class BudgetError extends Error {
  /** Nobody can ask for anything more, not only this workspace or person. */
  readonly isForAll: boolean;

  constructor(message: string, isForAll: boolean) {
    super(message);
    this.name = "BudgetError";
    this.isForAll = isForAll;
  }
}

const MILLION = 1_000_000;
/** From here on operators are warned. */
const WARN_AT = 0.8;
/** English has four bytes to a token; numbers, names and other scripts have fewer, and an estimate must not be too low. */
const BYTES_PER_TOKEN = 2.5;

export function createBudget(options: BudgetOptions): Budget {
  const { spend, prices, log } = options;
  const ceilings: Ceilings = {
    all: options.monthlyBudget * MILLION,
    workspace: options.workspaceBudget === undefined ? undefined : options.workspaceBudget * MILLION,
  };
  let toldFullIn: string | undefined;

  const tokenCeilings = { all: options.monthlyTokens, workspace: options.workspaceTokens };
  const priceOf = ({ input, output }: Usage) => Math.ceil(input * prices.input + output * prices.output);
  const usageOf: (request: Parameters<Budget["estimate"]>[0]) => Usage = ({
    instructions,
    input,
    maxTokens,
  }) => ({
    input: Math.ceil(Buffer.byteLength(instructions + input) / BYTES_PER_TOKEN),
    output: maxTokens,
  });
  const estimate: Budget["estimate"] = (request) => priceOf(usageOf(request));

  function warn(month: string, { before, after, tokensBefore, tokensAfter }: Settled): void {
    const passes = (ceiling: number | undefined, from: number, to: number) =>
      ceiling !== undefined && from < ceiling * WARN_AT && to >= ceiling * WARN_AT;
    if (passes(ceilings.all, before, after) || passes(tokenCeilings.all, tokensBefore, tokensAfter))
      log.warn(
        {
          month,
          spent: toDollars(after),
          budget: options.monthlyBudget,
          tokens: tokensAfter,
          tokenBudget: tokenCeilings.all,
        },
        "80% of the month's budget for models is used",
      );
  }

  function tellFull(month: string): void {
    if (toldFullIn === month) return;
    toldFullIn = month;
    log.warn({ month, budget: options.monthlyBudget }, "the month's budget for models is used up");
  }

  return {
    estimate,

    async reserve(request, payer, now) {
      const month = monthOf(now);
      const expected = usageOf(request);
      const estimated = priceOf(expected);
      const tokens = { ...tokenCeilings, estimate: expected.input + expected.output };
      const reserved = await spend.reserve(month, payer, estimated, { ...ceilings, tokens });
      if (reserved === "all") tellFull(month);
      if (reserved !== true) {
        throw new BudgetError(
          `The ${reserved === "all" ? "" : "workspace's "}budget for models is used up until ${nextMonth(now)}.`,
          reserved === "all",
        );
      }
      return {
        async settle(cost, failed) {
          const usage = cost === "none" ? undefined : cost === "unknown" ? expected : cost;
          const price = usage === undefined ? 0 : priceOf(usage);
          warn(month, await spend.settle(month, payer, estimated, { cost: price, usage, failed }));
        },
      };
    },

    async admit(payer, now) {
      if (payer.personId === undefined) return;
      const again = await spend.countRequest(
        { ...payer, personId: payer.personId },
        options.requestsPerPerson,
        now,
      );
      if (again === undefined) return;
      const minutes = Math.max(1, Math.ceil((again.getTime() - now.getTime()) / 60_000));
      throw new BudgetError(
        `You asked the model ${options.requestsPerPerson} times within an hour; you can again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
        false,
      );
    },

    async left(now) {
      const { spent, reserved } = await spend.of(monthOf(now));
      return Math.max(0, ceilings.all - spent - reserved);
    },

    async describe(workspace, now) {
      const month = monthOf(now);
      const all = await spend.of(month);
      const own = await spend.of(month, workspace);
      const failed = all.failures === 0 ? "" : `, ${all.failures} of them without a usable answer`;
      return [
        `${used(all, ceilings.all)} for models in ${monthName(now)}: ${all.calls.toLocaleString("en-US")} calls${failed}.`,
        ...(tokenCeilings.all === undefined ? [] : [`${usedTokens(all, tokenCeilings.all)}.`]),
        ...(ceilings.workspace === undefined ? [] : [`This workspace: ${used(own, ceilings.workspace)}.`]),
        ...(tokenCeilings.workspace === undefined
          ? []
          : [`This workspace: ${usedTokens(own, tokenCeilings.workspace)}.`]),
        ...(share(all.spent + all.reserved, ceilings.all) >= 1 || share(tokensOf(all), tokenCeilings.all) >= 1
          ? [
              `The budget is used up until ${nextMonth(now)}: summaries are Hugging Face's or from the abstract.`,
            ]
          : Math.max(share(all.spent, ceilings.all), share(tokensOf(all), tokenCeilings.all)) >= WARN_AT
            ? ["More than 80% of the budget is used."]
            : []),
      ];
    },
  };
}

/** What part of a ceiling is reached; 0 of none. */
function share(amount: number, ceiling: number | undefined): number {
  return ceiling === undefined || ceiling === 0 ? 0 : amount / ceiling;
}

function usedTokens(spend: Spend, ceiling: number): string {
  const [tokens, most] = [tokensOf(spend), ceiling].map((number) => number.toLocaleString("en-US"));
  return `${tokens} of ${most} tokens used (${Math.round(share(tokensOf(spend), ceiling) * 100)}%)`;
}

function used({ spent }: Spend, ceiling: number): string {
  const share = ceiling === 0 ? "" : ` (${Math.round((spent / ceiling) * 100)}%)`;
  return `${toDollars(spent)} of ${toDollars(ceiling)} used${share}`;
}

function toDollars(millionths: number): string {
  return `$${(millionths / MILLION).toFixed(2)}`;
}

function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7);
}

const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });

function monthName(now: Date): string {
  return name.format(now);
}

function nextMonth(now: Date): string {
  return `1 ${name.format(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)))}`;
}
