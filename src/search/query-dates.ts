/** A date or span of time as people type it into a search. */
import { currentListDay, parseListDay } from "../papers/list-day.ts";

export const DAY_MS = 24 * 60 * 60 * 1000;
const UNIT_DAYS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/**
 * The time that is meant, in milliseconds since 1970, `to` not included: `2026-01-31`, `2026-01`, `2026`, `30d`, `2w`,
 * `3m`, `1y` (that long before `now`), `today`, `yesterday`, a weekday. Undefined if it is none of these.
 */
export function parsePeriod(
  value: string,
  now: Date,
): { readonly from: number; readonly to: number } | undefined {
  const text = value.trim().toLowerCase().replaceAll("/", "-");
  const ago = /^(\d{1,5})([dwmy])$/.exec(text);
  if (ago !== null) {
    const from = now.getTime() - Number(ago[1]) * (UNIT_DAYS[ago[2] ?? ""] ?? 0) * DAY_MS;
    return { from: Math.floor(from / DAY_MS) * DAY_MS, to: now.getTime() };
  }
  const [, year, month] = /^(\d{4})(?:-(\d{1,2}))?$/.exec(text) ?? [];
  if (year !== undefined) {
    if (Number(year) < 1900 || (month !== undefined && (Number(month) < 1 || Number(month) > 12)))
      return undefined;
    const first = month === undefined ? 0 : Number(month) - 1;
    const from = Date.UTC(Number(year), first);
    return {
      from,
      to: month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), first + 1),
    };
  }
  const day = parseListDay(text, currentListDay(now));
  if (day === undefined) return undefined;
  const from = Date.parse(`${day}T00:00:00Z`);
  return { from, to: from + DAY_MS };
}
