import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { type Platform, PostError } from "../src/platform/platform.ts";
import { StartError, startPlatforms } from "../src/start-platforms.ts";
import { createRecordingBot } from "./contract/recording-bot.ts";
import { FakePlatform } from "./helpers/fake-platform.ts";
import { listen } from "./helpers/loopback.ts";

const TOKEN = "xoxb-a-token-that-nobody-may-read";

class Refused extends FakePlatform {
  isStopped = false;
  override async start() {
    throw new Error(`The token ${TOKEN} is refused`, { cause: new PostError("unauthorized", "no") });
  }
  override async stop() {
    this.isStopped = true;
  }
}

async function startBoth(...platforms: readonly (readonly [string, Platform])[]) {
  const logged: string[] = [];
  const log = pino({ level: "info", base: null }, { write: (line: string) => void logged.push(line) });
  const all = new Map(platforms);
  await startPlatforms(all, createRecordingBot(), log, [TOKEN]);
  return { logged, left: [...all.keys()] };
}

test("a platform that cannot be started is stopped and named in one line; the others run", async () => {
  const refused = new Refused();
  const { logged, left } = await startBoth(["one", refused], ["two", new FakePlatform()]);
  expect(left).toEqual(["two"]);
  expect(refused.isStopped).toBe(true);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain("one could not be started: The token [secret] is refused. See docs/one.md.");
});

test("nothing runs when none can be started, which is an error of one line for each", async () => {
  const started = startBoth(["one", new Refused()], ["two", new Refused()]);
  await expect(started).rejects.toThrow(StartError);
  await expect(started).rejects.toThrow(/^one could not.*\ntwo could not.*docs\/two\.md\.$/);
});

test("the program says in one line which platform refuses its token, and ends with 1", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "paperboy-start-"));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const world = await listen((request, response) => {
    const isTest = request.url?.endsWith("auth.test") === true;
    response.setHeader("content-type", "application/json");
    response.end(isTest ? JSON.stringify({ ok: false, error: "invalid_auth" }) : "[]");
  });
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli.ts", "start"], {
    cwd: join(import.meta.dirname, ".."),
    env: {
      ...process.env,
      PAPERBOY_DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      HF_API_URL: world,
      ARXIV_API_URL: world,
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_SIGNING_SECRET: "a-signing-secret",
      SLACK_API_URL: `${world}/api/`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(said.trim().split("\n")).toEqual([
    expect.stringMatching(
      /^slack could not be started: Slack does not accept SLACK_BOT_TOKEN: .*docs\/slack\.md\.$/,
    ),
  ]);
  expect(code).toBe(1);
}, 60_000);
