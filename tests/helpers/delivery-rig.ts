/** A ledger on a real database with a platform in memory, a composer that always has papers, and a clock that stands still. */
import { pino } from "pino";
import { createDeliver, type Deliver } from "../../src/digests/deliver.ts";
import type { Composed, DigestComposer } from "../../src/digests/delivery.ts";
import { TIMINGS } from "../../src/digests/delivery-rules.ts";
import { createDeliveryStore, type DeliveryStore } from "../../src/digests/delivery-store.ts";
import type { OnAmbiguous } from "../../src/digests/reconcile.ts";
import { createPaperStore } from "../../src/papers/paper-store.ts";
import type { Channel } from "../../src/platform/message.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createMemory } from "../../src/storage/memory-store.ts";
import {
  type ChannelRecord,
  type ChannelStore,
  createChannelStore,
} from "../../src/subscriptions/channel-store.ts";
import { EVERY_DAY, nextInstant, type Schedule } from "../../src/subscriptions/schedule.ts";
import { FakePlatform } from "./fake-platform.ts";
import { paper } from "./papers.ts";

export const NINE: Schedule = { cadence: "daily", time: "09:00", days: EVERY_DAY, zone: "UTC" };
export const OWNER = { id: "U1", name: "Ada" };

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What all schedulers on one database share. */
export interface World {
  readonly database: Database;
  readonly channels: ChannelStore;
  readonly platform: FakePlatform;
  /** What the composer has for each channel: the papers that the channel has not seen. */
  readonly papers: string[];
  close(): Promise<void>;
  channel(id: string, schedule?: Schedule, from?: Date): Promise<ChannelRecord>;
  scheduler(options?: SchedulerOptions): Scheduler;
  state(slot?: string): Promise<readonly string[]>;
}

export interface SchedulerOptions {
  readonly platform?: Platform;
  readonly onAmbiguous?: OnAmbiguous;
  /** What this scheduler's clock is off by, in milliseconds. */
  readonly skew?: number;
  readonly compose?: DigestComposer["compose"];
  readonly lastFetch?: () => Date | undefined;
  readonly refresh?: (now: Date) => Promise<void>;
}

export interface Scheduler {
  readonly deliver: Deliver;
  readonly deliveries: DeliveryStore;
  /** The time is now `at`: works until nothing is left to do. */
  at(at: Date | string): Promise<void>;
  /** Goes on from there, in steps of at most a minute. */
  pass(milliseconds: number): Promise<void>;
  now(): Date;
}

export async function createWorld(start: Date | string = "2026-11-23T00:00:00Z"): Promise<World> {
  const database = await openDatabase(":memory:");
  const channels = createChannelStore(database);
  const platform = new FakePlatform();
  const papers = ["2611.00001", "2611.00002", "2611.00003"];
  const known = new Set<string>();
  const paperStore = createPaperStore(database);

  const compose: DigestComposer["compose"] = async (channel, now, remark) => {
    const missing = papers.filter((id) => !known.has(id));
    if (missing.length > 0)
      await paperStore.save(
        missing.map((id) => paper(id)),
        now,
      );
    for (const id of missing) known.add(id);
    const rows = await database
      .selectFrom("seenPaper")
      .select("paperId")
      .where("channelId", "=", channel.id)
      .execute();
    const seen = new Set(rows.map((row) => row.paperId));
    const fresh = papers.filter((id) => !seen.has(id));
    const composed: Composed = {
      message:
        fresh.length === 0
          ? undefined
          : {
              blocks: [
                ...(remark === undefined ? [] : [{ kind: "note" as const, spans: [remark] }]),
                { kind: "text", spans: [fresh.join(" ")] },
              ],
            },
      paperIds: fresh,
      usedAdditions: [],
      consideredUntil: now,
      account: { leftOut: { "no room": ["2611.09999"] }, unmatched: 2 },
    };
    return composed;
  };

  return {
    database,
    channels,
    platform,
    papers,
    close: () => database.destroy(),

    async channel(id, schedule = NINE, from = new Date(start)) {
      const channel: Channel = { platform: "fake", workspace: "W1", id };
      const record = await channels.open(channel, from);
      return channels.change(record.id, { schedule, nextDueAt: nextInstant(schedule, from) }, OWNER, from);
    },

    scheduler(options = {}) {
      const clock = { now: new Date(start).getTime(), elapsed: 0 };
      const now = () => new Date(clock.now + (options.skew ?? 0));
      const deliveries = createDeliveryStore(database);
      const deliver = createDeliver({
        deliveries,
        channels,
        composer: composerOf(options.compose ?? compose),
        feed: {
          lastSuccess: async () => (options.lastFetch === undefined ? now() : options.lastFetch()),
          refresh: async (at) => options.refresh?.(at),
        },
        memory: createMemory(database, "delivery", now),
        platforms: new Map([["fake", options.platform ?? platform]]),
        onAmbiguous: options.onAmbiguous ?? "hold",
        now,
        log: pino({ level: "silent" }),
        timings: TIMINGS,
        // The dispatcher's own short rests pass in real time.
        elapsed: () => clock.elapsed + performance.now(),
        random: () => 0.5,
      });
      const work = async () => {
        await deliver.tick(now());
        await deliver.idle();
        await deliver.reconcile(now());
        await deliver.idle();
      };
      return {
        deliver,
        deliveries,
        now,
        async at(at) {
          const time = new Date(at).getTime();
          clock.elapsed += Math.max(0, time - clock.now);
          clock.now = time;
          await work();
        },
        async pass(milliseconds) {
          for (let left = milliseconds; left > 0; left -= MINUTE) {
            clock.now += Math.min(left, MINUTE);
            clock.elapsed += Math.min(left, MINUTE);
            await work();
          }
        },
      };
    },

    async state() {
      const rows = await database.selectFrom("delivery").select(["slot", "state"]).orderBy("id").execute();
      return rows.map((row) => `${row.slot} ${row.state}`);
    },
  };
}

function composerOf(compose: DigestComposer["compose"]): DigestComposer {
  return { compose, together: async () => compose };
}
