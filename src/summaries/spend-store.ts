/** What models cost, by month and workspace, in the tables `model_spend` and `model_asker`. */
import type { Workspace } from "../platform/message.ts";
import type { Database } from "../storage/database.ts";
import type { ModelSpendTable } from "../storage/model-schema.ts";
import type { Usage } from "./model.ts";

/** For whom a call is made: a workspace, and the person who waits for it if anyone does. */
export interface Payer extends Workspace {
  readonly personId?: string | undefined;
}

export type Spend = Omit<ModelSpendTable, "month" | "platform" | "workspace">;

/** Amounts are millionths of a US dollar. */
export interface SpendStore {
  /** Sets an estimate aside in the month; `false`, and nothing is set aside, where that would pass a ceiling. */
  reserve(
    month: string,
    payer: Payer,
    estimate: number,
    ceilings: Ceilings,
  ): Promise<true | "all" | "workspace">;
  /** Replaces the estimate by what it was; tells what all have spent in the month, before and after, also in tokens. */
  settle(month: string, payer: Payer, estimate: number, call: SettledCall): Promise<Settled>;
  /** Of all together if no workspace is named. */
  of(month: string, workspace?: Workspace): Promise<Spend>;
  /** Counts one request of a person; if there were too many within the hour, tells when there may be more. */
  countRequest(payer: Workspace & { personId: string }, most: number, now: Date): Promise<Date | undefined>;
}

export interface Ceilings {
  readonly all: number;
  readonly workspace: number | undefined;
  /** The same in tokens, read and written together, with those of the call; undefined: they are not limited. */
  readonly tokens?: {
    readonly estimate: number;
    readonly all: number | undefined;
    readonly workspace: number | undefined;
  };
}

export interface Settled {
  readonly before: number;
  readonly after: number;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
}

export interface SettledCall {
  readonly cost: number;
  readonly usage: Usage | undefined;
  readonly failed: boolean;
}

const HOUR = 3_600_000;
const ALL: Workspace = { platform: "", workspace: "" };
const NOTHING: Spend = { calls: 0, failures: 0, inputTokens: 0, outputTokens: 0, spent: 0, reserved: 0 };

export function createSpendStore(database: Database): SpendStore {
  const rowOf = (on: Pick<Database, "selectFrom">, month: string, { platform, workspace }: Workspace) =>
    on
      .selectFrom("modelSpend")
      .select(["calls", "failures", "inputTokens", "outputTokens", "spent", "reserved"])
      .where("month", "=", month)
      .where("platform", "=", platform)
      .where("workspace", "=", workspace)
      .executeTakeFirst();

  const add = (
    on: Pick<Database, "insertInto">,
    month: string,
    { platform, workspace }: Workspace,
    more: Spend,
  ) =>
    on
      .insertInto("modelSpend")
      .values({ month, platform, workspace, ...more })
      .onConflict((conflict) =>
        conflict.columns(["month", "platform", "workspace"]).doUpdateSet((update) => ({
          calls: update("modelSpend.calls", "+", more.calls),
          failures: update("modelSpend.failures", "+", more.failures),
          inputTokens: update("modelSpend.inputTokens", "+", more.inputTokens),
          outputTokens: update("modelSpend.outputTokens", "+", more.outputTokens),
          spent: update("modelSpend.spent", "+", more.spent),
          reserved: update("modelSpend.reserved", "+", more.reserved),
        })),
      )
      .execute();

  return {
    reserve: (month, payer, estimate, ceilings) =>
      database.transaction().execute(async (step) => {
        const passes = (spend: Spend | undefined, ceiling: number | undefined) =>
          ceiling !== undefined && (spend?.spent ?? 0) + (spend?.reserved ?? 0) + estimate > ceiling;
        // Calls under way have set aside money only, so their tokens come on top.
        const passesTokens = (spend: Spend | undefined, ceiling: number | undefined) =>
          ceiling !== undefined && tokensOf(spend) + (ceilings.tokens?.estimate ?? 0) > ceiling;
        const [all, own] = [await rowOf(step, month, ALL), await rowOf(step, month, payer)];
        if (passes(all, ceilings.all) || passesTokens(all, ceilings.tokens?.all)) return "all";
        if (passes(own, ceilings.workspace) || passesTokens(own, ceilings.tokens?.workspace))
          return "workspace";
        for (const one of [ALL, payer])
          await add(step, month, one, { ...NOTHING, calls: 1, reserved: estimate });
        return true;
      }),

    settle: (month, payer, estimate, { cost, usage, failed }) =>
      database.transaction().execute(async (step) => {
        const more = {
          calls: 0,
          failures: failed ? 1 : 0,
          inputTokens: usage?.input ?? 0,
          outputTokens: usage?.output ?? 0,
          spent: cost,
          reserved: -estimate,
        };
        for (const one of [ALL, payer]) await add(step, month, one, more);
        const all = await rowOf(step, month, ALL);
        const [after, tokensAfter] = [all?.spent ?? cost, tokensOf(all)];
        const tokens = more.inputTokens + more.outputTokens;
        return { before: after - cost, after, tokensBefore: tokensAfter - tokens, tokensAfter };
      }),

    of: async (month, workspace = ALL) => (await rowOf(database, month, workspace)) ?? NOTHING,

    countRequest: ({ platform, workspace, personId }, most, now) =>
      database.transaction().execute(async (step) => {
        const row = await step
          .selectFrom("modelAsker")
          .select(["since", "requests"])
          .where("platform", "=", platform)
          .where("workspace", "=", workspace)
          .where("personId", "=", personId)
          .executeTakeFirst();
        const isRunning = row !== undefined && row.since > now.getTime() - HOUR;
        if (isRunning && row.requests >= most) return new Date(row.since + HOUR);
        const counted = isRunning
          ? { since: row.since, requests: row.requests + 1 }
          : { since: now.getTime(), requests: 1 };
        await step
          .insertInto("modelAsker")
          .values({ platform, workspace, personId, ...counted })
          .onConflict((conflict) =>
            conflict.columns(["platform", "workspace", "personId"]).doUpdateSet(counted),
          )
          .execute();
        return undefined;
      }),
  };
}

/** Read and written together. */
export function tokensOf(spend: Pick<Spend, "inputTokens" | "outputTokens"> | undefined): number {
  return (spend?.inputTokens ?? 0) + (spend?.outputTokens ?? 0);
}
