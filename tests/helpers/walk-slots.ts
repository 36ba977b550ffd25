/** Walks from slot to slot and holds each against the wall clock as the engine itself shows it, for the years 2024 to 2030. */
import { Temporal } from "temporal-polyfill";
import { nextInstant, type Schedule } from "../../src/subscriptions/schedule.ts";

const MINUTE = 60_000;

export const FROM = Date.UTC(2024, 0);
export const UNTIL = Date.UTC(2031, 0);

/** "2026-11-24 09:00:00", not as the library under `nextInstant` computes it. */
export function clockOf(zone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return (instant) => format.format(instant);
}

/** When the zone's clocks change. */
export function transitions(zone: string): readonly number[] {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone);
  for (;;) {
    const following = at.getTimeZoneTransition("next");
    if (following === null || following.epochMilliseconds >= UNTIL) return found;
    found.push(following.epochMilliseconds);
    at = following;
  }
}

/**
 * Checks that from `from` until `until` each local date has one slot of a schedule of every day, at its time or by the
 * stated rule. Tells how many there were; throws at the first that is wrong.
 */
export function walkSlots(schedule: Schedule, from: number, until: number): number {
  const clock = clockOf(schedule.zone);
  let slot = nextInstant(schedule, new Date(from)).getTime();
  let date = clock(slot).slice(0, 10);
  let slots = 0;
  while (slot < until) {
    slots += 1;
    check(schedule, clock, date, slot);
    const following = nextInstant(schedule, new Date(slot)).getTime();
    if (nextInstant(schedule, new Date(following - 1)).getTime() !== following) throw new Error("unstable");
    slot = following;
    date = Temporal.PlainDate.from(date).add({ days: 1 }).toString();
  }
  return slots;
}

function check({ time, zone }: Schedule, clock: (instant: number) => string, date: string, slot: number) {
  const wanted = `${date} ${time}:00`;
  const shown = clock(slot);
  const about = `${zone} ${wanted}, ran at ${shown}`;
  if (shown === wanted) {
    for (let back = 15 * MINUTE; back <= 180 * MINUTE; back += 15 * MINUTE) {
      if (clock(slot - back) === wanted) throw new Error(`${about}, the second time`);
    }
  } else if (!(clock(slot - 1) < wanted && wanted < shown && slot % MINUTE === 0)) {
    throw new Error(`${about}, which is not the first moment after a gap`);
  }
}
