/**
 * How fast and how fairly digests are delivered.
 *
 *   npm run bench:delivery -- --channels 10000 --list LIST.json.gz     (a recorded day; the samples if none is named)
 *
 * Three measurements, each in a process of its own: a platform that takes everything at once; one that enforces
 * 50 requests a second; and a tick with 1,000,000 idle channels and 10 due. Needs no network.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { sql } from "kysely";
import { openDatabase } from "../src/storage/database.ts";
import { DUE, readList, saveChannels, saveList } from "./delivery/setup.ts";

const { values } = parseArgs({
  options: {
    channels: { type: "string", default: "10000" },
    limited: { type: "string", default: "1500" },
    idle: { type: "string", default: "1000000" },
    limit: { type: "string", default: "50" },
    list: { type: "string" },
  },
});
const folder = await mkdtemp(join(tmpdir(), "paperboy-bench-"));
const list = await readList(values.list);
console.log(`${list.length} papers on the list, Node ${process.version}, one process each`);

try {
  const atOnce = await prepare("at-once", Number(values.channels));
  print(
    `${values.channels} channels in 40 zones, everything taken at once`,
    await measure(atOnce, "at-once"),
  );
  const limited = await prepare("limited", Number(values.limited));
  print(
    `${values.limited} channels, ${values.limit} requests a second enforced`,
    await measure(limited, "limited"),
  );
  const idle = await prepare("idle", 10);
  await addIdle(idle, Number(values.idle));
  print(`${values.idle} idle channels, 10 due`, await measure(idle, "idle"));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function prepare(name: string, channels: number): Promise<string> {
  const file = join(folder, `${name}.db`);
  const database = await openDatabase(file);
  await saveList(database, list);
  await saveChannels(database, channels, 40);
  await database.destroy();
  return file;
}

async function addIdle(file: string, channels: number): Promise<void> {
  const database = await openDatabase(file);
  await sql`
    WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${channels})
    INSERT INTO channel (platform, workspace, place, created_at, digest_size, vote_floor, options, schedule, next_due_at)
    SELECT 'bench', 'W-idle', 'idle-' || n, 0, 6, 0, '{}',
      '{"cadence":"daily","time":"10:00","days":[1,2,3,4,5,6,7],"zone":"UTC"}', ${DUE.getTime()} + 3600000 + n
    FROM number`.execute(database);
  const { tz = "" } = process.versions;
  // As after its first start with this zone data, which looks at every channel once.
  await sql`INSERT INTO memory (owner, key, value) VALUES ('delivery', 'zone-data', ${JSON.stringify(tz)})`.execute(
    database,
  );
  await database.destroy();
}

async function measure(file: string, mode: string): Promise<Record<string, unknown>> {
  const script = join(import.meta.dirname, "delivery/measure.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...process.execArgv, script, file, mode, values.limit],
    { maxBuffer: 1e8 },
  );
  return JSON.parse(stdout);
}

function print(title: string, result: Record<string, unknown>): void {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(result)) {
    console.log(`  ${name.padEnd(32)}${typeof value === "number" ? Math.round(value * 100) / 100 : value}`);
  }
}
