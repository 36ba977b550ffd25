/** Lives through a year of deliveries: real stores, fetching, composing and posting, on a clock that is moved by hand. */
import { pino } from "pino";
import { createComposer } from "../../../src/digests/compose.ts";
import { createDeliver } from "../../../src/digests/deliver.ts";
import { createDeliveryStore } from "../../../src/digests/delivery-store.ts";
import { createRecentPapersReader } from "../../../src/digests/recent-papers.ts";
import { createSeenPapers } from "../../../src/digests/seen-papers.ts";
import { createIngest } from "../../../src/papers/ingest.ts";
import type { ListDay } from "../../../src/papers/list-day.ts";
import type { Paper } from "../../../src/papers/paper.ts";
import { createPaperStore } from "../../../src/papers/paper-store.ts";
import { createSourceStateStore } from "../../../src/papers/source-state-store.ts";
import type { Channel, Message } from "../../../src/platform/message.ts";
import { type DeliveryTag, PostError } from "../../../src/platform/platform.ts";
import { NO_ACRONYMS } from "../../../src/search/acronyms.ts";
import { createWorks } from "../../../src/search/duplicates.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import { createChannelStore } from "../../../src/subscriptions/channel-store.ts";
import { createReaderStore } from "../../../src/subscriptions/reader-store.ts";
import { nextInstant } from "../../../src/subscriptions/schedule.ts";
import { createSubscriptionStore } from "../../../src/subscriptions/subscription-store.ts";
import { createSummaries } from "../../../src/summaries/summarize.ts";
import { HOUR, MINUTE, OWNER } from "../delivery-rig.ts";
import { FakePlatform } from "../fake-platform.ts";
import type { YearChannel } from "./channels.ts";
import { createFeed } from "./feed.ts";
import { isBroken, type Outage } from "./outages.ts";

/** Often enough that the lists are never stale while they can be fetched. */
const FETCH_EVERY = 3 * HOUR;

export interface YearPlan {
  readonly start: number;
  readonly end: number;
  readonly lists: ReadonlyMap<ListDay, readonly Paper[]>;
  readonly channels: readonly YearChannel[];
  readonly outages: readonly Outage[];
  /** From 0 to 1; decides which posts fail. */
  readonly random: () => number;
}

export interface Post {
  readonly channel: string;
  readonly at: number;
  readonly key: string;
  readonly papers: readonly string[];
}

/** What the platform holds at the end; the ledger is in the database. */
export interface Year {
  readonly database: Database;
  readonly posts: readonly Post[];
  /** Channel ids in the database, by the channel's own. */
  readonly ids: ReadonlyMap<string, number>;
}

/** A platform that breaks in the plan's outages, and loses one answer and refuses one post in fifty at other times. */
class UnsteadyPlatform extends FakePlatform {
  readonly received: Post[] = [];
  readonly #now: () => number;
  readonly #plan: YearPlan;

  constructor(plan: YearPlan, now: () => number) {
    super();
    this.#plan = plan;
    this.#now = now;
  }
  override async post(channel: Channel, message: Message, tag: DeliveryTag) {
    this.#refuseWhileBroken();
    const luck = this.#plan.random();
    if (luck < 0.02) throw new PostError("unavailable", "Too many requests.", { retryAfterSeconds: 20 });
    if (luck < 0.03) throw new PostError("ambiguous", "The connection broke before.");
    const posted = await super.post(channel, message, tag);
    const papers = message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card.paperId] : []));
    this.received.push({ channel: channel.id, at: this.#now(), key: tag.key, papers });
    if (luck < 0.05) throw new PostError("ambiguous", "The connection broke after.");
    return posted;
  }
  override async find(channel: Channel, key: string) {
    this.#refuseWhileBroken();
    return super.find(channel, key);
  }
  #refuseWhileBroken() {
    if (isBroken(this.#plan.outages, "platform", this.#now())) throw new PostError("unavailable", "Down.");
  }
}

export async function simulateYear(plan: YearPlan): Promise<Year> {
  const database = await openDatabase(":memory:");
  const papers = createPaperStore(database);
  const states = createSourceStateStore(database);
  const channels = createChannelStore(database);
  const subscriptions = createSubscriptionStore(database);
  const summaries = createSummaries();
  const deliveries = createDeliveryStore(database);
  const log = pino({ level: "silent" });
  let at = plan.start;
  const now = () => new Date(at);
  const platform = new UnsteadyPlatform(plan, () => at);
  const huggingFace = createFeed(
    plan.lists,
    () => at,
    () => isBroken(plan.outages, "feed", at),
  );

  const ids = new Map<string, number>();
  for (const { id, schedule, topics, size, floor } of plan.channels) {
    const record = await channels.open({ platform: "fake", workspace: "W1", id }, now());
    const nextDueAt = nextInstant(schedule, now());
    const changes = { schedule, nextDueAt, digestSize: size, voteFloor: floor };
    await channels.change(record.id, changes, OWNER, now());
    for (const topic of topics) await subscriptions.followed.add(record.id, topic, OWNER, now());
    ids.set(id, record.id);
  }

  /** A process with nothing in its memory. */
  function begin() {
    const ingest = createIngest({ papers, states, huggingFace, log });
    const deliver = createDeliver({
      deliveries,
      channels,
      composer: createComposer({
        papers,
        recent: createRecentPapersReader(papers, () => NO_ACRONYMS),
        subscriptions,
        readers: createReaderStore(database),
        seen: createSeenPapers(database),
        gistOf: (paper, language) => summaries.gist(paper, { language }),
        works: createWorks(),
        facesInCatalog: async () => [],
        caution: async () => undefined,
      }),
      feed: {
        lastSuccess: async () => (await states.get("hugging-face")).succeededAt,
        refresh: (moment) => ingest.refresh(moment),
      },
      memory: createMemory(database, "delivery", now),
      platforms: new Map([["fake", platform]]),
      onAmbiguous: "hold",
      now,
      log,
      random: plan.random,
      // The dispatcher's own short rests pass in real time.
      elapsed: () => at + performance.now(),
    });
    return { ingest, deliver };
  }

  let running: ReturnType<typeof begin> | undefined = begin();
  for (let fetchAt = at; at < plan.end; at = await nextMoment(fetchAt)) {
    if (isBroken(plan.outages, "program", at)) {
      running = undefined;
      continue;
    }
    running ??= begin();
    if (at >= fetchAt) {
      await running.ingest.refresh(now());
      fetchAt = at + FETCH_EVERY;
    }
    await running.deliver.reconcile(now());
    await running.deliver.idle();
    await running.deliver.tick(now());
    await running.deliver.idle();
  }
  return { database, posts: platform.received, ids };

  /** The next minute at which anything can happen. */
  async function nextMoment(fetchAt: number): Promise<number> {
    const { open } = await deliveries.health(now());
    const isUncertain = (open.sending ?? 0) + (open.ambiguous ?? 0) > 0;
    const step = isUncertain ? MINUTE : (open.pending ?? 0) > 0 ? 5 * MINUTE : FETCH_EVERY;
    const due = await database
      .selectFrom("channel")
      .select((select) => select.fn.min("nextDueAt").as("at"))
      .where("nextDueAt", ">", at)
      .executeTakeFirst();
    const waiting = await database
      .selectFrom("channel")
      .select("id")
      .where("nextDueAt", "<=", at)
      .limit(1)
      .executeTakeFirst();
    const soon = waiting === undefined ? step : Math.min(step, 5 * MINUTE);
    return Math.max(at + 1000, Math.min(at + soon, due?.at ?? plan.end, Math.max(fetchAt, at + MINUTE)));
  }
}
