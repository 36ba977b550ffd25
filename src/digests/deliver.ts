/** The job that brings the digests: for each channel that is due, written down first, then posted once. */
import { randomUUID } from "node:crypto";
import type { Logger } from "../log.ts";
import type { Memory } from "../platform/memory.ts";
import type { Channel, Message } from "../platform/message.ts";
import type { Bot, Platform } from "../platform/platform.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import { createAlignment } from "./alignment.ts";
import { type AskOutcome, askNow } from "./ask-now.ts";
import { type DeliveryJob, type DigestComposer, randomKey } from "./delivery.ts";
import { catchUpInstant, TIMINGS, type Timings } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import { createDispatcher } from "./dispatch.ts";
import { createFeedWatch, type Feed } from "./feed.ts";
import { createPlanner, staleRemark } from "./plan-due.ts";
import { postDelivery } from "./post-delivery.ts";
import { createReconciler, type OnAmbiguous } from "./reconcile.ts";
import { tellOwners } from "./tell-owners.ts";

export interface DeliverParts {
  readonly deliveries: DeliveryStore;
  readonly channels: ChannelStore;
  readonly composer: DigestComposer;
  readonly feed: Feed;
  /** What delivery itself must remember. */
  readonly memory: Memory;
  /** The platforms that run, by name. */
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly onAmbiguous: OnAmbiguous;
  readonly now: () => Date;
  readonly log: Logger;
  readonly timings?: Timings;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed?: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
}

export interface Deliver {
  /** Writes down what is due and starts to post it; what waits for another try is tried. */
  tick(now: Date): Promise<void>;
  /** Settles what may or may not have been sent. */
  reconcile(now: Date): Promise<void>;
  /** Posts the channel's digest now, once for each `commandKey`. */
  postNow(channel: ChannelRecord, commandKey: string, now: Date): Promise<AskOutcome>;
  /** Shows a channel what its digest would be, without counting it as shown; for a reader who has just come. */
  showToday(channel: Channel, now: Date): Promise<void>;
  /** What the platforms tell of places that come and go. */
  readonly places: Pick<Bot, "gone" | "back" | "moved">;
  /** Resolves when everything that could be posted has been. */
  idle(): Promise<void>;
  /** Starts nothing more, lets what is being posted end, and hands the rest back. */
  stop(): Promise<void>;
}

/** How many waiting deliveries are taken into memory at once. */
const READY_AT_ONCE = 5000;

export function createDeliver(parts: DeliverParts): Deliver {
  const { deliveries, channels, composer, platforms, log, now } = parts;
  const timings = parts.timings ?? TIMINGS;
  const elapsed = parts.elapsed ?? (() => performance.now());
  const posting = {
    deliveries,
    platforms,
    timings,
    now,
    elapsed,
    random: parts.random ?? Math.random,
    owner: randomUUID(),
    log,
  };
  const dispatcher = createDispatcher({
    paceOf: (platform) => platforms.get(platform)?.pace,
    run: (job, turn) => postDelivery(job, turn, posting),
    elapsed,
    log,
  });
  const enqueue = (job: DeliveryJob) => void dispatcher.enqueue(job);
  const feed = createFeedWatch(parts.feed);
  const canPost = (platform: string) => platforms.has(platform);
  const planDue = createPlanner({ deliveries, composer, feed, canPost, enqueue, log });
  const reconcile = createReconciler({
    deliveries,
    platforms,
    onAmbiguous: parts.onAmbiguous,
    timings,
    elapsed,
    enqueue,
    log,
  });
  const { tz: zoneData = "" } = process.versions;
  const alignment = createAlignment({
    deliveries,
    memory: parts.memory,
    zoneData,
    elapsed,
    log,
  });
  const once = onlyOnce();

  async function tick(at: Date): Promise<void> {
    await alignment.check(at);
    await tellOwners(deliveries, platforms, log, at);
    await dropLate(at);
    for (const job of await deliveries.ready(at, READY_AT_ONCE)) enqueue(job);
    await planDue(at);
  }

  /** What waited for too long: a weekly or monthly digest gets another chance before its next hour. */
  async function dropLate(at: Date): Promise<void> {
    for (const late of await deliveries.late(at, READY_AT_ONCE)) {
      const reason = "it could not be posted in time";
      if (!(await deliveries.giveUp(late, { failure: "late", reason }))) continue;
      log.warn({ delivery: late.id }, "a digest was given up: it would have come too late");
      const channel = await channels.get(late.channelId);
      if (channel?.schedule === undefined) continue;
      await deliveries.bringForward(channel.id, catchUpInstant(channel.schedule, at));
    }
  }

  return {
    tick: (at) => once("tick", () => tick(at)),
    reconcile: (at) => once("reconcile", () => reconcile(at)),
    postNow: (channel, commandKey, at) =>
      askNow(channel, commandKey, at, { deliveries, composer, feed, enqueue: dispatcher.enqueue }),

    async showToday(channel, at) {
      const platform = platforms.get(channel.platform);
      if (platform === undefined) return;
      const { staleSince } = await feed.stateFor(at);
      const record = await channels.open(channel, at);
      const remark = staleSince === undefined ? undefined : staleRemark(staleSince, record);
      const { message, nothing: quiet = [] } = await composer.compose(record, at, remark);
      const lines = remark === undefined ? [quiet] : [[remark], quiet];
      const nothing: Message = { blocks: lines.map((spans) => ({ kind: "note", spans })) };
      await platform.post(channel, message ?? nothing, { key: randomKey(), options: record.options });
    },

    places: {
      async gone(place, why) {
        const paused = await deliveries.pause(place, why, now());
        log.info({ place, paused }, "a place can no longer be posted to");
      },
      async back(place) {
        const back = await deliveries.unpause(place, now());
        log.info({ place, back }, "a place can be posted to again");
      },
      moved: (from, to) => deliveries.move(from, to, now()),
    },

    idle: () => dispatcher.idle(),
    stop: () => dispatcher.stop(),
  };
}

/** A job that is still running is joined, not begun again. */
function onlyOnce() {
  const running = new Map<string, Promise<void>>();
  return (name: string, job: () => Promise<void>): Promise<void> => {
    const already = running.get(name);
    if (already !== undefined) return already;
    const started = job().finally(() => running.delete(name));
    running.set(name, started);
    return started;
  };
}
