/** A core over fictional lists, for pictures: real answers to real commands, on a platform that keeps what is posted. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { openCore } from "../../src/core.ts";
import { createLog } from "../../src/log.ts";
import { type Command, parseCommandLine } from "../../src/platform/command.ts";
import type { Form } from "../../src/platform/form.ts";
import type { Channel, Message } from "../../src/platform/message.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { serveFictionalLists } from "./fictional-lists.ts";

const NOWHERE = "http://127.0.0.1:9";

export interface FictionalCore {
  /** What was posted so far. */
  readonly posted: readonly Message[];
  /** Answers a typed line, as somebody who may configure the channel. */
  run(line: string): Promise<Message>;
  /** What is asked when a button with this command is pressed. */
  form(name: string): Promise<Form | Message>;
  close(): Promise<void>;
}

export async function openFictionalCore(channel: Channel): Promise<FictionalCore> {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-pictures-"));
  const now = () => new Date();
  const lists = await serveFictionalLists(now());
  const read = readConfig({
    PAPERBOY_DATA_DIR: folder,
    HF_API_URL: lists.url,
    ARXIV_API_URL: NOWHERE,
    HF_SEARCH: "off",
  });
  if ("faults" in read) throw new Error(read.faults.join("; "));
  const posted: Message[] = [];
  const core = await openCore({
    config: read.config,
    version: "0",
    log: createLog({ level: "silent", pretty: false, secrets: [] }),
    now,
    platforms: new Map([[channel.platform, canvas(channel.platform, posted)]]),
  });
  await core.ingest.refresh(now(), { atOnce: true });
  await core.search.sync();

  let calls = 0;
  const command = (line: string): Command => ({
    ...parseCommandLine(line),
    page: 1,
    channel,
    caller: { id: "U0", name: "Ada", mayConfigure: true, timeZone: "Europe/Berlin" },
    key: `picture-${++calls}`,
  });
  return {
    posted,
    run: (line) => core.bot.run(command(line)),
    form: (name) => core.bot.form(command(name)),
    async close() {
      await core.close();
      await lists.close();
      await rm(folder, { recursive: true });
    },
  };
}

function canvas(name: string, posted: Message[]): Platform {
  return {
    name,
    pace: { perSecond: 100, perChannelPerSecond: 100 },
    options: [],
    start: async () => {},
    async post(_channel, said) {
      posted.push(said);
      return { id: `${posted.length}` };
    },
    find: async () => "absent",
    obstacle: async () => undefined,
    directChannel: async (workspace, id) => ({ ...workspace, id }),
    stop: async () => {},
  };
}
