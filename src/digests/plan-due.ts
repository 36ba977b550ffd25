/** From due channels to digests in the ledger: nobody is forgotten, nobody gets a storm. */
import type { Logger } from "../log.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import { formatInstant, nextInstant, type Schedule, writeSchedule } from "../subscriptions/schedule.ts";
import {
  type ComposeDigest,
  type Composed,
  type DeliveryJob,
  type DigestComposer,
  NOTHING,
  type Plan,
} from "./delivery.ts";
import type { DueChannel } from "./delivery-plans-store.ts";
import { catchUpInstant, HOUR, latestSlot, TOO_LATE_MS } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { FeedState, FeedWatch } from "./feed.ts";

export interface PlanParts {
  readonly deliveries: DeliveryStore;
  readonly composer: DigestComposer;
  readonly feed: FeedWatch;
  /** Whether this process can post there. */
  readonly canPost: (platform: string) => boolean;
  readonly enqueue: (job: DeliveryJob) => void;
  readonly log: Logger;
}

/** Written in one transaction; the event loop breathes between two digests. */
const TOGETHER = 100;
/** How long a channel whose digest cannot be composed is left alone, so that one fault does not fill the log. */
const AFTER_FAULT_MS = HOUR / 12;

/** Composes and writes down the digests that are due, and enqueues them. */
export function createPlanner(parts: PlanParts): (now: Date) => Promise<void> {
  const { deliveries, feed, log } = parts;
  const faults = new Map<number, number>();

  async function planOf(due: DueChannel, now: Date, tick: Tick): Promise<Plan | undefined> {
    const channel = due.record;
    if ((faults.get(due.id) ?? 0) > now.getTime()) return undefined;
    try {
      if (channel?.schedule === undefined) throw new Error("the channel's schedule cannot be read");
      if (!parts.canPost(channel.channel.platform)) return undefined;
      const dueAt = latestSlot(channel.schedule, due.dueAt, now);
      if (dueAt > tick.until) return undefined;
      const slot = { channel, slot: dueAt.toISOString(), dueAt };
      const giveUpAt = new Date(dueAt.getTime() + TOO_LATE_MS);
      if (giveUpAt <= now) {
        const composed = { ...NOTHING, account: { skipped: "too late" } };
        const reason = "it would have come too late";
        return { ...slot, giveUpAt, nextDueAt: catchUpInstant(channel.schedule, now), composed, reason };
      }
      const plan = { ...slot, giveUpAt, nextDueAt: tick.next(channel.schedule) };
      const remark = tick.staleSince && staleRemark(tick.staleSince, channel);
      const composed = await tick.compose(channel, now, remark);
      return remark === undefined || composed.message !== undefined
        ? { ...plan, composed }
        : { ...plan, ...(await insteadOfNothing(channel, composed, remark, tick.staleSince)) };
    } catch (error) {
      noteFault(due.id, error, now);
      return undefined;
    }
  }

  /** An outage is never shown as "no papers": once it is said in the channel, from then on in its status. */
  async function insteadOfNothing(
    channel: ChannelRecord,
    composed: Composed,
    remark: string,
    since: Date | "never" | undefined,
  ): Promise<Pick<Plan, "composed" | "reason">> {
    if (await deliveries.wasToldSince(channel.id, since instanceof Date ? since : new Date(0))) {
      return { composed, reason: remark };
    }
    return { composed: { ...composed, message: { blocks: [{ kind: "note", spans: [remark] }] } } };
  }

  return async (now) => {
    const state = await feedStateIfDue(now);
    if (state === undefined) return;
    const next = rememberNext(now);
    let last: DueChannel | undefined;
    for (;;) {
      const batch = await deliveries.due(state.until, last, TOGETHER);
      last = batch.at(-1);
      if (last === undefined) return;
      const tick: Tick = { ...state, next, compose: await together(batch, now) };
      const plans: Plan[] = [];
      for (const due of batch) {
        const plan = await planOf(due, now, tick);
        if (plan !== undefined) plans.push(plan);
        await breathe();
      }
      await writeDown(plans, now);
    }
  };

  /** What is stored of one channel may be unreadable: then each is read by itself, so that the others come. */
  async function together(batch: readonly DueChannel[], now: Date): Promise<ComposeDigest> {
    const channels = batch.flatMap(({ record }) => record ?? []);
    try {
      return channels.length === 0 ? parts.composer.compose : await parts.composer.together(channels, now);
    } catch {
      return parts.composer.compose;
    }
  }

  /** All at once; when one of them cannot be written, each by itself, so that the others can. */
  async function writeDown(plans: readonly Plan[], now: Date): Promise<void> {
    try {
      if (plans.length === 0) return;
      for (const planned of await deliveries.plan(plans, now)) {
        if (planned.kind === "planned") parts.enqueue(planned.job);
      }
    } catch (error) {
      const [only, ...others] = plans;
      if (only === undefined || others.length > 0) {
        for (const plan of plans) await writeDown([plan], now);
        return;
      }
      noteFault(only.channel.id, error, now);
    }
  }

  function noteFault(channelId: number, error: unknown, now: Date): void {
    log.error({ err: error, channel: channelId }, "a digest could not be written");
    faults.set(channelId, now.getTime() + AFTER_FAULT_MS);
  }

  /** Asks for the feed's state only when somebody waits for it. */
  async function feedStateIfDue(now: Date) {
    const [anyone] = await deliveries.due(now, undefined, 1);
    return anyone === undefined ? undefined : await feed.stateFor(now);
  }
}

type NextOf = (schedule: Schedule) => Date;

interface Tick extends FeedState {
  readonly next: NextOf;
  readonly compose: ComposeDigest;
}

/** Many channels have the same schedule, and all of them the same now. */
function rememberNext(now: Date): NextOf {
  const known = new Map<string, Date>();
  return (schedule) => {
    const key = writeSchedule(schedule);
    const next = known.get(key) ?? nextInstant(schedule, now);
    known.set(key, next);
    return next;
  };
}

/** What a digest says of lists that could not be fetched: an outage is never shown as "no papers". */
export function staleRemark(since: Date | "never", { schedule }: ChannelRecord): string {
  if (since === "never") return "The lists could not be fetched yet; newer papers come with the next digest.";
  const when = formatInstant(since, schedule?.zone ?? "UTC");
  return `The lists could not be fetched since ${when}; newer papers come with the next digest.`;
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
