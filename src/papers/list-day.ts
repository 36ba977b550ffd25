/** The calendar of Daily Papers. */
import { Temporal } from "temporal-polyfill";

/** A day on which a list of papers stands, `YYYY-MM-DD`, in the source's own calendar. */
export type ListDay = string;

/** The archive of Daily Papers begins here. */
export const FIRST_LIST_DAY: ListDay = "2023-05-04";

/**
 * The list day at `now`: New York's date, which moves on at 21:30 there.
 * Source: huggingface/hf-mcp-server, packages/mcp/src/hf-fs-papers.ts (DAILY_FEED_TIME_ZONE, currentDailyFeedDate).
 */
export function currentListDay(now: Date): ListDay {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO("America/New_York")
    .add({ hours: 2, minutes: 30 })
    .toPlainDate()
    .toString();
}

export function addDays(day: ListDay, days: number): ListDay {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** The list days from `first` to `last`, both included, in order; none if `last` is before `first`. */
export function listDaysBetween(first: ListDay, last: ListDay): readonly ListDay[] {
  const days: ListDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** Nothing new is listed on weekends. */
export function isWeekend(day: ListDay): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek > 5;
}

/** The day that a person means: `2026-11-20`, `today`, `yesterday`, `tomorrow`, or a weekday's name for the latest such day. */
export function parseListDay(text: string, today: ListDay): ListDay | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === "today") return today;
  if (typed === "yesterday") return addDays(today, -1);
  if (typed === "tomorrow") return addDays(today, 1);
  const weekday = WEEKDAYS.findIndex(
    (name) => name === typed || (typed.length === 3 && name.startsWith(typed)),
  );
  if (weekday >= 0)
    return addDays(today, -((Temporal.PlainDate.from(today).dayOfWeek - weekday - 1 + 7) % 7));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return undefined;
  try {
    return Temporal.PlainDate.from(typed, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** For people, seen from `latest`: "Monday" within its week, "Monday 9 November" before. */
export function dayName(day: ListDay, latest: ListDay): string {
  const [weekday = "", date, month] = formatListDay(day).split(" ");
  return day > addDays(latest, -7) ? weekday : `${weekday} ${date} ${month}`;
}

/** For people: "Thursday 19 to Friday 20 November 2026"; one day alone as `formatListDay` says it. */
export function formatListDays(first: ListDay, last: ListDay): string {
  if (first === last) return formatListDay(last);
  const [weekday, date, month, year] = formatListDay(first).split(" ");
  const begins =
    first.slice(0, 4) === last.slice(0, 4) ? [weekday, date, month] : [weekday, date, month, year];
  const isOneMonth = first.slice(0, 7) === last.slice(0, 7);
  return `${(isOneMonth ? [weekday, date] : begins).join(" ")} to ${formatListDay(last)}`;
}

/** For people: "Monday 23 November 2026". */
export function formatListDay(day: ListDay): string {
  const date = Temporal.PlainDate.from(day);
  return dayFormat.format(Date.UTC(date.year, date.month - 1, date.day)).replace(",", "");
}
