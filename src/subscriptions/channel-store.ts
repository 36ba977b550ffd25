/** The channels that use Paperboy, and how each is set. */
import type { Selectable, Updateable } from "kysely";
import { z } from "zod";
import type { Caller } from "../platform/command.ts";
import type { Channel, Workspace } from "../platform/message.ts";
import type { Database } from "../storage/database.ts";
import type { ChannelTable } from "../storage/schema.ts";
import { readSchedule, type Schedule, writeSchedule } from "./schedule.ts";

export interface ChannelRecord {
  readonly id: number;
  readonly channel: Channel;
  readonly configuredBy: Person | undefined;
  readonly configuredAt: Date | undefined;
  readonly schedule: Schedule | undefined;
  readonly nextDueAt: Date | undefined;
  readonly pausedAt: Date | undefined;
  /** For people; undefined unless paused. */
  readonly pauseReason: string | undefined;
  /** Papers in a digest, at most. */
  readonly digestSize: number;
  /** Papers with fewer votes stay out of digests. */
  readonly voteFloor: number;
  readonly language: string | undefined;
  /** Values of the platform's own options. */
  readonly options: Readonly<Record<string, string>>;
  /** Listings first seen up to then were considered for a digest. */
  readonly consideredUntil: Date | undefined;
}

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What of a channel a person can set. */
export interface ChannelChanges {
  readonly schedule?: Schedule;
  readonly nextDueAt?: Date | undefined;
  readonly paused?: { readonly at: Date; readonly reason: string } | undefined;
  readonly digestSize?: number;
  readonly voteFloor?: number;
  readonly language?: string | undefined;
  readonly options?: Readonly<Record<string, string>>;
}

export interface ChannelStore {
  /** The channel's record, made with the defaults if it is new. Remembers a name that the platform now tells. */
  open(channel: Channel, now: Date): Promise<ChannelRecord>;
  find(channel: Channel): Promise<ChannelRecord | undefined>;
  get(id: number): Promise<ChannelRecord | undefined>;
  /** Changes settings on a person's word. */
  change(
    id: number,
    changes: ChannelChanges,
    by: Pick<Caller, "id" | "name">,
    now: Date,
  ): Promise<ChannelRecord>;
  /** The channels of a workspace that this person set up or changed last. */
  configuredBy(workspace: Workspace, personId: string): Promise<readonly ChannelRecord[]>;
}

export const DEFAULT_DIGEST_SIZE = 5;

const options = z.record(z.string(), z.string());

export function createChannelStore(database: Database): ChannelStore {
  const byChannel = (channel: Channel) =>
    database
      .selectFrom("channel")
      .selectAll()
      .where("platform", "=", channel.platform)
      .where("workspace", "=", channel.workspace)
      .where("place", "=", channel.id);

  const get = async (id: number) => {
    const row = await database.selectFrom("channel").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toChannelRecord(row);
  };

  const find = async (channel: Channel) => {
    const row = await byChannel(channel).executeTakeFirst();
    return row && toChannelRecord(row);
  };

  return {
    get,
    find,

    async open(channel, now) {
      const known = await find(channel);
      if (known !== undefined && (channel.name === undefined || channel.name === known.channel.name))
        return known;
      const name = channel.name ?? null;
      await database
        .insertInto("channel")
        .values({
          platform: channel.platform,
          workspace: channel.workspace,
          place: channel.id,
          name,
          createdAt: now.getTime(),
          digestSize: DEFAULT_DIGEST_SIZE,
          voteFloor: 0,
          options: "{}",
        })
        .onConflict((conflict) => conflict.columns(["platform", "workspace", "place"]).doUpdateSet({ name }))
        .execute();
      return toChannelRecord(await byChannel(channel).executeTakeFirstOrThrow());
    },

    async change(id, changes, by, now) {
      const row = await database
        .updateTable("channel")
        .set({
          ...toUpdate(changes),
          configuredById: by.id,
          configuredByName: by.name,
          configuredAt: now.getTime(),
        })
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return toChannelRecord(row);
    },

    async configuredBy(workspace, personId) {
      const rows = await database
        .selectFrom("channel")
        .selectAll()
        .where("platform", "=", workspace.platform)
        .where("workspace", "=", workspace.workspace)
        .where("configuredById", "=", personId)
        .orderBy("name")
        .orderBy("id")
        .execute();
      return rows.map(toChannelRecord);
    },
  };
}

function toUpdate(changes: ChannelChanges): Updateable<ChannelTable> {
  const update: Updateable<ChannelTable> = {};
  if (changes.schedule !== undefined) update.schedule = writeSchedule(changes.schedule);
  if ("nextDueAt" in changes) update.nextDueAt = changes.nextDueAt?.getTime() ?? null;
  if ("paused" in changes) {
    update.pausedAt = changes.paused?.at.getTime() ?? null;
    update.pauseReason = changes.paused?.reason ?? null;
    update.pauseCause = changes.paused === undefined ? null : "person";
    update.tellOwnerAt = null;
  }
  if (changes.digestSize !== undefined) update.digestSize = changes.digestSize;
  if (changes.voteFloor !== undefined) update.voteFloor = changes.voteFloor;
  if ("language" in changes) update.language = changes.language ?? null;
  if (changes.options !== undefined) update.options = JSON.stringify(changes.options);
  return update;
}

/** The record of a whole row. */
export function toChannelRecord(row: Selectable<ChannelTable>): ChannelRecord {
  return {
    id: row.id,
    channel: {
      platform: row.platform,
      workspace: row.workspace,
      id: row.place,
      ...(row.name === null ? {} : { name: row.name }),
    },
    configuredBy:
      row.configuredById === null
        ? undefined
        : { id: row.configuredById, name: row.configuredByName ?? row.configuredById },
    configuredAt: toDate(row.configuredAt),
    schedule: row.schedule === null ? undefined : readSchedule(row.schedule),
    nextDueAt: toDate(row.nextDueAt),
    pausedAt: toDate(row.pausedAt),
    pauseReason: row.pauseReason ?? undefined,
    digestSize: row.digestSize,
    voteFloor: row.voteFloor,
    language: row.language ?? undefined,
    options: options.parse(JSON.parse(row.options)),
    consideredUntil: toDate(row.consideredUntil),
  };
}

function toDate(time: number | null): Date | undefined {
  return time === null ? undefined : new Date(time);
}
