/** What a reader should know of how fresh the lists are. */
import type { PaperStore } from "./paper-store.ts";
import type { SourceStateStore } from "./source-state-store.ts";

/**
 * A sentence while the source does not answer, undefined while it does: an outage is never shown as "no papers". None
 * beside samples, with which it is said why there is nothing else.
 */
export function createFreshness(
  sources: Pick<SourceStateStore, "get">,
  papers: Pick<PaperStore, "sampleCount">,
): (now: Date) => Promise<string | undefined> {
  return async (now) => {
    if ((await papers.sampleCount()) > 0) return undefined;
    const state = await sources.get("hugging-face");
    if (state.problem === undefined) return undefined;
    const since =
      state.succeededAt === undefined
        ? "It has not answered yet."
        : `What is shown is as of ${ago(now.getTime() - state.succeededAt.getTime())}.`;
    return `${state.problem} ${since}`;
  };
}

/** "5 minutes ago", for a span of milliseconds. */
function ago(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes < 1) return "a moment ago";
  if (minutes < 90) return many(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? many(hours, "hour") : many(Math.round(hours / 24), "day");
}

function many(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"} ago`;
}
