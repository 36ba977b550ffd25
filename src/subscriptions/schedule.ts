/** A channel's local time, weekdays and zone, and the instants that follow from them. */
import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface Schedule {
  /** `daily` comes on each of `days`, `weekly` on the one of them, `monthly` on the month's first of them. */
  readonly cadence: "daily" | "weekly" | "monthly";
  /** Local, `HH:MM` of 24 hours. */
  readonly time: string;
  /** In the week's order, at least one. */
  readonly days: readonly Weekday[];
  /** An IANA zone. */
  readonly zone: string;
}

export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
export const WEEKEND: readonly Weekday[] = [6, 7];
export const EVERY_DAY: readonly Weekday[] = [...WEEKDAYS, ...WEEKEND];

/** What a channel has until somebody says otherwise. */
export function defaultSchedule(zone: string): Schedule {
  return { cadence: "daily", time: "09:00", days: WEEKDAYS, zone: isZone(zone) ? zone : "UTC" };
}

const knownZones = new Set<string>();

/** Whether this machine knows the zone. */
function isZone(zone: string): boolean {
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    knownZones.add(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The first instant after `after` at which a digest is due. A local time that a change of the clocks leaves out
 * runs at the first moment after the gap; one that comes twice runs the first time.
 */
export function nextInstant(schedule: Schedule, after: Date): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(schedule.zone)
    .toPlainDate();
  // A whole day can be left out by a zone that crosses the date line, so the search begins a day early.
  for (let days = -1; days <= LONGEST_GAP_DAYS; days++) {
    const date = start.add({ days });
    if (!isDay(schedule, date)) continue;
    const instant = instantOn(schedule, date);
    if (instant > after.getTime()) return new Date(instant);
  }
  throw new RangeError(`a schedule without a day: ${writeSchedule(schedule)}`);
}

/** Two months' first Fridays lie at most 35 days apart. */
const LONGEST_GAP_DAYS = 40;

function isDay(schedule: Schedule, date: Temporal.PlainDate): boolean {
  const onDay = (day: Temporal.PlainDate) => schedule.days.some((weekday) => weekday === day.dayOfWeek);
  if (!onDay(date)) return false;
  if (schedule.cadence !== "monthly") return true;
  for (let day = 1; day < date.day; day++) if (onDay(date.with({ day }))) return false;
  return true;
}

function instantOn(schedule: Schedule, date: Temporal.PlainDate): number {
  const local = date.toPlainDateTime(schedule.time);
  const zoned = local.toZonedDateTime(schedule.zone, { disambiguation: "earlier" });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  const afterGap = zoned.getTimeZoneTransition("next") ?? zoned;
  return afterGap.epochMilliseconds;
}

const stored = z.object({
  cadence: z.enum(["daily", "weekly", "monthly"]),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  days: z
    .array(
      z.union([
        z.literal(1),
        z.literal(2),
        z.literal(3),
        z.literal(4),
        z.literal(5),
        z.literal(6),
        z.literal(7),
      ]),
    )
    .min(1),
  zone: z.string().refine(isZone, "a time zone"),
});

/** The text that a store keeps. */
export function writeSchedule({ cadence, time, days, zone }: Schedule): string {
  return JSON.stringify({ cadence, time, days, zone });
}

/** What `writeSchedule` wrote. Throws on anything else. */
export function readSchedule(text: string): Schedule {
  return stored.parse(JSON.parse(text));
}

/** For people: "at 09:00 on weekdays (Europe/Berlin)". */
export function formatSchedule(schedule: Schedule): string {
  const at = `at ${schedule.time}`;
  const zone = `(${zoneName(schedule.zone)})`;
  const [first = 1] = schedule.days;
  if (schedule.cadence === "weekly") return `weekly on ${DAY_NAMES[first]} ${at} ${zone}`;
  if (schedule.cadence === "monthly") return `monthly on the first ${dayKind(schedule.days)} ${at} ${zone}`;
  return `${at} ${dayList(schedule.days)} ${zone}`;
}

/** The words that `parseSchedule` reads back as the same days: "weekdays", "mon,thu". */
export function formatDays(days: readonly Weekday[]): string {
  if (sameDays(days, EVERY_DAY)) return "daily";
  if (sameDays(days, WEEKDAYS)) return "weekdays";
  if (sameDays(days, WEEKEND)) return "weekends";
  return days.map((day) => DAY_NAMES[day].slice(0, 3).toLowerCase()).join(",");
}

/** For people: "Tuesday 24 November at 09:00 (Europe/Berlin)". */
export function formatInstant(instant: Date, zone: string): string {
  return `${formatLocal(instant, zone)} (${zoneName(zone)})`;
}

/** For people: "UTC+2" for `Etc/GMT-2`, of which the sign is the other way round (IANA's file `etcetera`). */
export function zoneName(zone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d{1,2})$/u.exec(zone) ?? [];
  return hours === undefined ? zone : `UTC${sign === "-" ? "+" : "-"}${hours}`;
}

/** The same where the zone stands already: "Tuesday 24 November at 09:00". */
export function formatLocal(instant: Date, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
  const month = MONTH_NAMES[local.month - 1];
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  return `${DAY_NAMES[toWeekday(local.dayOfWeek)]} ${local.day} ${month} at ${time}`;
}

const DAY_NAMES: Readonly<Record<Weekday, string>> = {
  1: "Monday",
  2: "Tuesday",
  3: "Wednesday",
  4: "Thursday",
  5: "Friday",
  6: "Saturday",
  7: "Sunday",
};

const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function dayList(days: readonly Weekday[]): string {
  if (sameDays(days, EVERY_DAY)) return "every day";
  if (sameDays(days, WEEKDAYS)) return "on weekdays";
  if (sameDays(days, WEEKEND)) return "on weekends";
  return `on ${joinWith(
    "and",
    days.map((day) => DAY_NAMES[day]),
  )}`;
}

function dayKind(days: readonly Weekday[]): string {
  if (sameDays(days, EVERY_DAY)) return "day";
  if (sameDays(days, WEEKDAYS)) return "weekday";
  return joinWith(
    "or",
    days.map((day) => DAY_NAMES[day]),
  );
}

function sameDays(one: readonly Weekday[], other: readonly Weekday[]): boolean {
  return one.length === other.length && one.every((day) => other.includes(day));
}

function joinWith(word: string, names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length <= 1 ? last : `${names.slice(0, -1).join(", ")} ${word} ${last}`;
}

function toWeekday(day: number): Weekday {
  return EVERY_DAY.find((weekday) => weekday === day) ?? 1;
}
