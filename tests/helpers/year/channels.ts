/** Channels with schedules, topics and wishes of many kinds. */

import type { Paper } from "../../../src/papers/paper.ts";
import { NO_ACRONYMS } from "../../../src/search/acronyms.ts";
import { EVERY_DAY, type Schedule, WEEKDAYS, type Weekday } from "../../../src/subscriptions/schedule.ts";
import { createTopicMatcher, parseTopic, type Topic } from "../../../src/subscriptions/topic.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Pacific/Auckland",
  "America/Los_Angeles",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Africa/Cairo",
  "UTC",
  "Pacific/Kiritimati",
];
const TIMES = ["09:00", "08:30", "17:15", "00:00", "02:30", "23:59", "12:00"];
const RHYTHMS: readonly Pick<Schedule, "cadence" | "days">[] = [
  { cadence: "daily", days: WEEKDAYS },
  { cadence: "daily", days: EVERY_DAY },
  { cadence: "daily", days: [1, 4] },
  { cadence: "weekly", days: [5] },
  { cadence: "monthly", days: WEEKDAYS },
];
const TOPICS = ["reasoning", "diffusion", "agents", "video generation", "robot", "benchmark", "everything"];

export interface YearChannel {
  readonly id: string;
  readonly schedule: Schedule;
  readonly topics: readonly Topic[];
  readonly size: number;
  readonly floor: number;
}

export function yearChannels(count: number): readonly YearChannel[] {
  return Array.from({ length: count }, (_, index) => {
    const rhythm = RHYTHMS[(index >> 1) % RHYTHMS.length] ?? { cadence: "daily", days: WEEKDAYS };
    const weekly: readonly Weekday[] = [EVERY_DAY[index % 7] ?? 1];
    return {
      id: `C${index}`,
      schedule: {
        ...rhythm,
        days: rhythm.cadence === "weekly" ? weekly : rhythm.days,
        time: TIMES[index % TIMES.length] ?? "09:00",
        zone: ZONES[index % ZONES.length] ?? "UTC",
      },
      // Every eighth follows nothing, which is the top of the lists.
      topics: topicsOf(index % 8 === 7 ? 0 : 1 + (index % 3), index),
      size: 1 + (index % 8),
      floor: index % 6 === 5 ? 5 : 0,
    };
  });
}

function topicsOf(count: number, index: number): readonly Topic[] {
  return Array.from(
    { length: count },
    (_, nth) => TOPICS[(index * 3 + nth * 2) % TOPICS.length] ?? "",
  ).flatMap((typed) => {
    const parsed = parseTopic(typed);
    return "topic" in parsed ? [parsed.topic] : [];
  });
}

/** Whether the channel wants the paper, found out without a digest. */
export function wants({ topics }: YearChannel): (paper: Paper) => boolean {
  if (topics.length === 0 || topics.some(({ everything }) => everything)) return () => true;
  const matcher = createTopicMatcher(topics, NO_ACRONYMS);
  return (paper) => matcher.match(paper).length > 0;
}
