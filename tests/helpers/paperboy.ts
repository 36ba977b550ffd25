/** The whole core on a data folder of its own, with a fake platform and sources where nobody listens. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, readConfig } from "../../src/config.ts";
import { type Core, openCore } from "../../src/core.ts";
import { createLog } from "../../src/log.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { type Command, parseCommandLine } from "../../src/platform/command.ts";
import type { Action, Channel, Message } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { FakePlatform } from "./fake-platform.ts";

export interface TestPaperboy {
  readonly core: Core;
  readonly platform: FakePlatform;
  readonly channel: Channel;
  /** Moves the clock. */
  setNow(now: Date): void;
  /** Saves a day's list and indexes it. */
  list(day: string, papers: readonly Paper[]): Promise<void>;
  run(line: string, changes?: Partial<Command>): Promise<Message>;
  /** The answer as a person reads it. */
  ask(line: string, changes?: Partial<Command>): Promise<string>;
  /** Presses the action with this label in a message. */
  press(message: Message, label: string): Promise<Message>;
  close(): Promise<void>;
}

const NOWHERE = "http://127.0.0.1:9";

export async function openPaperboy(
  start = new Date("2026-11-20T15:00:00Z"),
  env: Environment = {},
): Promise<TestPaperboy> {
  const dataDir = await mkdtemp(join(tmpdir(), "paperboy-test-"));
  const read = readConfig({
    PAPERBOY_DATA_DIR: dataDir,
    HF_API_URL: NOWHERE,
    ARXIV_API_URL: NOWHERE,
    ...env,
  });
  if ("faults" in read) throw new Error(read.faults.join("; "));
  let now = start;
  let asked = 0;
  const platform = new FakePlatform();
  const core = await openCore({
    config: read.config,
    version: "0.0.0",
    log: createLog({ level: "silent", pretty: false, secrets: [] }),
    now: () => now,
    platforms: new Map([[platform.name, platform]]),
  });
  await platform.start(core.bot);
  const channel = { platform: platform.name, workspace: "w1", id: "c1", name: "#papers" };
  const run = (line: string, changes: Partial<Command> = {}) => {
    asked += 1;
    return core.bot.run({
      ...parseCommandLine(line),
      page: 1,
      channel,
      caller: { id: "u1", name: "Ada", mayConfigure: true, timeZone: "Europe/Berlin" },
      key: `key ${asked}`,
      ...changes,
    });
  };
  return {
    core,
    platform,
    channel,
    setNow(later) {
      now = later;
    },
    async list(day, papers) {
      await core.papers.saveList(day, papers, now);
      await core.search.sync();
    },
    run,
    ask: async (line, changes) => plainText(await run(line, changes)),
    press(message, label) {
      const { command } = actionOf(message, label);
      return run("", { name: command.name, argument: command.argument, page: command.page });
    },
    async close() {
      await platform.stop();
      await core.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Throws, with what there is, if the message offers no such action. */
export function actionOf(message: Message, label: string): Action {
  const offered = message.blocks.flatMap((block) =>
    block.kind === "actions" ? block.actions : block.kind === "paper" ? block.card.actions : [],
  );
  const found = offered.find((action) => action.label === label);
  if (found === undefined)
    throw new Error(`no action ${label} among ${offered.map((one) => one.label).join(", ")}`);
  return found;
}
