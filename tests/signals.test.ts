import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/storage/database.ts";
import { listen } from "./helpers/loopback.ts";

/** Starts the program at a pipe that stays open, and resolves with how it ended after the signals, which arrive together. */
async function startAndSignal(dataDir: string, source: string, ...signals: readonly NodeJS.Signals[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli.ts", "start", "--terminal"], {
    cwd: join(import.meta.dirname, ".."),
    env: {
      ...process.env,
      PAPERBOY_DATA_DIR: dataDir,
      HF_API_URL: source,
      ARXIV_API_URL: source,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  child.stdout.setEncoding("utf8");
  const ended = new Promise((resolve) =>
    child.once("exit", (code, by) => resolve({ code, by, hasShown: shown.includes("Sample papers") })),
  );
  let isSignalled = false;
  child.stdout.on("data", (text: string) => {
    shown += text;
    // The digest is posted when signals are heard.
    if (isSignalled || !shown.includes("Sample papers")) return;
    isSignalled = true;
    for (const signal of ["SIGSTOP", ...signals, "SIGCONT"] as const) child.kill(signal);
  });
  return await ended;
}

test("a signal ends the program cleanly, the database can be used, and the next start carries on", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "paperboy-signal-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const source = await listen((_request, response) => void response.end("[]"));
  const clean = { code: 0, by: null, hasShown: true };
  expect(await startAndSignal(dataDir, source, "SIGTERM")).toEqual(clean);
  const database = await openDatabase(join(dataDir, "paperboy.db"));
  expect(await database.selectFrom("paper").select("id").limit(1).execute()).toHaveLength(1);
  await database.destroy();
  expect(await startAndSignal(dataDir, source, "SIGINT")).toEqual(clean);
}, 60_000);

test("a second signal, of either kind, ends the program at once, and the next start carries on", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "paperboy-signal-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const source = await listen((_request, response) => void response.end("[]"));
  expect(await startAndSignal(dataDir, source, "SIGTERM", "SIGINT")).toMatchObject({ code: 1, by: null });
  expect(await startAndSignal(dataDir, source, "SIGTERM")).toMatchObject({ code: 0, by: null });
}, 60_000);
