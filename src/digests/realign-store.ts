/** Reckons the channels' next hours anew, when the clock was put back or the zones' rules changed under them. */
import type { Database } from "../storage/database.ts";
import { nextInstant, readSchedule } from "../subscriptions/schedule.ts";
import { HOUR, LEAST_APART_MS } from "./delivery-rules.ts";

const TOGETHER = 500;

/** Whether the ledger was written by a clock that is ahead of `now`. */
export async function isAhead(database: Database, now: Date): Promise<boolean> {
  const latest = await database
    .selectFrom("delivery")
    .select((select) => select.fn.max("composedAt").as("at"))
    .executeTakeFirst();
  return (latest?.at ?? 0) > now.getTime() + HOUR / 12;
}

/** How many channels are due at another time than before. What is due already stays so. */
export async function realign(database: Database, now: Date): Promise<number> {
  let changed = 0;
  let last = 0;
  for (;;) {
    const rows = await database
      .selectFrom("channel")
      .select(["id", "schedule", "nextDueAt"])
      .where("id", ">", last)
      .where("schedule", "is not", null)
      .where("nextDueAt", ">", now.getTime())
      .orderBy("id")
      .limit(TOGETHER)
      .execute();
    for (const { id, schedule, nextDueAt } of rows) {
      last = id;
      if (schedule === null) continue;
      const nextDue = await nextAfterLast(database, id, schedule, nextDueAt, now);
      if (nextDue === nextDueAt) continue;
      await database
        .updateTable("channel")
        .set({ nextDueAt: nextDue })
        .where("id", "=", id)
        .where("nextDueAt", "=", nextDueAt)
        .execute();
      changed += 1;
    }
    if (rows.length < TOGETHER) return changed;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A day that had its digest at its hour by the old rules gets no other one at its hour by the new ones. */
async function nextAfterLast(
  database: Database,
  channelId: number,
  stored: string,
  before: number | null,
  now: Date,
): Promise<number | null> {
  try {
    const schedule = readSchedule(stored);
    const next = nextInstant(schedule, now).getTime();
    if (next === before) return before;
    const last = await database
      .selectFrom("delivery")
      .select((select) => select.fn.max("dueAt").as("at"))
      .where("channelId", "=", channelId)
      .where("dueAt", "<=", now.getTime())
      .executeTakeFirst();
    const after = Math.max(now.getTime(), (last?.at ?? 0) + LEAST_APART_MS);
    return nextInstant(schedule, new Date(after)).getTime();
  } catch {
    return before;
  }
}
