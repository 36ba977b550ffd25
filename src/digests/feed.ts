/** Whether the lists are fresh enough to make digests of, and how long to wait when they are not. */
import { HOUR, TOO_LATE_MS } from "./delivery-rules.ts";

/** Where the papers come from, as far as delivery minds. */
export interface Feed {
  /** When the lists were last fetched without a problem. */
  lastSuccess(): Promise<Date | undefined>;
  /** Tries to fetch them now. */
  refresh(now: Date): Promise<unknown>;
}

export interface FeedState {
  /** Channels that are due up to then need not wait any longer. */
  readonly until: Date;
  /** When the lists were last fetched, when that is too long ago to say nothing of it. */
  readonly staleSince: Date | "never" | undefined;
}

export interface FeedWatch {
  stateFor(now: Date): Promise<FeedState>;
}

/** Lists that were fetched longer ago are stale. */
const FRESH_MS = 6 * HOUR;
/** How long digests wait for lists that cannot be fetched. */
const WAIT_MS = 2 * HOUR;
/** Between two tries of delivery's own: the fetching has its own rhythm and its own patience. */
const TRY_EVERY_MS = HOUR / 6;

export function createFeedWatch(feed: Feed): FeedWatch {
  let staleFrom: Date | undefined;
  let triedAt: Date | undefined;

  const fetchedAt = async (now: Date) => {
    const at = await feed.lastSuccess();
    return { at, isFresh: at !== undefined && at.getTime() > now.getTime() - FRESH_MS };
  };

  return {
    async stateFor(now) {
      let last = await fetchedAt(now);
      const mayTry = triedAt === undefined || Math.abs(now.getTime() - triedAt.getTime()) >= TRY_EVERY_MS;
      if (!last.isFresh && mayTry) {
        triedAt = now;
        // What goes wrong is in the source's own log and state.
        await feed.refresh(now).catch(() => {});
        last = await fetchedAt(now);
      }
      if (last.isFresh) {
        staleFrom = undefined;
        triedAt = undefined;
        return { until: now, staleSince: undefined };
      }
      staleFrom ??= now;
      // After a long downtime the wait begins when it is first noticed, but no digest waits until it is too late.
      const hasWaited = now.getTime() - staleFrom.getTime() >= WAIT_MS;
      const wait = hasWaited ? WAIT_MS : TOO_LATE_MS - HOUR;
      return { until: new Date(now.getTime() - wait), staleSince: last.at ?? "never" };
    },
  };
}
