/** What commands say about a channel's schedule, and the one that a channel has until somebody sets another. */
import type { Channel } from "../platform/message.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import { formatInstant, formatSchedule, nextInstant, type Schedule } from "../subscriptions/schedule.ts";
import type { Call } from "./handler.ts";

/** 09:00 on weekdays where the caller is; UTC where the platform does not know. */
export function defaultSchedule(zone: string | undefined): Schedule {
  return { cadence: "daily", minutes: 9 * 60, days: [1, 2, 3, 4, 5], zone: zone ?? "UTC" };
}

export interface ChannelSchedules {
  /** Gives the channel the default schedule unless it has one. */
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
      record.schedule === undefined ? set(record, defaultSchedule(call.caller.timeZone), call) : record,
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
    : `${rhythm}; the next one on ${formatInstant(nextDueAt, schedule.zone)}.`;
}

/** How people know the channel. */
export function channelName(channel: Channel): string {
  return channel.name ?? "this channel";
}
