/** Channels that cannot be posted to for a while: pausing them, bringing them back, and who is still to be told. */
import type { Channel, Workspace } from "../platform/message.ts";
import type { Database } from "../storage/database.ts";
import type { Step, Writer } from "../storage/writer.ts";
import { type ChannelRecord, toChannelRecord } from "../subscriptions/channel-store.ts";
import { nextInstant } from "../subscriptions/schedule.ts";
import { TOO_LATE_MS } from "./delivery-rules.ts";

export type Place = Channel | Workspace;

export interface Places {
  /** Pauses what is not paused; for a single channel, whoever set it up is to be told. How many were paused. */
  pause(place: Place, reason: string, now: Date): Promise<number>;
  /** Ends the pauses that the place itself caused, not those of a person. How many channels are back. */
  unpause(place: Place, now: Date): Promise<number>;
  /** A channel has a new id, a new name, or both. */
  move(from: Channel, to: Channel, now: Date): Promise<void>;
  /** Channels whose owner is to be told of the pause. Each is handed out once. */
  takeUntold(now: Date, limit: number): Promise<readonly ChannelRecord[]>;
  /** The channel is due at `at`, if that is sooner than it was going to be. */
  bringForward(channelId: number, at: Date): Promise<void>;
  /** The owner could not be told yet. */
  tellLater(channelId: number, at: Date): Promise<void>;
}

export function createPlaces(database: Database, writer: Writer): Places {
  return {
    pause: (place, reason, now) =>
      writer.write(async (step) => {
        const id = idOf(place);
        const { numUpdatedRows } = await step
          .updateTable("channel")
          .set({
            pausedAt: now.getTime(),
            pauseReason: reason,
            pauseCause: id !== undefined ? "place" : "workspace",
            tellOwnerAt: id !== undefined ? now.getTime() : null,
          })
          .where("platform", "=", place.platform)
          .where("workspace", "=", place.workspace)
          .$if(id !== undefined, (query) => query.where("place", "=", id ?? ""))
          .where("pausedAt", "is", null)
          .executeTakeFirstOrThrow();
        return Number(numUpdatedRows);
      }),

    unpause: (place, now) =>
      writer.write(async (step) => {
        const id = idOf(place);
        const rows = await step
          .selectFrom("channel")
          .selectAll()
          .where("platform", "=", place.platform)
          .where("workspace", "=", place.workspace)
          .$if(id !== undefined, (query) => query.where("place", "=", id ?? ""))
          .where("pauseCause", "=", id !== undefined ? "place" : "workspace")
          .where("pausedAt", "is not", null)
          .execute();
        for (const row of rows) {
          const nextDueAt = await dueAfterPause(step, toChannelRecord(row), now);
          await step
            .updateTable("channel")
            .set({ pausedAt: null, pauseReason: null, pauseCause: null, tellOwnerAt: null })
            .set({ nextDueAt: nextDueAt?.getTime() ?? null })
            .where("id", "=", row.id)
            .execute();
        }
        return rows.length;
      }),

    move: (from, to, now) => writer.write((step) => move(step, from, to, now)),

    async takeUntold(now, limit) {
      const due = await database
        .selectFrom("channel")
        .select("id")
        .where("tellOwnerAt", "<=", now.getTime())
        .limit(limit)
        .execute();
      const taken: ChannelRecord[] = [];
      for (const { id } of due) {
        const row = await writer.write((step) =>
          step
            .updateTable("channel")
            .set({ tellOwnerAt: null })
            .where("id", "=", id)
            .where("tellOwnerAt", "is not", null)
            .returningAll()
            .executeTakeFirst(),
        );
        if (row !== undefined) taken.push(toChannelRecord(row));
      }
      return taken;
    },

    async bringForward(channelId, at) {
      await database
        .updateTable("channel")
        .set({ nextDueAt: at.getTime() })
        .where("id", "=", channelId)
        .where("nextDueAt", ">", at.getTime())
        .execute();
    },

    async tellLater(channelId, at) {
      await database
        .updateTable("channel")
        .set({ tellOwnerAt: at.getTime() })
        .where("id", "=", channelId)
        .where("pauseCause", "=", "place")
        .execute();
    },
  };
}

/** A channel's own id; undefined for a workspace. */
function idOf(place: Place): string | undefined {
  return "id" in place ? place.id : undefined;
}

/** At once for a digest that was missed and is not too late, else at the next hour of the schedule. */
async function dueAfterPause(step: Step, channel: ChannelRecord, now: Date): Promise<Date | undefined> {
  if (channel.schedule === undefined) return undefined;
  const missed = await step
    .selectFrom("delivery")
    .select("id")
    .where("channelId", "=", channel.id)
    .where("state", "=", "failed")
    .where("failure", "in", ["unreachable", "unauthorized"])
    .where("giveUpAt", ">", now.getTime())
    .limit(1)
    .executeTakeFirst();
  if (missed !== undefined) return now;
  const before = channel.nextDueAt;
  const isStillGood = before !== undefined && before.getTime() > now.getTime() - TOO_LATE_MS;
  return isStillGood ? before : nextInstant(channel.schedule, now);
}

async function move(step: Step, from: Channel, to: Channel, now: Date): Promise<void> {
  const at = (channel: Channel) =>
    step
      .selectFrom("channel")
      .selectAll()
      .where("platform", "=", channel.platform)
      .where("workspace", "=", channel.workspace)
      .where("place", "=", channel.id)
      .executeTakeFirst();
  const moving = await at(from);
  if (moving === undefined) return;
  const there = await at(to);
  if (there !== undefined && there.id !== moving.id) {
    if (there.schedule !== null) {
      // Both are set up, and two digests in one channel would be one too many.
      await step
        .updateTable("channel")
        .set({ pausedAt: now.getTime(), pauseReason: "the channel became another one", pauseCause: "person" })
        .where("id", "=", moving.id)
        .execute();
      return;
    }
    await step.deleteFrom("channel").where("id", "=", there.id).execute();
  }
  await step
    .updateTable("channel")
    .set({ platform: to.platform, workspace: to.workspace, place: to.id, name: to.name ?? moving.name })
    .where("id", "=", moving.id)
    .execute();
}
