/** What commands say about a channel's schedule, and the one that a channel has until somebody sets another. */
import type { Channel } from "../platform/message.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import {
  defaultSchedule,
  formatLocal,
  formatSchedule,
  nextInstant,
  type Schedule,
} from "../subscriptions/schedule.ts";
import type { Call } from "./handler.ts";

export interface ChannelSchedules {
  /** Gives the channel the default schedule, in the zone of the caller, unless it has one. */
  ensure(record: ChannelRecord, call: Call): Promise<ChannelRecord>;
  set(record: ChannelRecord, schedule: Schedule, call: Call): Promise<ChannelRecord>;
}

export function createChannelSchedules(channels: ChannelStore): ChannelSchedules {
  const set = (record: ChannelRecord, schedule: Schedule, call: Call) =>
    channels.change(
      record.id,
      { schedule, nextDueAt: nextInstant(schedule, call.now), paused: undefined },
      call.caller,
      call.now,
    );
  return {
    set,
    ensure: async (record, call) =>
      record.schedule === undefined
        ? set(record, defaultSchedule(call.caller.timeZone ?? "UTC"), call)
        : record,
  };
}

/** "Digests come at 09:00 on weekdays (Europe/Berlin); the next one on Tuesday 24 November at 09:00." */
export function scheduleSentence(record: ChannelRecord): string {
  const { schedule, nextDueAt, pausedAt, pauseReason } = record;
  if (schedule === undefined) return "No digest is scheduled.";
  const rhythm = `Digests come ${formatSchedule(schedule)}`;
  if (pausedAt !== undefined) return `${rhythm}, but they are paused: ${pauseReason ?? "by request"}.`;
  return nextDueAt === undefined
    ? `${rhythm}.`
    : `${rhythm}; the next one on ${formatLocal(nextDueAt, schedule.zone)}.`;
}

/** How people know the channel. */
export function channelName(channel: Channel): string {
  return channel.name ?? "this channel";
}
