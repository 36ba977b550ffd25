/** The ledger's front: which channels are due, and the digests that are written down for them before anything is sent. */
import type { Selectable } from "kysely";
import { z } from "zod";
import type { Database } from "../storage/database.ts";
import type { ChannelTable, DeliveryTable } from "../storage/schema.ts";
import type { Step, Writer } from "../storage/writer.ts";
import { type ChannelRecord, toChannelRecord } from "../subscriptions/channel-store.ts";
import {
  type DeliveryJob,
  jobOf,
  NOTHING,
  type Outcome,
  type Plan,
  type Planned,
  randomKey,
} from "./delivery.ts";
import { isAnySeen, markSeen, takeAdditions, toPutBack } from "./delivery-papers-store.ts";

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

    plan: (plans, now) =>
      writer.write(async (step) => {
        const planned: Planned[] = [];
        for (const plan of plans) planned.push(await writePlan(step, plan, now));
        return planned;
      }),

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

async function writePlan(step: Step, plan: Plan, now: Date): Promise<Planned> {
  const { channel, composed } = plan;
  const fresh = composed.paperIds.filter((id) => !composed.usedAdditions.includes(id));
  if (await isAnySeen(step, channel.id, fresh)) return { kind: "outdated" };
  const inserted = await step
    .insertInto("delivery")
    .values(newRow(plan, now))
    .onConflict((conflict) => conflict.columns(["channelId", "slot"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  const moved = await moveOn(step, plan, inserted !== undefined);
  if (inserted === undefined) return { kind: moved ? "taken" : "outdated" };
  if (!moved) {
    await step.deleteFrom("delivery").where("id", "=", inserted.id).execute();
    return { kind: "outdated" };
  }
  if (composed.message === undefined) return { kind: "empty" };
  await markSeen(step, channel.id, inserted.id, composed.paperIds, now);
  if (composed.usedAdditions.length > 0) {
    const additions = await takeAdditions(step, channel.id, composed.usedAdditions);
    const putBack = toPutBack(channel.consideredUntil, additions);
    await step.updateTable("delivery").set({ putBack }).where("id", "=", inserted.id).execute();
  }
  return { kind: "planned", job: jobOf(inserted.id, channel) };
}

/** Moves the channel on to its next hour; false when it changed while the digest was composed. */
async function moveOn(step: Step, { channel, composed, nextDueAt }: Plan, isNew: boolean): Promise<boolean> {
  const until = isNew ? composed.consideredUntil?.getTime() : undefined;
  const isDue = nextDueAt !== "as before";
  if (!isDue && until === undefined) return true;
  const { numUpdatedRows } = await step
    .updateTable("channel")
    .set({
      ...(isDue ? { nextDueAt: nextDueAt.getTime() } : {}),
      ...(until === undefined ? {} : { consideredUntil: until }),
    })
    .where("id", "=", channel.id)
    .$if(isDue, (query) =>
      query.where("nextDueAt", "=", channel.nextDueAt?.getTime() ?? null).where("pausedAt", "is", null),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function newRow({ channel, slot, dueAt, giveUpAt, composed }: Plan, now: Date) {
  const isEmpty = composed.message === undefined;
  return {
    channelId: channel.id,
    slot,
    dueAt: dueAt.getTime(),
    giveUpAt: giveUpAt.getTime(),
    key: randomKey(),
    state: isEmpty ? ("empty" as const) : ("pending" as const),
    message: isEmpty ? null : JSON.stringify(composed.message),
    isPlain: 0,
    papers: JSON.stringify(composed.paperIds),
    putBack: isEmpty ? null : toPutBack(channel.consideredUntil, []),
    account: JSON.stringify(composed.account),
    listedUntil: composed.consideredUntil?.getTime() ?? null,
    composedAt: now.getTime(),
    nextTryAt: isEmpty ? null : now.getTime(),
    attempts: 0,
  };
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
