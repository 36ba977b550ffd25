import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  defaultSchedule,
  EVERY_DAY,
  formatInstant,
  formatSchedule,
  nextInstant,
  readSchedule,
  type Schedule,
  WEEKDAYS,
  writeSchedule,
} from "../../src/subscriptions/schedule.ts";
import { zoneNames } from "../../src/subscriptions/zones.ts";
import { clockOf, FROM, transitions, UNTIL, walkSlots } from "../helpers/walk-slots.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const daily = (time: string, zone: string): Schedule => ({ cadence: "daily", time, days: EVERY_DAY, zone });
const next = (schedule: Schedule, after: string) => nextInstant(schedule, new Date(after)).toISOString();

describe("the next instant", () => {
  test("is strictly after the given one", () => {
    const schedule = daily("09:00", "UTC");
    expect(next(schedule, "2026-11-24T08:59:59.999Z")).toBe("2026-11-24T09:00:00.000Z");
    expect(next(schedule, "2026-11-24T09:00:00.000Z")).toBe("2026-11-25T09:00:00.000Z");
  });

  test("keeps to the days, in the zone's own calendar", () => {
    const schedule: Schedule = { ...daily("09:00", "Pacific/Auckland"), days: WEEKDAYS };
    // Friday evening in London is Saturday in Auckland.
    expect(next(schedule, "2026-11-27T18:00:00Z")).toBe("2026-11-29T20:00:00.000Z");
  });

  test("weekly comes on its day, monthly on the month's first of its days", () => {
    const weekly: Schedule = { cadence: "weekly", time: "16:00", days: [5], zone: "Europe/Berlin" };
    expect(next(weekly, "2026-11-24T00:00:00Z")).toBe("2026-11-27T15:00:00.000Z");
    expect(next(weekly, "2026-11-27T15:00:00Z")).toBe("2026-12-04T15:00:00.000Z");
    const monthly: Schedule = { cadence: "monthly", time: "09:00", days: WEEKDAYS, zone: "UTC" };
    expect(next(monthly, "2026-07-15T00:00:00Z")).toBe("2026-08-03T09:00:00.000Z");
    expect(next({ ...monthly, days: [5] }, "2026-08-07T09:00:00Z")).toBe("2026-09-04T09:00:00.000Z");
  });

  test("a local time that does not exist runs at the first moment after the gap", () => {
    expect(next(daily("02:30", "Europe/Berlin"), "2026-03-29T00:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(next(daily("02:30", "Europe/Berlin"), "2026-03-29T01:00:00Z")).toBe("2026-03-30T00:30:00.000Z");
    expect(next(daily("00:00", "Africa/Cairo"), "2026-04-23T20:00:00Z")).toBe("2026-04-23T22:00:00.000Z");
  });

  test("a local time that comes twice runs the first time, once", () => {
    const schedule = daily("01:30", "America/New_York");
    expect(next(schedule, "2026-11-01T05:29:00Z")).toBe("2026-11-01T05:30:00.000Z");
    expect(next(schedule, "2026-11-01T05:30:00Z")).toBe("2026-11-02T06:30:00.000Z");
    const halfHour = daily("01:45", "Australia/Lord_Howe");
    expect(next(halfHour, "2026-04-04T14:00:00Z")).toBe("2026-04-04T14:45:00.000Z");
    expect(next(halfHour, "2026-04-04T14:45:00Z")).toBe("2026-04-05T15:15:00.000Z");
  });

  test("a day that a zone leaves out does not stop it", () => {
    expect(next(daily("09:00", "Pacific/Apia"), "2011-12-29T19:00:00Z")).toBe("2011-12-30T10:00:00.000Z");
  });
});

describe("every zone, 2024 to 2030", () => {
  test("each change of the clocks, at every half-hour near it", () => {
    let slots = 0;
    const done = new Set<string>();
    for (const zone of zoneNames()) {
      const clock = clockOf(zone);
      for (const at of transitions(zone)) {
        // Zones that change in the same way at the same instant need to be walked once.
        const alike = `${at} ${clock(at - 1)} ${clock(at)}`;
        if (done.has(alike)) continue;
        done.add(alike);
        const times = new Set(
          [-90, -60, -30, 0, 30, 60, 90].flatMap((minutes) =>
            [at - 1, at].map((instant) => clock(instant + minutes * MINUTE).slice(11, 16)),
          ),
        );
        for (const time of times) slots += walkSlots(daily(time, zone), at - 2 * DAY, at + 2 * DAY);
      }
    }
    expect(slots).toBeGreaterThan(1000);
  });

  test("any fortnight at any time of the day", () => {
    const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });
    const from = fc.integer({ min: FROM, max: UNTIL - 14 * DAY });
    fc.assert(
      fc.property(fc.constantFrom(...zoneNames()), minutes, from, (zone, minute, at) => {
        const time = Temporal.PlainTime.from("00:00").add({ minutes: minute }).toString().slice(0, 5);
        expect(walkSlots(daily(time, zone), at, at + 14 * DAY)).toBeGreaterThanOrEqual(13);
      }),
    );
  });
});

describe("for people and for the store", () => {
  test("says when", () => {
    expect(formatSchedule(defaultSchedule("Europe/Berlin"))).toBe("at 09:00 on weekdays (Europe/Berlin)");
    expect(formatSchedule(daily("17:00", "UTC"))).toBe("at 17:00 every day (UTC)");
    expect(formatSchedule({ ...daily("17:00", "UTC"), days: [1, 4] })).toBe(
      "at 17:00 on Monday and Thursday (UTC)",
    );
    expect(formatSchedule({ ...daily("16:00", "UTC"), cadence: "weekly", days: [5] })).toBe(
      "weekly on Friday at 16:00 (UTC)",
    );
    expect(formatSchedule({ ...daily("09:00", "UTC"), cadence: "monthly", days: WEEKDAYS })).toBe(
      "monthly on the first weekday at 09:00 (UTC)",
    );
    expect(formatInstant(new Date("2026-11-24T08:00:00Z"), "Europe/Berlin")).toBe(
      "Tuesday 24 November at 09:00 (Europe/Berlin)",
    );
  });

  test("comes back from the store as it was, and nothing else does", () => {
    const schedule: Schedule = { cadence: "weekly", time: "16:00", days: [5], zone: "Asia/Tokyo" };
    expect(readSchedule(writeSchedule(schedule))).toEqual(schedule);
    expect(() => readSchedule('{"cadence":"hourly"}')).toThrow();
    expect(() => readSchedule(writeSchedule({ ...schedule, time: "24:00" }))).toThrow();
    expect(() => readSchedule(writeSchedule({ ...schedule, zone: "Mars/Olympus" }))).toThrow();
  });
});
