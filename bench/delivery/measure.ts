/** One measurement in a process of its own, so that its memory is its own. Prints a line of JSON. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sql } from "kysely";
import { createComposer } from "../../src/digests/compose.ts";
import { createDeliver } from "../../src/digests/deliver.ts";
import { createDeliveryStore } from "../../src/digests/delivery-store.ts";
import { createRecentPapersReader } from "../../src/digests/recent-papers.ts";
import { createSeenPapers } from "../../src/digests/seen-papers.ts";
import { createLog } from "../../src/log.ts";
import { createPaperStore } from "../../src/papers/paper-store.ts";
import { type Platform, PostError } from "../../src/platform/platform.ts";
import { NO_ACRONYMS } from "../../src/search/acronyms.ts";
import { createWorks } from "../../src/search/duplicates.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { createMemory } from "../../src/storage/memory-store.ts";
import { createChannelStore } from "../../src/subscriptions/channel-store.ts";
import { createReaderStore } from "../../src/subscriptions/reader-store.ts";
import { createSubscriptionStore } from "../../src/subscriptions/subscription-store.ts";
import { createSummaries } from "../../src/summaries/summarize.ts";
import { DUE } from "./setup.ts";

const [file = "", mode = "at-once", limit = "50"] = process.argv.slice(2);
const perSecond = mode === "at-once" ? Number.POSITIVE_INFINITY : Number(limit);

const database = await openDatabase(file);
const papers = createPaperStore(database);
const summaries = createSummaries();
const channels = createChannelStore(database);
const now = () => new Date(DUE.getTime() + performance.now() - started);
let started = performance.now();

const posts: { at: number; workspace: string }[] = [];
let refused = 0;

const deliveries = createDeliveryStore(database);
const deliver = createDeliver({
  deliveries,
  channels,
  composer: createComposer({
    papers,
    recent: createRecentPapersReader(papers, () => NO_ACRONYMS),
    subscriptions: createSubscriptionStore(database),
    readers: createReaderStore(database),
    seen: createSeenPapers(database),
    gistOf: (paper, language) => summaries.gist(paper, { language }),
    works: createWorks(),
    facesInCatalog: async () => [],
    caution: async () => undefined,
  }),
  feed: { lastSuccess: async () => now(), refresh: async () => undefined },
  memory: createMemory(database, "delivery", now),
  platforms: new Map([["bench", platform()]]),
  onAmbiguous: "hold",
  now,
  log: createLog({ level: "fatal", pretty: false, secrets: [] }),
});

await deliver.reconcile(now());
const delay = monitorEventLoopDelay({ resolution: 1 });
started = performance.now();
delay.enable();
const usage = process.cpuUsage();
await deliver.tick(now());
const planned = performance.now() - started;
for (await deliver.idle(); await hasOpen(); await deliver.idle()) {
  await pause(100);
  await deliver.tick(now());
}
const took = performance.now() - started;
const { user, system } = process.cpuUsage(usage);
const cpu = user + system;
delay.disable();
if (mode === "idle") {
  const busy: number[] = [];
  const idle: number[] = [];
  for (let run = 1; run <= 30; run++) {
    const at = new Date(now().getTime());
    await sql`UPDATE channel SET next_due_at = ${at.getTime()} WHERE id BETWEEN ${run * 10 + 1000} AND ${run * 10 + 1009}`.execute(
      database,
    );
    busy.push(await timed(() => deliver.tick(at)));
    await deliver.idle();
    idle.push(await timed(() => deliver.tick(now())));
  }
  process.stdout.write(
    `${JSON.stringify({ firstTickMs: planned, tickWith10DueMs: median(busy), tickWithNoneDueMs: median(idle), posted: posts.length })}\n`,
  );
} else {
  process.stdout.write(
    `${JSON.stringify({
      posted: posts.length,
      refused,
      seconds: took / 1000,
      cpuSeconds: cpu / 1e6,
      perSecond: posts.length / (took / 1000),
      perCpuSecond: posts.length / (cpu / 1e6),
      shareOfLimit: Number.isFinite(perSecond) ? sharesOfLimit() : undefined,
      peakMb: process.resourceUsage().maxRSS / 1024,
      longestStallMs: delay.max / 1e6,
      longestWaitOfAWorkspaceMs: longestWait(),
      longestWaitOfASmallWorkspaceMs: longestWait("W-big"),
    })}\n`,
  );
}
await database.destroy();

async function hasOpen(): Promise<boolean> {
  const { open } = await deliveries.health(now());
  return Object.keys(open).length > 0;
}

/** Takes everything at once, or refuses what comes faster than so many in any second, after a network's delay. */
function platform(): Platform {
  const recent: number[] = [];
  return {
    name: "bench",
    pace: { perSecond, perChannelPerSecond: 1 },
    options: [],
    start: async () => {},
    stop: async () => {},
    find: async () => "absent",
    obstacle: async () => undefined,
    directChannel: async () => Promise.reject(new PostError("unreachable", "nobody")),
    async post(channel) {
      if (Number.isFinite(perSecond)) {
        await pause(20 + Math.random() * 60);
        const at = performance.now();
        while (recent.length > 0 && (recent[0] ?? 0) <= at - 1000) recent.shift();
        if (recent.length >= perSecond) {
          refused += 1;
          throw new PostError("unavailable", "Too many requests.", { retryAfterSeconds: 1 });
        }
        recent.push(at);
        await pause(20 + Math.random() * 60);
      }
      posts.push({ at: performance.now() - started, workspace: channel.workspace });
      return { id: String(posts.length) };
    },
  };
}

/** Of what could have been posted from the first post to the last. */
function sharesOfLimit(): number {
  const [first, last] = [posts[0]?.at ?? 0, posts.at(-1)?.at ?? 1];
  return (posts.length - 1) / ((last - first) / 1000) / perSecond;
}

/** Until the first digest of the workspace that waited longest for its first one. */
function longestWait(except?: string): number {
  const firsts = new Map<string, number>();
  for (const { at, workspace } of posts) if (!firsts.has(workspace)) firsts.set(workspace, at);
  firsts.delete(except ?? "");
  return Math.max(...firsts.values());
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
