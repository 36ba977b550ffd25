/** The ledger's front: which channels are due, and the digests that are written down for them before anything is sent. */
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database } from "../storage/database.ts";
import type { ChannelTable, DeliveryTable } from "../storage/schema.ts";
import type { Step, Writer } from "../storage/writer.ts";
import { type ChannelRecord, toChannelRecord } from "../subscriptions/channel-store.ts";
import { type DeliveryJob, jobOf, NOTHING, type Outcome, type Plan, type Planned } from "./delivery.ts";
import { newRow, writePlans } from "./write-plans.ts";

export interface DueChannel {
  readonly id: number;
  readonly dueAt: Date;
  /** Undefined when what is stored of it cannot be read. */
  readonly record: ChannelRecord | undefined;
}

export interface DeliveryPlans {
  /** Channels due at `until` or before, in the order in which they are due, after the one where the last walk ended. */
  due(until: Date, after: DueChannel | undefined, limit: number): Promise<readonly DueChannel[]>;
  /** Writes digests into the ledger, all in one transaction; what became of each, in the same order. */
  plan(plans: readonly Plan[], now: Date): Promise<readonly Planned[]>;
  /** Whether the channel was told, or is about to be, in a message without papers that was composed after `since`. */
  wasToldSince(channelId: number, since: Date): Promise<boolean>;
  outcome(channelId: number, slot: string): Promise<Outcome | undefined>;
  outcomeOf(id: number): Promise<Outcome | undefined>;
  /** Lets a held digest be sent after all, on the word of a command that is known by `slot`. */
  releaseHeld(channelId: number, slot: string, now: Date, giveUpAt: Date): Promise<DeliveryJob | undefined>;
}

const paperIds = z.array(z.string());
const accountOfReleased = z.object({ sentAgain: z.number() });

export function createDeliveryPlans(database: Database, writer: Writer): DeliveryPlans {
  const outcomes = () =>
    database.selectFrom("delivery").select(["id", "state", "papers", "reason", "account"]);

  return {
    async due(until, after, limit) {
      let query = database
        .selectFrom("channel")
        .selectAll()
        .where("pausedAt", "is", null)
        .where("nextDueAt", "<=", until.getTime());
      if (after !== undefined) {
        const { id, dueAt } = after;
        query = query
          .where("nextDueAt", ">=", dueAt.getTime())
          .where((where) => where.or([where("nextDueAt", ">", dueAt.getTime()), where("id", ">", id)]));
      }
      const rows = await query.orderBy("nextDueAt").orderBy("id").limit(limit).execute();
      return rows.map((row) => ({
        id: row.id,
        dueAt: new Date(row.nextDueAt ?? until),
        record: readable(row),
      }));
    },

    plan: (plans, now) => writer.write((step) => writePlans(step, plans, now)),

    async wasToldSince(channelId, since) {
      const row = await database
        .selectFrom("delivery")
        .select("id")
        .where("channelId", "=", channelId)
        .where("composedAt", ">", since.getTime())
        .where("state", "not in", ["empty", "failed"])
        .where("papers", "=", "[]")
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    async outcome(channelId, slot) {
      const row = await outcomes()
        .where("channelId", "=", channelId)
        .where("slot", "=", slot)
        .executeTakeFirst();
      return row && toOutcome(row);
    },

    async outcomeOf(id) {
      const row = await outcomes().where("id", "=", id).executeTakeFirst();
      return row && toOutcome(row);
    },

    releaseHeld: (channelId, slot, now, giveUpAt) =>
      writer.write((step) => releaseHeld(step, channelId, slot, now, giveUpAt)),
  };
}

function toOutcome(
  row: Pick<Selectable<DeliveryTable>, "id" | "state" | "papers" | "reason" | "account">,
): Outcome {
  return {
    id: row.id,
    state: row.state,
    papers: paperIds.parse(JSON.parse(row.papers)).length,
    reason: row.reason ?? undefined,
    sentAgain: accountOfReleased.safeParse(JSON.parse(row.account)).data?.sentAgain,
  };
}

/** One row that cannot be read must not keep the others from their digests. */
function readable(row: Selectable<ChannelTable>): ChannelRecord | undefined {
  try {
    return toChannelRecord(row);
  } catch {
    return undefined;
  }
}

async function releaseHeld(
  step: Step,
  channelId: number,
  slot: string,
  now: Date,
  giveUpAt: Date,
): Promise<DeliveryJob | undefined> {
  const held = await step
    .selectFrom("delivery")
    .select("id")
    .where("channelId", "=", channelId)
    .where("message", "is not", null)
    .where("state", "=", "held")
    .orderBy("id")
    .executeTakeFirst();
  if (held === undefined) return undefined;
  const row = await step
    .selectFrom("channel")
    .selectAll()
    .where("id", "=", channelId)
    .executeTakeFirstOrThrow();
  const channel = toChannelRecord(row);
  const composed = { ...NOTHING, account: { sentAgain: held.id } };
  const { numInsertedOrUpdatedRows } = await step
    .insertInto("delivery")
    .values(newRow({ channel, slot, dueAt: now, giveUpAt, nextDueAt: "as before", composed }, now))
    .onConflict((conflict) => conflict.columns(["channelId", "slot"]).doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return undefined;
  await step
    .updateTable("delivery")
    .set({ state: "pending", nextTryAt: now.getTime(), giveUpAt: giveUpAt.getTime(), reason: null })
    .where("id", "=", held.id)
    .execute();
  return jobOf(held.id, channel);
}
