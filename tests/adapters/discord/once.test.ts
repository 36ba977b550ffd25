/** One delivery is one message, whenever the process dies and whatever the network does. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DiscordAPIError, REST, Routes } from "discord.js";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { discord } from "../../../adapters/discord/index.ts";
import { render } from "../../../adapters/discord/render.ts";
import type { Channel } from "../../../src/platform/message.ts";
import { type Platform, PostError } from "../../../src/platform/platform.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import { type DiscordServer, startDiscordServer, TOKEN } from "../../helpers/discord-server/index.ts";
import { createTestBot, DIGEST } from "./bot.ts";
import { openRig, type Rig } from "./rig.ts";

const POST = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
const THREAD = { method: "POST", path: /\/threads$/ };
const KEY = "abcDEF-_0123456789abcd";
const CHILD = fileURLToPath(new URL("./post-child.ts", import.meta.url));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function rigged(now?: () => number): Promise<Rig> {
  const rig = await openRig(now === undefined ? {} : { now });
  cleanups.push(() => rig.close());
  await rig.start(createTestBot());
  return rig;
}

const messagesIn = ({ server }: { server: DiscordServer }) =>
  server.world.messages.filter(({ answer }) => !answer);
const tag = { key: KEY, options: {} };

/** What the core does after an attempt whose end it does not know: look, and send the same again if it is not there. */
async function settle(platform: Platform, channel: Channel, since: Date): Promise<string> {
  const found = await platform.find(channel, KEY, since);
  if (found === "unknown") throw new Error("it should be possible to know");
  return found === "absent" ? (await platform.post(channel, DIGEST, tag)).id : found.id;
}

describe("a post", () => {
  it.each(["lose", "fail"] as const)(
    "whose answer does not arrive (%s) is uncertain, found, and not sent again",
    async (fault) => {
      const rig = await rigged();
      const since = new Date();
      rig.server.faults.push({ ...POST, kind: { do: fault }, times: 1 });
      const channel = rig.channel(rig.papers);
      await expect(rig.platform.post(channel, DIGEST, tag)).rejects.toMatchObject({ failure: "ambiguous" });
      expect(rig.server.count(POST.method, POST.path)).toBe(1);
      expect(await settle(rig.platform, channel, since)).toBe(messagesIn(rig)[0]?.id);
      expect(messagesIn(rig)).toHaveLength(1);
    },
  );

  it("that broke before anything happened is absent, and sent again", async () => {
    const rig = await rigged();
    const since = new Date();
    rig.server.faults.push({ ...POST, kind: { do: "reset" }, times: 1 });
    await expect(rig.platform.post(rig.channel(rig.papers), DIGEST, tag)).rejects.toBeInstanceOf(PostError);
    await settle(rig.platform, rig.channel(rig.papers), since);
    expect(messagesIn(rig)).toHaveLength(1);
  });

  it("that is sent again within minutes is the same message, without looking", async () => {
    const rig = await rigged();
    const first = await rig.platform.post(rig.channel(rig.papers), DIGEST, tag);
    expect(await rig.platform.post(rig.channel(rig.papers), DIGEST, tag)).toEqual(first);
    expect(messagesIn(rig)).toHaveLength(1);
  });

  it("is found among many after Discord has forgotten its nonce", async () => {
    let clock = Date.now();
    const rig = await rigged(() => clock);
    const since = new Date();
    const { id } = await rig.platform.post(rig.channel(rig.papers), DIGEST, tag);
    for (let at = 0; at < 250; at++) {
      rig.server.world.addMessage(
        rig.papers.id,
        { content: `chatter ${at}` },
        { ephemeral: false, answer: true },
      );
    }
    clock += 3_600_000;
    expect(await settle(rig.platform, rig.channel(rig.papers), since)).toBe(id);
  });

  it("that somebody has deleted is not sent once more", async () => {
    const rig = await rigged();
    await rig.platform.post(rig.channel(rig.papers), DIGEST, tag);
    rig.server.world.messages.splice(0);
    await expect(rig.platform.post(rig.channel(rig.papers), DIGEST, tag)).rejects.toMatchObject({
      failure: "rejected",
    });
  });

  it("is one message through discord.js's own repetitions too", async () => {
    for (const kind of ["hang", "lose", "fail"] as const) {
      const server = await startDiscordServer();
      cleanups.push(() => server.close());
      const [channel] = server.world.addServer("Lab", ["papers"]).channels;
      const rest = new REST({ api: server.apiUrl, version: "10", retries: 3, timeout: 300 }).setToken(TOKEN);
      server.faults.push({ ...POST, kind: { do: kind }, times: 2 });
      await rest.post(Routes.channelMessages(channel?.id ?? ""), {
        body: { ...render(DIGEST, { key: KEY }).body, nonce: KEY, enforce_nonce: true },
      });
      expect(server.count(POST.method, POST.path)).toBe(3);
      expect(messagesIn({ server })).toHaveLength(1);
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    }
    expect(DiscordAPIError).toBeDefined();
  });
});

