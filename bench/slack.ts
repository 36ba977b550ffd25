/**
 * How soon Slack is acknowledged while much goes on: many `/papers` commands at once, in the middle of a digest run over
 * many channels. Slack gives up after 3 seconds.
 *
 *   npm run bench:slack -- --commands 200 --channels 1000 --rounds 5 [--flood]
 *
 * Digests go out at the platform's own pace, as the core sends them; with --flood, twenty at a time without any pace.
 * Three processes: the adapter (with what it remembers in SQLite, on disk, encrypted), Slack's Web API, and whoever types.
 */
import { fork } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, createServer, request } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readSettings } from "../adapters/slack/settings.ts";
import { createSlack } from "../adapters/slack/slack.ts";
import { createLog } from "../src/log.ts";
import { openDatabase } from "../src/storage/database.ts";
import { encryptMemory, parseSecretKeys } from "../src/storage/encrypted-memory.ts";
import { createMemory } from "../src/storage/memory-store.ts";
import { loadBot, usualDigest } from "./lib/load-bot.ts";

const { values } = parseArgs({
  options: {
    commands: { type: "string", default: "200" },
    channels: { type: "string", default: "1000" },
    rounds: { type: "string", default: "5" },
    flood: { type: "boolean", default: false },
    role: { type: "string", default: "adapter" },
    port: { type: "string", default: "0" },
    api: { type: "string", default: "" },
  },
});
const SECRET = "a-signing-secret-of-the-bench";
const TEAM = "T0BENCH";
const result = z.object({ acknowledgedMs: z.array(z.number()) });
const listening = z.object({ port: z.number() });

if (values.role === "slack") beSlack();
else if (values.role === "people") await bePeople(Number(values.port), Number(values.commands), values.api);
else await beAdapter();

/** Slack's Web API: answers everything, after a round trip's time. */
function beSlack(): void {
  const answers: Readonly<Record<string, object>> = {
    "auth.test": { team_id: TEAM, user_id: "U0BOT", bot_id: "B0BOT" },
    "users.info": { user: { id: "U1", team_id: TEAM, name: "ada", tz: "Europe/Berlin" } },
    "chat.postMessage": { ts: "1.1" },
  };
  const server = createServer((incoming, response) => {
    const method = incoming.url?.split("/").at(-1) ?? "";
    incoming.resume().on("end", () => {
      setTimeout(() => response.end(JSON.stringify({ ok: true, ...answers[method] })), 50);
    });
  });
  server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
}

/** Everybody types at the same moment; tells how long each waited for the acknowledgement. */
async function bePeople(port: number, commands: number, api: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: commands });
  const type = (at: number) =>
    new Promise<number>((resolve, reject) => {
      const body = new URLSearchParams({
        command: "/papers",
        text: "search kv cache",
        team_id: TEAM,
        channel_id: `C${at}`,
        user_id: `U${at}`,
        trigger_id: `${process.pid}.${at}`,
        response_url: `${api}respond`,
      }).toString();
      const timestamp = `${Math.floor(Date.now() / 1000)}`;
      const signature = createHmac("sha256", SECRET).update(`v0:${timestamp}:${body}`).digest("hex");
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": `v0=${signature}`,
      };
      const started = performance.now();
      request(
        { host: "127.0.0.1", port, path: "/slack/events", method: "POST", agent, headers },
        (response) => {
          const waited = performance.now() - started;
          response.resume().on("end", () => {
            if (response.statusCode === 200) resolve(waited);
            else reject(new Error(`answered ${response.statusCode}`));
          });
        },
      )
        .on("error", reject)
        .end(body);
    });
  const acknowledgedMs = await Promise.all(Array.from({ length: commands }, (_, at) => type(at)));
  process.send?.({ acknowledgedMs });
  agent.destroy();
  process.disconnect?.();
}

async function beAdapter(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
  const database = await openDatabase(join(folder, "paperboy.db"));
  const now = () => new Date();
  const keys = parseSecretKeys("a key of more than thirty-two characters");
  const [key] = "keys" in keys ? keys.keys : [];
  if (key === undefined) throw new Error("no key");

  const slackProcess = fork(import.meta.filename, ["--role", "slack"]);
  const { port: apiPort } = listening.parse(await nextMessage(slackProcess));
  const api = `http://127.0.0.1:${apiPort}/api/`;
  const settings = readSettings({
    SLACK_BOT_TOKEN: "xoxb-bench",
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: api,
    SLACK_HOST: "127.0.0.1",
    SLACK_PORT: "0",
  });
  if (settings === undefined || "faults" in settings) throw new Error("not set up");
  const log = createLog({ level: "silent", pretty: false, secrets: [] });
  const memory = encryptMemory(createMemory(database, "slack", now), "slack", [key]);
  const platform = createSlack(settings, { log, memory, now, version: "bench" });
  let answered = 0;
  await platform.start(loadBot(() => answered++));

  const [commands = 0, channels = 0, rounds = 0] = [values.commands, values.channels, values.rounds].map(
    Number,
  );
  const { perSecond } = platform.pace;
  const pace = values.flood ? "as fast as they go" : `${perSecond} a second`;
  console.log(`${commands} commands at once, a run of ${channels} digests under way (${pace})`);
  console.log(`${cpus().length} cores, Node ${process.version}`);
  let posted = 0;
  let isOver = false;
  const post = async () => {
    const id = `C${posted++}`;
    await platform.post({ platform: "slack", workspace: TEAM, id }, usualDigest(), { key: id, options: {} });
  };
  const workers = Array.from({ length: values.flood ? 20 : 1 }, async () => {
    while (posted < channels && !isOver) {
      const sent = post();
      if (!values.flood) await sleep(1000 / perSecond);
      await sent;
    }
  });
  for (let round = 1; round <= rounds; round++) {
    const args = [
      "--role",
      "people",
      "--port",
      `${platform.port()}`,
      "--commands",
      `${commands}`,
      "--api",
      api,
    ];
    const before = posted;
    const waited = result.parse(await nextMessage(fork(import.meta.filename, args))).acknowledgedMs;
    const sorted = waited.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0);
    console.log(
      `round ${round}: acknowledged in p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(1)} ms; ${posted - before} digests meanwhile`,
    );
  }
  isOver = true;
  await Promise.all(workers);
  await platform.stop();
  console.log(`${answered} commands answered, ${posted} digests posted`);
  slackProcess.kill();
  await database.destroy();
  await rm(folder, { recursive: true });
}

function nextMessage(child: ReturnType<typeof fork>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
  });
}
