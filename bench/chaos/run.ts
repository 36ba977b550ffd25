/** A scheduler on a trial's database that works until there is nothing left to do; `step` is told of every step. */
import { z } from "zod";
import { createDeliver } from "../../src/digests/deliver.ts";
import type { DigestComposer } from "../../src/digests/delivery.ts";
import type { Timings } from "../../src/digests/delivery-rules.ts";
import { createDeliveryStore } from "../../src/digests/delivery-store.ts";
import { createSeenPapers } from "../../src/digests/seen-papers.ts";
import { createLog } from "../../src/log.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createMemory } from "../../src/storage/memory-store.ts";
import { createChannelStore } from "../../src/subscriptions/channel-store.ts";
import { createHttpPlatform } from "./http-platform.ts";

export const PAPERS = ["2611.00001", "2611.00002", "2611.00003"];

export const instructions = z.object({
  file: z.string(),
  /** The counterpart, with the trial's name. */
  address: z.string(),
  canFind: z.boolean(),
  onAmbiguous: z.enum(["hold", "resend"]),
  /** After how many steps this process kills itself; 0 for never. */
  killAt: z.number(),
});
export type Instructions = z.infer<typeof instructions>;

/** As in earnest, a few hundred times faster. */
const TIMINGS: Timings = {
  leaseMs: 400,
  postMs: 200,
  lookAfterMs: 100,
  lookAgainMs: 120,
  backoffMs: 10,
  longestBackoffMs: 40,
};

/** Resolves when everything is sent or held. */
export async function runUntilQuiet(told: Instructions, step: () => void): Promise<void> {
  const database = await openDatabase(told.file);
  const now = () => new Date();
  const deliveries = stepping(createDeliveryStore(database), step);
  const platform = createHttpPlatform(told.address, told.canFind);
  const deliver = createDeliver({
    deliveries,
    channels: createChannelStore(database),
    composer: composer(database),
    feed: { lastSuccess: async () => now(), refresh: async () => undefined },
    memory: createMemory(database, "delivery", now),
    platforms: new Map([["chaos", stepping(platform, step)]]),
    onAmbiguous: told.onAmbiguous,
    now,
    log: createLog({ level: "silent", pretty: false, secrets: [] }),
    timings: TIMINGS,
  });
  for (;;) {
    await deliver.tick(now());
    await deliver.reconcile(now());
    await deliver.idle();
    const { due, open } = await deliveries.health(now());
    if (due === 0 && Object.keys(open).every((state) => state === "held")) break;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await deliver.stop();
  await database.destroy();
}

/** The papers that the channel has not seen. */
function composer(database: Database): DigestComposer {
  const seen = createSeenPapers(database);
  const compose: DigestComposer["compose"] = async (channel, now) => {
    const shown = (await seen.ofMany([channel.id], "")).get(channel.id) ?? [];
    const fresh = PAPERS.filter((id) => !shown.includes(id));
    return {
      message: fresh.length === 0 ? undefined : { blocks: [{ kind: "text", spans: [fresh.join(" ")] }] },
      paperIds: fresh,
      usedAdditions: [],
      consideredUntil: now,
      account: null,
    };
  };
  return { compose, together: async () => compose };
}

/** Tells of a step before and after each call. */
function stepping<Parts extends object>(parts: Parts, step: () => void): Parts {
  return new Proxy(parts, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return async (...values: unknown[]) => {
        step();
        try {
          return await Reflect.apply(member, target, values);
        } finally {
          step();
        }
      };
    },
  });
}

/** How the ledger of a trial stands at its end, and what `status` says of each channel. */
export async function ledgerOf(file: string) {
  const database = await openDatabase(file);
  const store = createDeliveryStore(database);
  const deliveries = await database
    .selectFrom("delivery")
    .innerJoin("channel", "channel.id", "delivery.channelId")
    .select(["delivery.channelId", "channel.place", "delivery.state"])
    .execute();
  const described: string[] = [];
  for (const channelId of new Set(deliveries.map((delivery) => delivery.channelId))) {
    described.push((await store.describe(channelId, "UTC")).join(" "));
  }
  await database.destroy();
  return { deliveries, described };
}
