/** Which days' lists should be read now, and how long to leave a source alone that fails. */
import { addDays, currentListDay, isWeekend, type ListDay, listDaysBetween } from "./list-day.ts";

const MINUTE = 60_000;
/** Polling more than once in ten to fifteen minutes brings nothing. */
const CURRENT_EVERY = 12 * MINUTE;
const RECENT_EVERY = 180 * MINUTE;
/** Votes, comments and code links still change so many days after a paper was listed. */
const RECENT_DAYS = 8;
const FIRST_LIST_DAYS = 14;
/** A feed that was read while it filled held one paper; a list of so few is rare, and worth another look. */
const THIN = 1;
const THIN_EVERY = 60 * MINUTE;
const THIN_AT_ONCE = MINUTE;
/** So far back, in days, a gap that a pause has left is filled; what is older is the archive's. */
export const GAP_DAYS = 63;
const LONGEST_BACKOFF = 15 * MINUTE;

export interface FetchedLists {
  /** When the days from `GAP_DAYS` ago until now were last read. */
  readonly at: ReadonlyMap<ListDay, Date>;
  /** How many papers their lists had then. */
  readonly size: ReadonlyMap<ListDay, number>;
}

/**
 * The days to read, newest first: the current one, those that were last read before they were over, the last eight for their
 * votes, and the last 14 list days (weekdays) if they were never read or hardly held a paper; after a pause all since the first
 * that was read. A weekend's lists are empty, and all 435 recorded ones are of weekdays: it is looked at while it lasts, seldom,
 * and not again. `atOnce`: someone is waiting, so a list that hardly held a paper is read again after a minute.
 */
export function dueDays(now: Date, fetched: FetchedLists, atOnce = false): readonly ListDay[] {
  const today = currentListDay(now);
  const firstRead = [...fetched.at.keys()].filter((day) => day >= addDays(today, -GAP_DAYS)).sort()[0];
  const start = firstListDay(today);
  const recent = addDays(today, -RECENT_DAYS);
  return listDaysBetween(firstRead !== undefined && firstRead < start ? firstRead : start, today)
    .filter((day) => {
      const readAt = fetched.at.get(day);
      if (isWeekend(day) && day !== today) return false;
      if (readAt === undefined) return true;
      const age = now.getTime() - readAt.getTime();
      const isThin = !isWeekend(day) && day >= start && (fetched.size.get(day) ?? 0) <= THIN;
      if (isThin && atOnce) return age >= THIN_AT_ONCE;
      if (day === today) return age >= (isWeekend(day) ? RECENT_EVERY : CURRENT_EVERY);
      if (!isSettled(day, readAt)) return true;
      return isThin ? age >= THIN_EVERY : day >= recent && age >= RECENT_EVERY;
    })
    .reverse();
}

/** Read after the day was over: nothing can be added any more. */
export function isSettled(day: ListDay, readAt: Date): boolean {
  return currentListDay(readAt) > day;
}

/** The 14th weekday back from `today`, itself included if it is one. */
function firstListDay(today: ListDay): ListDay {
  let day = today;
  for (let count = isWeekend(day) ? 0 : 1; count < FIRST_LIST_DAYS; ) {
    day = addDays(day, -1);
    if (!isWeekend(day)) count++;
  }
  return day;
}

/** After failures in a row, the source is left alone for 1, 2, 4 … 15 minutes since the last attempt. */
export function backoffUntil(attemptedAt: Date, failures: number): Date {
  const wait = failures < 1 ? 0 : Math.min(MINUTE * 2 ** Math.min(failures - 1, 10), LONGEST_BACKOFF);
  return new Date(attemptedAt.getTime() + wait);
}
