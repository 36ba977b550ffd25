import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVERY_DAY, formatSchedule, type Schedule, WEEKDAYS } from "../../src/subscriptions/schedule.ts";
import { parseSchedule, scheduleText } from "../../src/subscriptions/schedule-text.ts";
import { zoneNames } from "../../src/subscriptions/zones.ts";

const defaultZone = "America/Toronto";
const parse = (typed: string, current?: Schedule) => parseSchedule(typed, { defaultZone, current });
const plain: Schedule = { cadence: "daily", time: "09:00", days: WEEKDAYS, zone: defaultZone };
const understood = (typed: string, current?: Schedule) => {
  const parsed = parse(typed, current);
  return "schedule" in parsed ? parsed.schedule : parsed;
};

describe("times", () => {
  test.each([
    ["9:30", "09:30"],
    ["09:30", "09:30"],
    ["0930", "09:30"],
    ["17.00", "17:00"],
    ["9h30", "09:30"],
    ["17h", "17:00"],
    ["9", "09:00"],
    ["at 9", "09:00"],
    ["9am", "09:00"],
    ["9 a.m.", "09:00"],
    ["5pm", "17:00"],
    ["5:15 PM", "17:15"],
    ["12am", "00:00"],
    ["12pm", "12:00"],
    ["noon", "12:00"],
    ["midnight", "00:00"],
    ["9 o'clock", "09:00"],
  ])("%s", (typed, time) => {
    expect(understood(typed)).toEqual({ ...plain, time });
  });

  test.each(["25:00", "9:75", "13pm", "0pm", "24:00", "9:3"])("%s is none", (typed) => {
    expect(parse(typed)).toHaveProperty("problem", expect.stringContaining(typed));
  });

  test("two times are a problem that names both", () => {
    expect(parse("9:00 17:00")).toEqual({ problem: "One digest a day: choose 09:00 or 17:00." });
  });
});

describe("days", () => {
  test.each<[string, Schedule["cadence"], Schedule["days"]]>([
    ["weekdays", "daily", WEEKDAYS],
    ["mo-fr", "daily", WEEKDAYS],
    ["Monday to Friday", "daily", WEEKDAYS],
    ["mon – fri", "daily", WEEKDAYS],
    ["weekends", "daily", [6, 7]],
    ["daily", "daily", EVERY_DAY],
    ["every day", "daily", EVERY_DAY],
    ["mon,thu", "daily", [1, 4]],
    ["Mondays and Thursdays", "daily", [1, 4]],
    ["thu, mon", "daily", [1, 4]],
    ["mon/wed/fri", "daily", [1, 3, 5]],
    ["fri-mon", "daily", [1, 5, 6, 7]],
    ["weekly", "weekly", [5]],
    ["weekly friday", "weekly", [5]],
    ["every tuesday", "weekly", [2]],
    ["every week on tue", "weekly", [2]],
    ["monthly", "monthly", WEEKDAYS],
    ["first monday of the month", "monthly", [1]],
  ])("%s", (typed, cadence, days) => {
    expect(understood(typed)).toEqual({ ...plain, cadence, days });
  });

  test("a weekly digest has one day", () => {
    expect(parse("weekly mon,thu")).toHaveProperty("problem", expect.stringContaining("mon,thu 09:00"));
  });

  test("weekly and monthly at once is a problem", () => {
    expect(parse("weekly monthly")).toEqual({ problem: "Choose weekly or monthly: not both." });
  });
});

