/**
 * How soon people on Discord are answered while much goes on, and whether a digest run keeps Discord's pace meanwhile: many
 * `/papers` commands at once, in the middle of a run over many channels. Discord gives up after 3 seconds, and lets a bot make
 * 50 requests a second.
 *
 *   npm run bench:discord -- --interactions 200 --channels 1000 --rounds 5
 *
 * Two processes: the adapter with the core's dispatcher (and what the adapter remembers in SQLite, on disk), and the tests'
 * Discord, which refuses a 51st request in a second, with all who type there.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { discord } from "../adapters/discord/index.ts";
import { createDispatcher } from "../src/digests/dispatch.ts";
import { createLog } from "../src/log.ts";
import { openDatabase } from "../src/storage/database.ts";
import { createMemory } from "../src/storage/memory-store.ts";
import { startDiscordServer, TOKEN } from "../tests/helpers/discord-server/index.ts";
import { People } from "../tests/helpers/discord-server/people.ts";
import { loadBot, usualDigest } from "./lib/load-bot.ts";

const { values } = parseArgs({
  options: {
    interactions: { type: "string", default: "200" },
    channels: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    role: { type: "string", default: "adapter" },
  },
});
/** What Discord allows a bot. */
const PER_SECOND = 50;
const BETWEEN_ROUNDS_MS = 1_000;
const [interactions, channels, rounds] = [values.interactions, values.channels, values.rounds].map(Number);

const opened = z.object({ apiUrl: z.string(), server: z.string(), channels: z.array(z.string()) });
const round = z.object({
  firstMs: z.array(z.number()),
  shownMs: z.array(z.number()),
  posts: z.number(),
  unanswered: z.number(),
});
const totals = z.object({ posted: z.number(), refused: z.number(), seconds: z.number() });

if (values.role === "discord") await beDiscord(channels ?? 0, interactions ?? 0);
else await beAdapter(rounds ?? 0);

/** Discord and everybody there. On "round" they all type at once; on "end" it tells of the run. */
async function beDiscord(places: number, calls: number): Promise<void> {
  const server = await startDiscordServer({ perSecond: PER_SECOND, judge: false });
  const home = server.world.addServer(
    "Lab",
    Array.from({ length: places }, (_, at) => `papers-${at}`),
  );
  const people = new People(server);
  const isPost = /^\/channels\/\d+\/messages$/;
  const arrived = () => server.requests.filter(({ method, path }) => method === "POST" && isPost.test(path));
  const posted = () => server.world.messages.filter(({ answer }) => !answer).length;
  process.on("message", async (asked) => {
    if (asked === "round") {
      const before = posted();
      const started = home.channels.slice(0, calls).map((channel) => {
        const at = performance.now();
        return { pending: people.slash("search", "kv cache", { in: channel }), at };
      });
      const shownMs = await Promise.all(
        started.map(async ({ pending, at }) => {
          await Promise.race([pending.shown, sleep(15_000)]);
          return performance.now() - at;
        }),
      );
      const firstMs = started.flatMap(({ pending }) =>
        pending.acknowledgedAt === undefined ? [] : [pending.acknowledgedAt - pending.sentAt],
      );
      const unanswered = started.filter(({ pending }) => pending.message?.components.length === 0).length;
      process.send?.({ firstMs, shownMs, posts: posted() - before, unanswered });
      return;
    }
    const times = arrived().map(({ at }) => at);
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    process.send?.({ posted: posted(), refused: times.length - posted(), seconds });
    await server.close();
    process.disconnect?.();
  });
  process.send?.({ apiUrl: server.apiUrl, server: home.id, channels: home.channels.map(({ id }) => id) });
}

async function beAdapter(times: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
  const database = await openDatabase(join(folder, "paperboy.db"));
  const child = fork(import.meta.filename, ["--role", "discord", ...process.argv.slice(2)]);
  const place = opened.parse(await nextMessage(child));
  const configured = discord.configure({ DISCORD_TOKEN: TOKEN, DISCORD_API_URL: place.apiUrl });
  if (configured.state !== "ready") throw new Error("not set up");
  const log = createLog({ level: "silent", pretty: false, secrets: [] });
  const now = () => new Date();
  const memory = createMemory(database, "discord", now);
  const platform = await configured.open({ log, memory, now, version: "0.0.0" });
  let answered = 0;
  await platform.start(loadBot(() => answered++));
  console.log(`${interactions} commands at once, a run of ${place.channels.length} digests under way`);
  console.log(`${cpus().length} cores, Node ${process.version}`);

  let failed = 0;
  const dispatcher = createDispatcher({
    paceOf: () => platform.pace,
    elapsed: () => performance.now(),
    log,
    run: async (job, turn) => {
      await turn();
      const channel = { platform: "discord", workspace: job.workspace, id: job.place };
      await platform
        .post(channel, usualDigest(), { key: `digest-${job.id}`, options: {} })
        .catch(() => failed++);
      return {};
    },
  });
  const run = Promise.all(
    place.channels.map((id, at) =>
      dispatcher.enqueue({ id: at + 1, platform: "discord", workspace: place.server, place: id }),
    ),
  );
  for (let at = 1; at <= times; at++) {
    await sleep(BETWEEN_ROUNDS_MS);
    child.send("round");
    const { firstMs, shownMs, posts, unanswered } = round.parse(await nextMessage(child));
    console.log(
      `round ${at}: first response p50 ${share(firstMs, 0.5)} ms, p99 ${share(firstMs, 0.99)} ms, at most ${share(firstMs, 1)} ms; ` +
        `answer shown p50 ${share(shownMs, 0.5)} ms, p99 ${share(shownMs, 0.99)} ms; ${posts} digests meanwhile, ${unanswered} unanswered`,
    );
  }
  await run;
  child.send("end");
  const { posted, refused, seconds } = totals.parse(await nextMessage(child));
  const rate = (posted - 1) / seconds;
  console.log(
    `${posted} digests posted in ${seconds.toFixed(1)} s: ${rate.toFixed(1)} a second, ${((100 * rate) / PER_SECOND).toFixed(0)}% of ${PER_SECOND}; ` +
      `${refused} refused with 429, ${failed} failed; ${answered} commands answered`,
  );
  await platform.stop();
  await database.destroy();
  await rm(folder, { recursive: true });
}

function share(waited: readonly number[], part: number): string {
  const sorted = waited.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN).toFixed(0);
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the other process ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, "message"), ended]);
  return message;
}
