import type { Action } from "../platform/message.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import { formatDays, formatTime } from "../subscriptions/schedule.ts";
import { defaultSchedule } from "./channel-schedule.ts";

/** A button that asks for time, days and zone, beginning with what the channel has. */
export function scheduleForm(label: string, record: ChannelRecord | undefined): Action {
  const schedule = record?.schedule ?? defaultSchedule(undefined);
  return {
    label,
    command: {
      name: "schedule",
      argument: "",
      page: 1,
      ...(record === undefined ? {} : { channel: record.channel }),
    },
    form: [
      { label: "Time", kind: "time", value: formatTime(schedule.minutes), hint: "9:30 or 5pm" },
      { label: "Days", kind: "days", value: formatDays(schedule), hint: "weekdays, daily, or mon,thu" },
      { label: "Time zone", kind: "zone", value: schedule.zone, hint: "Europe/Berlin" },
    ],
  };
}
