import type { Action } from "../platform/message.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import { defaultSchedule, formatDays, type Schedule, zoneName } from "../subscriptions/schedule.ts";

/** A button that asks for time, days and zone, beginning with what the channel has. */
export function scheduleForm(label: string, record: ChannelRecord | undefined): Action {
  const schedule = record?.schedule ?? defaultSchedule("UTC");
  return {
    label,
    command: {
      name: "schedule",
      argument: "",
      page: 1,
      ...(record === undefined ? {} : { channel: record.channel }),
    },
    form: [
      { label: "Time", kind: "time", value: schedule.time, hint: "9:30 or 5pm" },
      { label: "Days", kind: "days", value: daysOf(schedule), hint: "weekdays, daily, or mon,thu" },
      { label: "Time zone", kind: "zone", value: zoneName(schedule.zone), hint: "Europe/Berlin" },
    ],
  };
}

function daysOf({ cadence, days }: Schedule): string {
  return cadence === "daily" ? formatDays(days) : `${cadence} ${formatDays(days)}`;
}
