/** The connection: login, registration, drops, outages, and being turned away. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Pending } from "../../helpers/discord-server/interactions.ts";
import { read } from "../../helpers/discord-server/reader.ts";
import { createTestBot, DIGEST, type TestBot } from "./bot.ts";
import { openRig, type Rig } from "./rig.ts";

const INFO = 30;
const ERROR = 50;
const COMMANDS = /\/commands$/;
let rig: Rig;
let bot: TestBot;

beforeEach(async () => {
  rig = await openRig();
  bot = createTestBot();
});

afterEach(async () => {
  await rig.close();
  expect(rig.server.violations).toEqual([]);
});

const here = () => ({ in: rig.papers });
const textOf = (pending: Pending) => (pending.message === undefined ? "" : read(pending.message).text);
const errors = () => rig.log.filter(({ level }) => level >= ERROR);

/** Waits for what the other side does in its own time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("the commands in Discord's menu", () => {
  it("are written once, and again only when they have changed", async () => {
    await rig.start(bot);
    await rig.platform.stop();
    await rig.start(bot);
    expect(rig.server.count("PUT", COMMANDS)).toBe(1);
    await rig.platform.stop();
    await rig.start({ ...bot, commands: bot.commands.slice(1) });
    expect(rig.server.count("PUT", COMMANDS)).toBe(2);
    expect(rig.server.world.commands.get("everywhere")).toMatchObject([
      { name: "papers", contexts: [0, 1, 2], integration_types: [0, 1] },
      { name: "Find this paper", type: 3 },
    ]);
  });

  it("appear at once in a server for development, and only there", async () => {
    await rig.start(bot, { DISCORD_DEV_SERVER: rig.home.id });
    await rig.platform.stop();
    await rig.start(bot, { DISCORD_DEV_SERVER: rig.home.id });
    expect([...rig.server.world.commands.keys()]).toEqual([rig.home.id]);
    expect(rig.server.count("PUT", COMMANDS)).toBe(1);
  });

  it("that Discord does not take are an error in the log, and the rest works", async () => {
    const refusal = { code: 50035, message: "Invalid Form Body", errors: {} };
    rig.server.faults.push({
      method: "PUT",
      path: COMMANDS,
      kind: { do: "answer", status: 400, body: refusal },
      times: 1,
    });
    await rig.start(bot);
    expect(errors()).toHaveLength(1);
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
  });
});

describe("after a drop of the connection", () => {
  beforeEach(() => rig.start(bot));

  const dropped = async () => {
    rig.server.gateway.drop();
    await until(() => rig.server.gateway.connections === 0);
  };

  it.each(["slash", "autocomplete", "button", "select", "modal"] as const)(
    "a %s that came meanwhile is answered",
    async (kind) => {
      await rig.people.slash("help", "", here()).shown;
      const form = await rig.people.press(rig.people.lastWith("Set the schedule"), "Set the schedule", here())
        .shown;
      await rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} });
      const digest = rig.people.lastWith("More");
      bot.suggestions = () => ["kv cache"];
      await dropped();
      const acts = {
        slash: () => rig.people.slash("search", "kv", here()),
        autocomplete: () => rig.people.complete("search", "kv", here()),
        button: () => rig.people.press(digest, "More", here()),
        select: () => rig.people.press(digest, "2 · Similar", here()),
        modal: () => rig.people.submit(form, ["8:00", "mon", "UTC"], here()),
      };
      const pending = await acts[kind]().shown;
      expect(rig.server.gateway.resumed).toBe(1);
      expect(rig.server.gateway.identified).toBe(1);
      if (kind === "autocomplete") expect(pending.callback?.data?.choices).toHaveLength(1);
      else expect(textOf(pending)).not.toBe("");
    },
  );

  it("what was being answered is answered", async () => {
    bot.before = dropped;
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
    expect(bot.ran).toHaveLength(1);
  });

  it("a digest is posted all the same, once", async () => {
    await dropped();
    await rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} });
    await until(() => rig.server.gateway.resumed === 1);
    expect(rig.server.world.messages.filter(({ nonce }) => nonce === "k1")).toHaveLength(1);
  });

  it("that Discord has forgotten, it logs in anew", async () => {
    rig.server.gateway.forgetSessions();
    await dropped();
    await until(() => rig.server.gateway.identified === 2);
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
  });
});

describe("Discord's refusal", () => {
  it("of a wrong token is one clear line, nothing more is asked, and the program goes on", async () => {
    await rig.start(bot, { DISCORD_TOKEN: "wrong.token.altogether" });
    expect(errors()).toHaveLength(1);
    expect(errors()[0]?.msg).toMatch(/DISCORD_TOKEN.*discord\.com\/developers/);
    const asked = rig.server.requests.length;
    await expect(
      rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} }),
    ).rejects.toMatchObject({ failure: "unauthorized" });
    expect(await rig.platform.obstacle(rig.channel(rig.papers))).toMatch(/token/);
    expect(rig.server.requests).toHaveLength(asked);
    expect(JSON.stringify(rig.log)).not.toContain("wrong.token");
  });

  it("of a token that was revoked meanwhile is one clear line too", async () => {
    await rig.start(bot);
    rig.server.gateway.token = undefined;
    rig.server.gateway.closeWith(4004);
    await until(() => errors().length > 0);
    expect(errors()).toHaveLength(1);
    await expect(
      rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} }),
    ).rejects.toMatchObject({ failure: "unauthorized" });
    await rig.platform.stop();
    expect(rig.log.filter(({ level }) => level >= 40)).toHaveLength(1);
  });

  it("of a missing session for so many servers is met with a new login", async () => {
    await rig.start(bot);
    rig.server.gateway.closeWith(4011);
    await until(() => rig.server.gateway.identified === 2);
    expect(errors()).toEqual([]);
  });
});

describe("while Discord is down", () => {
  it("starting does not fail, and works as soon as Discord is back", async () => {
    await rig.server.goDown();
    await rig.start(bot);
    await expect(
      rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} }),
    ).rejects.toMatchObject({ failure: "unavailable" });
    await rig.server.listen();
    await until(() => rig.server.count("PUT", COMMANDS) === 1);
    expect(errors()).toEqual([]);
  });

  it("a running bot waits and carries on", async () => {
    await rig.start(bot);
    await rig.server.goDown();
    const attempts = () => rig.log.filter(({ msg }) => msg.includes("being reconnected"));
    await until(() => attempts().length > 3);
    expect(attempts().filter(({ level }) => level >= INFO)).toHaveLength(1);
    await rig.server.listen();
    await until(() => rig.server.gateway.connections > 0);
    await until(() => rig.server.gateway.resumed + rig.server.gateway.identified > 1);
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
  });
});

it("takes as many shards as Discord recommends", async () => {
  await rig.close();
  rig = await openRig({ shards: 3 });
  const second = rig.server.world.addServer("Second", ["general"]);
  await rig.start(bot);
  expect(rig.server.gateway.identified).toBe(3);
  for (const place of [rig.papers, second.channels[0]]) {
    if (place === undefined) throw new Error("the server has a channel");
    expect(textOf(await rig.people.slash("search", "kv", { in: place }).shown)).toContain("Results for kv");
  }
});
