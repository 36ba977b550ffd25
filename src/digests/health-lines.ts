/** How fetching and delivering stand, in sentences for the operator. */
import type { SourceState } from "../papers/source-state-store.ts";
import type { DeliveryHealth } from "./delivery-reports-store.ts";
import { count } from "./paper-card.ts";

export function healthLines(health: DeliveryHealth, source: SourceState, now: Date): readonly string[] {
  const { due, overdue, open, lastDay, failures, latenessMs, listToPostMs } = health;
  return [
    source.succeededAt === undefined
      ? "Lists: never fetched."
      : `Lists: last fetched ${ago(source.succeededAt, now)}.`,
    ...(source.problem === undefined ? [] : [`Lists: ${source.problem}`]),
    `Due: ${count(due, "channel")}, ${overdue} of them for more than 15 minutes.`,
    `In doubt: ${open.ambiguous ?? 0} being looked up, ${open.held ?? 0} held until somebody asks for them with "digest".`,
    `Under way: ${open.pending ?? 0} waiting to be posted, ${open.sending ?? 0} being posted.`,
    `Last day: ${named(lastDay) || "no digest was due"}.`,
    `Failures in the last day: ${named(failures) || "none"}.`,
    `Last digest posted: ${health.lastSentAt === undefined ? "never" : ago(health.lastSentAt, now)}.`,
    ...(latenessMs === undefined ? [] : [punctuality(health.scheduled, span(latenessMs))]),
    ...(listToPostMs === undefined
      ? []
      : [`From the latest paper on the list to the post: ${span(listToPostMs)} (median).`]),
  ];
}

/** Of fewer than twenty, 19 of 20 are all. */
function punctuality(scheduled: number, within: string): string {
  if (scheduled === 1) return `1 scheduled digest was posted within ${within} of its hour, in the last day.`;
  const which = scheduled < 20 ? "" : "19 of 20 of ";
  return `${which}${count(scheduled, "scheduled digest")} were posted within ${within} of their hour, in the last day.`;
}

/** "3 sent, 1 failed". */
function named(tally: Readonly<Record<string, number>>): string {
  return Object.entries(tally)
    .map(([name, number]) => `${number} ${name}`)
    .join(", ");
}

function ago(at: Date, now: Date): string {
  return `${span(now.getTime() - at.getTime())} ago, ${at.toISOString()}`;
}

/** "8 s", "12 min", "5 h", "3 days", for milliseconds. */
function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