describe("a process that is killed", () => {
  it.each([
    ["before it sends", { ...POST, kind: { do: "reset" as const } }, 0],
    ["while it sends, before Discord has the message", { ...POST, kind: { do: "reset" as const } }, 0],
    ["after Discord has the message, before the answer", { ...POST, kind: { do: "hang" as const } }, 1],
    ["after the answer, while the thread is opened", { ...THREAD, kind: { do: "hang" as const } }, 1],
    ["after everything, before it is recorded", undefined, 1],
  ])(
    "%s leaves one message and one thread behind after a restart",
    async (when, fault, there) => {
      const folder = await mkdtemp(join(tmpdir(), "paperboy-discord-"));
      cleanups.push(() => rm(folder, { recursive: true }));
      const file = join(folder, "paperboy.db");
      const server = await startDiscordServer();
      cleanups.push(() => server.close());
      const home = server.world.addServer("Lab", ["papers"]);
      const [place] = home.channels;
      if (place === undefined) throw new Error("the server has a channel");
      const channel = { platform: "discord", workspace: home.id, id: place.id };
      const since = new Date();
      if (fault !== undefined && when !== "before it sends") server.faults.push({ ...fault, times: 1 });

      const child = spawn(
        process.execPath,
        ["--import", "tsx", CHILD, server.apiUrl, TOKEN, file, home.id, place.id, KEY],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (when === "before it sends" && said.includes("connected")) child.kill("SIGKILL");
      });
      const gone = new Promise((resolve) => child.once("exit", resolve));
      const reached = () =>
        fault === undefined ? said.includes("posted") : server.count(fault.method, fault.path) > 0;
      while (child.exitCode === null && child.signalCode === null && !reached()) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      child.kill("SIGKILL");
      await gone;
      if (when !== "before it sends") expect(messagesIn({ server })).toHaveLength(there);

      const database = await openDatabase(file);
      cleanups.push(() => database.destroy());
      const now = () => new Date();
      const configured = discord.configure({ DISCORD_TOKEN: TOKEN, DISCORD_API_URL: server.apiUrl });
      if (configured.state !== "ready") throw new Error("the settings are right");
      const platform = await configured.open({
        log: pino({ level: "silent" }),
        memory: createMemory(database, "discord", now),
        now,
        version: "0.0.0",
      });
      cleanups.push(() => platform.stop());
      await platform.start(createTestBot());
      const found = await platform.find(channel, KEY, since);
      if (found === "absent") await platform.post(channel, DIGEST, { key: KEY, options: { thread: "on" } });
      expect(found).not.toBe("unknown");

      expect(messagesIn({ server })).toHaveLength(1);
      expect(messagesIn({ server })[0]?.thread).toBe("Papers of Tuesday, 24 November");
      expect(server.violations).toEqual([]);
    },
    60_000,
  );
});
