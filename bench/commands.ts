/**
 * How long each command takes on a filled catalog, from the call to the message.
 *
 *   npm run bench:commands -- --data DIR     (DIR: a data folder that `paperboy backfill` has filled)
 *
 * Nothing is fetched: the sources are addresses where nobody listens. A copy of the folder is used.
 */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../src/config.ts";
import { openCore } from "../src/core.ts";
import { createLog } from "../src/log.ts";
import { currentListDay } from "../src/papers/list-day.ts";
import { parseCommandLine } from "../src/platform/command.ts";

const { values } = parseArgs({
  options: { data: { type: "string" }, runs: { type: "string", default: "200" } },
});
if (values.data === undefined) throw new Error("name a data folder: --data DIR");
const runs = Number(values.runs);
const NOWHERE = "http://127.0.0.1:9";

const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
await cp(values.data, folder, { recursive: true });
const read = readConfig({
  PAPERBOY_DATA_DIR: folder,
  HF_API_URL: NOWHERE,
  ARXIV_API_URL: NOWHERE,
  HF_SEARCH: "off",
});
if ("faults" in read) throw new Error(read.faults.join("; "));

const opening = performance.now();
const core = await openCore({
  config: read.config,
  version: "bench",
  log: createLog({ level: "silent", pretty: false, secrets: [] }),
  now: () => new Date(),
  platforms: new Map(),
});
await core.search.sync();
const opened = performance.now() - opening;

const [latest = currentListDay(new Date())] = await core.papers.latestListDays(1, currentListDay(new Date()));
const [listed] = await core.papers.listedOn(latest);
const id = listed?.paper.id ?? "1706.03762";
const lines = [
  "help",
  "today",
  "today yesterday",
  "week",
  "search kv cache compression",
  "search large langage models",
  "search how do transformers generalise to longer sequences than they were trained on",
  `show ${id}`,
  `summary ${id}`,
  `similar ${id}`,
  'subscribe "kv cache"',
  "subscribe diffusion video",
  "topics",
  "preview",
  "schedule 9:30 weekdays Europe/Berlin",
  "settings",
  "status",
  `save ${id}`,
  "saved",
  `less ${id}`,
  'unsubscribe "kv cache"',
  "nonsense",
];

console.log(
  `${await core.papers.count()} papers; opened and indexed in ${opened.toFixed(0)} ms; ${runs} runs each\n`,
);
console.log("| Command | p50 ms | p99 ms |\n|---|---|---|");
for (const line of lines) {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const from = performance.now();
    await core.bot.run({
      ...parseCommandLine(line),
      page: 1,
      channel: { platform: "bench", workspace: "bench", id: "bench" },
      caller: { id: "bench", name: "bench", mayConfigure: true, timeZone: "Europe/Berlin" },
      key: `${line} ${run}`,
    });
    times.push(performance.now() - from);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) =>
    (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(1);
  console.log(`| \`${line}\` | ${at(0.5)} | ${at(0.99)} |`);
}
await core.close();
await rm(folder, { recursive: true });
