import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  currentListDay,
  dayName,
  formatListDay,
  formatListDays,
  isWeekend,
  listDaysBetween,
  parseListDay,
} from "../../src/papers/list-day.ts";

describe("the current list day", () => {
  test.each([
    ["in summer it moves on at 01:30 UTC", "2026-07-15T01:29:59Z", "2026-07-14"],
    ["", "2026-07-15T01:30:00Z", "2026-07-15"],
    ["in winter at 02:30 UTC", "2026-11-24T02:29:59Z", "2026-11-23"],
    ["", "2026-11-24T02:30:00Z", "2026-11-24"],
    ["at noon it is the date", "2026-11-23T17:00:00Z", "2026-11-23"],
    ["on the night that clocks go back", "2026-11-01T05:30:00Z", "2026-11-01"],
    ["over the end of a year", "2027-01-01T02:30:00Z", "2027-01-01"],
  ])("%s (%s)", (_, now, day) => {
    expect(currentListDay(new Date(now))).toBe(day);
  });

  test("never goes back as time goes on, and never moves by more than a day in a day", () => {
    const instants = fc.integer({ min: Date.UTC(2023, 4, 4), max: Date.UTC(2035, 0, 1) });
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 86_400_000 }), (start, span) => {
        const before = currentListDay(new Date(start));
        const after = currentListDay(new Date(start + span));
        expect([before, addDays(before, 1)]).toContain(after);
      }),
    );
  });
});

test("days between are in order, both ends included; none backwards", () => {
  expect(listDaysBetween("2024-02-28", "2024-03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
  expect(listDaysBetween("2024-03-01", "2024-02-28")).toEqual([]);
});

test("a weekend is Saturday and Sunday", () => {
  const week = listDaysBetween("2026-11-16", "2026-11-22");
  expect(week.filter(isWeekend)).toEqual(["2026-11-21", "2026-11-22"]);
});

describe("the day that a person means", () => {
  // 2026-11-25 is a Wednesday.
  test.each([
    ["2026-11-20", "2026-11-20"],
    [" Today ", "2026-11-25"],
    ["yesterday", "2026-11-24"],
    ["wednesday", "2026-11-25"],
    ["Thu", "2026-11-19"],
    ["tuesday", "2026-11-24"],
    ["2026-02-30", undefined],
    ["2026-13-01", undefined],
    ["20.11.2026", undefined],
    ["wednes", undefined],
    ["", undefined],
  ])("%s", (typed, day) => {
    expect(parseListDay(typed, "2026-11-25")).toBe(day);
  });
});

test("is written out for people", () => {
  expect(formatListDay("2026-11-23")).toBe("Monday 23 November 2026");
});

test.each([
  ["2026-11-20", "2026-11-20", "Friday 20 November 2026"],
  ["2026-11-16", "2026-11-20", "Monday 16 to Friday 20 November 2026"],
  ["2026-10-30", "2026-11-02", "Friday 30 October to Monday 2 November 2026"],
  ["2025-12-31", "2026-01-02", "Wednesday 31 December 2025 to Friday 2 January 2026"],
])("the days from %s to %s are named as people name them", (first, last, named) => {
  expect(formatListDays(first, last)).toBe(named);
});

test("a day of the last week is known by its weekday, one before needs its date", () => {
  expect(dayName("2026-11-14", "2026-11-20")).toBe("Saturday");
  expect(dayName("2026-11-13", "2026-11-20")).toBe("Friday 13 November");
});
