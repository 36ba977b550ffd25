/** What breaks in a simulated year, and when. */
import { DAY, HOUR } from "../delivery-rig.ts";

/** The lists cannot be fetched, the platform takes nothing, or the program itself does not run. */
export type Broken = "feed" | "platform" | "program";

export interface Outage {
  readonly broken: Broken;
  readonly from: number;
  readonly until: number;
}

const KINDS: readonly Broken[] = ["feed", "platform", "program"];
const HOURS = [1, 3, 5, 8, 14, 30];

/** One a week, on another day and of another length each time. */
export function weeklyOutages(start: number, weeks: number): readonly Outage[] {
  return Array.from({ length: weeks }, (_, week) => {
    const from = start + week * 7 * DAY + (week % 5) * DAY + ((week * 5) % 24) * HOUR;
    const broken = KINDS[week % KINDS.length] ?? "feed";
    return {
      broken,
      from,
      until: from + (HOURS[(week * 5 + Math.floor(week / 6)) % HOURS.length] ?? 1) * HOUR,
    };
  });
}

export function isBroken(outages: readonly Outage[], broken: Broken, at: number): boolean {
  return outages.some((outage) => outage.broken === broken && outage.from <= at && at < outage.until);
}
