/** The rules of delivery that are numbers and dates: how late is too late, when to try again, how far back to look. */
import { EVERY_DAY, nextInstant, type Schedule } from "../subscriptions/schedule.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A digest that is later than this is not sent: its papers come with the next one. */
export const TOO_LATE_MS = 6 * HOUR;

/** A digest that a person asked for is not sent when that person has long turned to other things. */
export const ASKED_TOO_LATE_MS = 15 * MINUTE;

const ASKED = "asked ";

/** The slot of a digest that a person asked for; the same command twice has the same. */
export function askedSlot(commandKey: string): string {
  return `${ASKED}${commandKey}`;
}

export function wasAsked(slot: string): boolean {
  return slot.startsWith(ASKED);
}

/** A workspace that let Paperboy go finds everything as it was for this long; then its data is deleted. */
export const DATA_KEPT_MS = 30 * DAY;

/** What the operator should be told of as late. */
export const OVERDUE_MS = 15 * MINUTE;

export interface Timings {
  /** How long a process that posts is given before others ask what became of it. Longer than `postMs`. */
  readonly leaseMs: number;
  /** How long one call to the platform may take. */
  readonly postMs: number;
  /** How long after it may have been sent a message is looked for: platforms show it late. */
  readonly lookAfterMs: number;
  /** Between two looks that must agree. */
  readonly lookAgainMs: number;
  /** Before the second attempt; it doubles with every further one. */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
}

export const TIMINGS: Timings = {
  leaseMs: MINUTE,
  postMs: 30 * SECOND,
  lookAfterMs: 10 * SECOND,
  lookAgainMs: MINUTE,
  backoffMs: 5 * SECOND,
  longestBackoffMs: 15 * MINUTE,
};

/** Of the slots since `dueAt`, itself one, the last that is not ahead: however many were missed, one digest makes up for them. */
export function latestSlot(schedule: Schedule, dueAt: Date, now: Date): Date {
  if (now.getTime() - dueAt.getTime() < LEAST_APART_MS) return dueAt;
  let slot = new Date(Math.max(dueAt.getTime(), now.getTime() - LONGEST_GAP_MS));
  for (;;) {
    const following = nextInstant(schedule, slot);
    // Where the search began long after `dueAt`, that beginning is no slot, and there is one soon after.
    if (following > now) return slot;
    slot = following;
  }
}

/** A schedule's slots lie further apart than this, also on the days on which clocks change. */
export const LEAST_APART_MS = 12 * HOUR;

/** No two slots of a schedule lie further apart: a month's first Fridays at most 35 days. */
const LONGEST_GAP_MS = 40 * DAY;

/** The slot after one that was missed: a daily digest's next one; a weekly or monthly one comes the next day. */
export function catchUpInstant(schedule: Schedule, now: Date): Date {
  return nextInstant(
    schedule.cadence === "daily" ? schedule : { ...schedule, cadence: "daily", days: EVERY_DAY },
    now,
  );
}

/**
 * How long to wait after the given attempt, the first being 1: doubling, and anywhere in the upper half of that, so
 * that what failed together does not come back together. `random` is from 0 to 1.
 */
export function backoff(attempt: number, random: number, timings: Timings): number {
  const full = Math.min(timings.longestBackoffMs, timings.backoffMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.5 + random / 2));
}

/**
 * Since when to look for a message. The first look allows for clocks that differ by minutes; the second, upon which
 * the message may be sent again, for a whole day, and for more when this machine's clock has visibly been put back.
 */
export function lookSince(
  delivery: { readonly attemptedAt: Date; readonly composedAt: Date },
  now: Date,
  isSecond: boolean,
): Date {
  const from = Math.min(delivery.attemptedAt.getTime(), delivery.composedAt.getTime(), now.getTime());
  const wasPutBack = delivery.attemptedAt > now || delivery.composedAt > now;
  return new Date(from - (wasPutBack ? 8 * DAY : isSecond ? DAY : 10 * MINUTE));
}
