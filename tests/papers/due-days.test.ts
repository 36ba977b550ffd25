import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffUntil, dueDays } from "../../src/papers/due-days.ts";
import { addDays, currentListDay, isWeekend, listDaysBetween } from "../../src/papers/list-day.ts";

/** A Monday, at noon in New York. */
const NOW = new Date("2026-11-23T17:00:00Z");
const MINUTE = 60_000;

/** Everything in `days` was read so long before NOW, and held so many papers. */
function read(days: readonly string[], minutesAgo: number, size = 30, now = NOW) {
  const at = new Date(now.getTime() - minutesAgo * MINUTE);
  return { at: new Map(days.map((day) => [day, at])), size: new Map(days.map((day) => [day, size])) };
}
const weekdays = (from: string, to: string) => listDaysBetween(from, to).filter((day) => !isWeekend(day));
const NOTHING = { at: new Map(), size: new Map() };

describe("the days to read", () => {
  test("at first: the last 14 weekdays, newest first", () => {
    const due = dueDays(NOW, NOTHING);
    expect(due).toEqual(weekdays("2026-11-04", "2026-11-23").toReversed());
    expect(due).toHaveLength(14);
  });

  test("at first, on a weekend: that day and 14 weekdays", () => {
    const due = dueDays(new Date("2026-11-22T17:00:00Z"), NOTHING);
    expect(due).toEqual(["2026-11-22", ...weekdays("2026-11-03", "2026-11-20").toReversed()]);
  });

  test.each([
    [11, []],
    [12, ["2026-11-23"]],
    [179, ["2026-11-23"]],
    [180, weekdays("2026-11-15", "2026-11-23").toReversed()],
  ])("%i minutes after everything was read: %j", (minutes, due) => {
    expect(dueDays(NOW, read(weekdays("2026-11-02", "2026-11-23"), minutes))).toEqual(due);
  });

  test("a day that was last read before it was over, at once", () => {
    const fetched = read(weekdays("2026-11-02", "2026-11-23"), 5);
    // Friday's list ended at 02:30 UTC on Saturday.
    fetched.at.set("2026-11-20", new Date("2026-11-21T02:29:00Z"));
    fetched.at.set("2026-11-10", new Date("2026-11-10T20:00:00Z"));
    expect(dueDays(NOW, fetched)).toEqual(["2026-11-20", "2026-11-10"]);
  });

  test("a list that hardly held a paper, every hour", () => {
    const fetched = read(weekdays("2026-11-02", "2026-11-23"), 60);
    fetched.size.set("2026-11-05", 1);
    fetched.size.set("2026-11-19", 0);
    fetched.size.set("2026-11-20", 2);
    expect(dueDays(NOW, fetched)).toEqual(["2026-11-23", "2026-11-19", "2026-11-05"]);
    fetched.at.set("2026-11-05", new Date(NOW.getTime() - 59 * MINUTE));
    expect(dueDays(NOW, fetched)).toEqual(["2026-11-23", "2026-11-19"]);
  });

  test("on a weekend its own list, every three hours; afterwards never", () => {
    const saturday = new Date("2026-11-21T17:00:00Z");
    const days = [...weekdays("2026-11-02", "2026-11-20"), "2026-11-21"];
    expect(dueDays(saturday, read(days, 179, 30, saturday))).toEqual([]);
    expect(dueDays(saturday, read(days, 180, 30, saturday))[0]).toBe("2026-11-21");
    expect(dueDays(NOW, read(days, 5))).toEqual(["2026-11-23"]);
  });

  test("after a pause, everything since; but not the archive", () => {
    const before = ["2024-05-01", ...weekdays("2026-10-05", "2026-10-09")];
    expect(dueDays(NOW, read(before, 40 * 1440))).toEqual(weekdays("2026-10-12", "2026-11-23").toReversed());
  });

  test("once all are read, nothing is due; and each is due only once", () => {
    const instants = fc.date({
      min: new Date("2023-07-01"),
      max: new Date("2030-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (now) => {
        const due = dueDays(now, NOTHING);
        expect(new Set(due).size).toBe(due.length);
        expect(
          due.every((day) => day <= currentListDay(now) && day > addDays(currentListDay(now), -30)),
        ).toBe(true);
        expect(dueDays(now, read(due, 0, 30, now))).toEqual([]);
      }),
    );
  });
});

test.each([
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 4],
  [4, 8],
  [5, 15],
  [1000, 15],
])("after %i failures a source is left alone for %i minutes", (failures, minutes) => {
  expect(backoffUntil(NOW, failures)).toEqual(new Date(NOW.getTime() + minutes * MINUTE));
});
