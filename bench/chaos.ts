/**
 * Kills delivering processes at random steps while the platform loses answers, fails, hangs and refuses; then lets
 * another one finish and counts the messages.
 *
 *   npm run chaos -- --trials 200 [--seed 1] [--no-find] [--on-ambiguous hold|resend]
 *
 * Exits with 1 if any message came twice or never, or is held and `status` does not say so. `--trials 1 --seed S`
 * repeats a trial: the same faults and the same process killed at the same step or after the same time.
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createPaperStore } from "../src/papers/paper-store.ts";
import { readSamples } from "../src/papers/samples.ts";
import { openDatabase } from "../src/storage/database.ts";
import { writeSchedule } from "../src/subscriptions/schedule.ts";
import { startCounterpart } from "./chaos/counterpart.ts";
import { createRandom } from "./chaos/random.ts";
import { type Instructions, ledgerOf, PAPERS, runUntilQuiet } from "./chaos/run.ts";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    "no-find": { type: "boolean", default: false },
    "on-ambiguous": { type: "string", default: "hold" },
    together: { type: "string", default: "3" },
  },
});
const trials = Number(values.trials);
const firstSeed = Number(values.seed);
const PLACES = ["C0", "C1", "C2"];
/** A killed process leaves about this many steps behind when nothing goes wrong. */
const MOST_STEPS = 70;

const counterpart = await startCounterpart();
const folder = await mkdtemp(join(tmpdir(), "paperboy-chaos-"));
const total = { trials: 0, processes: 0, killed: 0, duplicates: 0, missing: 0, held: 0, hidden: 0 };
const started = performance.now();
console.log(
  `seed ${firstSeed}, ${trials} trials, find ${values["no-find"] ? "unavailable" : "available"}, ${values["on-ambiguous"]}`,
);

/** Processes that have loaded their modules and wait for instructions. */
const ready: Promise<ChildProcess>[] = [];
let nextSeed = firstSeed;
await Promise.all(Array.from({ length: Number(values.together) }, worker));
for (const child of await Promise.all(ready)) child.kill("SIGKILL");
counterpart.close();
await rm(folder, { recursive: true, force: true });

const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${total.trials} trials in ${seconds} s: ${total.processes} processes, ${total.killed} of them killed`,
);
console.log(`faults: ${[...counterpart.faults].map(([name, count]) => `${name} ${count}`).join(", ")}`);
console.log(
  `duplicates ${total.duplicates}, missing ${total.missing}, held ${total.held}, held but not in status ${total.hidden}`,
);
if (total.duplicates + total.missing + total.hidden > 0) process.exitCode = 1;

async function worker(): Promise<void> {
  while (nextSeed < firstSeed + trials) await runTrial(nextSeed++);
}

async function runTrial(seed: number): Promise<void> {
  const random = createRandom(seed);
  const file = join(folder, `${seed}.db`);
  const trial = String(seed);
  await prepare(file);
  counterpart.open(trial, seed);
  const told: Instructions = {
    file,
    address: `${counterpart.url}/${trial}`,
    canFind: !values["no-find"],
    onAmbiguous: values["on-ambiguous"] === "resend" ? "resend" : "hold",
    killAt: 0,
  };
  const processes = 1 + random.below(2);
  await Promise.all(
    Array.from({ length: processes }, () => {
      const isByStep = random.below(2) === 0;
      return runAndKill(
        { ...told, killAt: isByStep ? 1 + random.below(MOST_STEPS) : 0 },
        isByStep ? undefined : random.below(500),
      );
    }),
  );
  await runUntilQuiet(told, () => {});
  await count(seed, trial, file);
}

/** Resolves when the process is dead, by its own hand or after `killAfterMs`, or has nothing left to do. */
async function runAndKill(told: Instructions, killAfterMs: number | undefined): Promise<void> {
  const child = await takeReady();
  total.processes += 1;
  const over = new Promise<void>((resolve) => {
    child.once("exit", (_code, signal) => {
      if (signal === "SIGKILL") total.killed += 1;
      resolve();
    });
    child.once("message", () => {
      total.killed -= 1;
      child.kill("SIGKILL");
    });
  });
  child.send(told);
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  await over;
  clearTimeout(timer);
}

function takeReady(): Promise<ChildProcess> {
  const spares = trials < 3 ? 1 : 3;
  while (ready.length < spares) ready.push(spawn());
  const next = ready.shift();
  if (next === undefined) return spawn();
  return next;
}

function spawn(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, "chaos/worker.js"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => child.once("message", () => resolve(child)));
}

async function prepare(file: string): Promise<void> {
  const database = await openDatabase(file);
  const [sample] = await readSamples();
  if (sample === undefined) throw new Error("no samples");
  await createPaperStore(database).save(
    PAPERS.map((id) => ({ ...sample, id })),
    new Date(),
  );
  await database
    .insertInto("channel")
    .values(
      PLACES.map((place, index) => ({
        platform: "chaos",
        workspace: `W${index % 2}`,
        place,
        createdAt: 0,
        digestSize: 6,
        voteFloor: 0,
        options: "{}",
        schedule: writeSchedule({ cadence: "weekly", time: "09:00", days: [1], zone: "UTC" }),
        nextDueAt: Date.now() - 1000,
      })),
    )
    .execute();
  await database.destroy();
}

async function count(seed: number, trial: string, file: string): Promise<void> {
  total.trials += 1;
  const messages = [...counterpart.messages(trial).values()].flat();
  const { deliveries, described } = await ledgerOf(file);
  const held = deliveries.filter(({ state }) => state === "held");
  let duplicates = 0;
  let missing = 0;
  for (const place of PLACES) {
    const inChannel = messages.filter(({ channel }) => channel === place).length;
    duplicates += Math.max(0, inChannel - 1);
    // A held one may or may not have arrived, and a person is told so.
    if (inChannel === 0 && !held.some((delivery) => delivery.place === place)) missing += 1;
  }
  const hidden = held.length - described.filter((text) => text.includes("is held")).length;
  total.duplicates += duplicates;
  total.missing += missing;
  total.held += held.length;
  total.hidden += hidden;
  if (duplicates + missing + hidden > 0) {
    console.log(
      `seed ${seed}: duplicates ${duplicates}, missing ${missing}, held ${held.length}; ledger ${deliveries.map(({ place, state }) => `${place} ${state}`).join(", ")}`,
    );
  }
  await Promise.all(["", "-wal", "-shm"].map((end) => rm(`${file}${end}`, { force: true })));
}