describe("zones", () => {
  test.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["europe/berlin", "Europe/Berlin"],
    ["new york", "America/New_York"],
    ["in Munich", "Europe/Berlin"],
    ["São Paulo", "America/Sao_Paulo"],
    ["Washington, D.C.", "America/New_York"],
    ["Ho Chi Minh City", "Asia/Ho_Chi_Minh"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["Kyiv", "Europe/Kyiv"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["Tokyo time", "Asia/Tokyo"],
    ["Port of Spain", "America/Port_of_Spain"],
    ["PST", "America/Los_Angeles"],
    ["pacific time", "America/Los_Angeles"],
    ["JST", "Asia/Tokyo"],
    ["CET", "Europe/Berlin"],
    ["utc", "UTC"],
    ["GMT", "UTC"],
    ["UTC+2", "Etc/GMT-2"],
    ["UTC +5:30", "Asia/Kolkata"],
    ["GMT-3", "Etc/GMT+3"],
    ["germany", "Europe/Berlin"],
    ["US/Pacific", "America/Los_Angeles"],
    // Toronto's own name for its time, kept where it is meant.
    ["ET", "America/Toronto"],
  ])("%s", (typed, zone) => {
    expect(understood(`9:00 ${typed}`)).toEqual({ ...plain, zone });
    expect(understood(typed)).toEqual({ ...plain, zone });
  });

  test("a name that several zones share is a question whose answers work", () => {
    const parsed = parse("mon 9:00 CST");
    expect(parsed).toEqual({
      question: "“CST” could be America/Chicago, Asia/Shanghai or America/Havana. Which one?",
      choices: [
        "weekly mon 09:00 America/Chicago",
        "weekly mon 09:00 Asia/Shanghai",
        "weekly mon 09:00 America/Havana",
      ],
    });
    expect(parseSchedule("CST", { defaultZone: "Asia/Shanghai" })).toEqual({
      schedule: { ...plain, zone: "Asia/Shanghai" },
    });
  });

  test("a slip of the fingers is a question, nonsense a problem", () => {
    expect(parse("9:00 Barlin")).toHaveProperty("question", expect.stringContaining("Europe/Berlin"));
    expect(parse("when the moon is full")).toHaveProperty("problem", expect.stringContaining("moon"));
  });

  test("what does not exist is refused", () => {
    for (const typed of ["UTC+19", "UTC+5:15", "Mars/Olympus", "x/".repeat(400)]) {
      expect(parse(typed)).not.toHaveProperty("schedule");
    }
  });
});

test("what is not mentioned stays as it is", () => {
  const current: Schedule = { cadence: "weekly", time: "16:00", days: [4], zone: "Asia/Tokyo" };
  expect(understood("", current)).toEqual(current);
  expect(understood("17:00", current)).toEqual({ ...current, time: "17:00" });
  expect(understood("Berlin", current)).toEqual({ ...current, zone: "Europe/Berlin" });
  expect(understood("weekdays", current)).toEqual({ ...current, cadence: "daily", days: WEEKDAYS });
  expect(understood("weekly", current)).toEqual(current);
});

test("the text of a schedule reads back as the same schedule", () => {
  const day = fc.constantFrom(...EVERY_DAY);
  const days = fc
    .uniqueArray(day, { minLength: 1, maxLength: 7 })
    .map((some) => EVERY_DAY.filter((one) => some.includes(one)));
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
  const zone = fc.constantFrom(...zoneNames());
  const schedule: fc.Arbitrary<Schedule> = fc.oneof(
    fc.record({
      cadence: fc.constant("daily" as const),
      time,
      days: days.filter((some) => some.length > 1),
      zone,
    }),
    fc.record({ cadence: fc.constant("weekly" as const), time, days: day.map((one) => [one]), zone }),
    fc.record({ cadence: fc.constant("monthly" as const), time, days, zone }),
  );
  fc.assert(
    fc.property(schedule, (one) => {
      expect(parse(scheduleText(one))).toEqual({ schedule: one });
    }),
  );
});

test("never throws for what is typed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (typed) => {
      parse(typed);
    }),
    { examples: [["__proto__"], ["toString"]] },
  );
});

test.each(["hourly", "every two hours", "every 2 hours", "every hour 9-17", "twice a day"])(
  "%s is told that one digest a day is the most",
  (typed) => {
    expect(parse(typed)).toEqual({ problem: expect.stringContaining("One digest a day at most") });
  },
);

test.each(["monthly 31", "monthly 15 8am", "monthly 15th", "monthly on the 1st at 9:00"])(
  "%s is told what monthly means",
  (typed) => {
    expect(parse(typed)).toEqual({ problem: expect.stringContaining("It cannot come on a date.") });
  },
);

test("an offset is shown as people write it, and read back", () => {
  const parsed = parse("9 GMT+2");
  if (!("schedule" in parsed)) throw new Error("it was not understood");
  expect(formatSchedule(parsed.schedule)).toBe("at 09:00 on weekdays (UTC+2)");
  expect(parse(scheduleText(parsed.schedule))).toEqual(parsed);
});
