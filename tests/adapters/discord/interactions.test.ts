/** What people do in Discord, and what they are shown. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Pending } from "../../helpers/discord-server/interactions.ts";
import { read } from "../../helpers/discord-server/reader.ts";
import { messagePayload } from "../../helpers/discord-server/routes.ts";
import { everyComponent } from "../../helpers/discord-server/wire.ts";
import { createTestBot, DIGEST, type TestBot } from "./bot.ts";
import { openRig, type Rig } from "./rig.ts";

let rig: Rig;
let bot: TestBot;

beforeEach(async () => {
  rig = await openRig();
  bot = createTestBot();
  await rig.start(bot);
});

afterEach(async () => {
  await rig.close();
  expect(rig.server.violations).toEqual([]);
});

const here = () => ({ in: rig.papers });
const textOf = (pending: Pending) => (pending.message === undefined ? "" : read(pending.message).text);
const CALLBACK = /\/callback$/;

describe("a slash command", () => {
  it("is acknowledged before any work, privately or publicly as the command says", async () => {
    const acknowledged: boolean[] = [];
    let pending: Pending | undefined;
    bot.before = () => void acknowledged.push(pending?.callback?.type === 5);
    pending = rig.people.slash("search", "kv cache", here());
    await pending.shown;
    expect(pending.message?.ephemeral).toBe(true);
    expect(textOf(pending)).toContain("Results for kv cache, page 1");
    pending = rig.people.slash("digest", "", here());
    await pending.shown;
    expect(pending.message?.ephemeral).toBe(false);
    expect(acknowledged).toEqual([true, true]);
  });

  it("whose acknowledgement got lost is answered all the same, once", async () => {
    rig.server.faults.push({ method: "POST", path: CALLBACK, kind: { do: "lose" }, times: 1 });
    const pending = await rig.people.slash("digest", "", here()).shown;
    expect(textOf(pending)).toContain("did digest");
    expect(bot.ran).toHaveLength(1);
  });

  it("that another process has taken is left to it", async () => {
    const other = rig.people.slash("digest", "", here());
    rig.server.interactions.takeAway(other);
    await rig.people.slash("search", "x", here()).shown;
    expect(bot.ran.map(({ name }) => name)).toEqual(["search"]);
  });

  it("that Discord no longer waits for is not run", async () => {
    rig.server.faults.push({
      method: "POST",
      path: CALLBACK,
      kind: { do: "answer", status: 404, body: { code: 10062, message: "Unknown interaction" } },
      times: 1,
    });
    rig.people.slash("digest", "", here());
    await rig.people.slash("search", "x", here()).shown;
    expect(bot.ran.map(({ name }) => name)).toEqual(["search"]);
  });

  it("whose acknowledgement got lost twice does not leave anybody waiting", async () => {
    rig.server.faults.push({ method: "POST", path: CALLBACK, kind: { do: "lose" }, times: 2 });
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
    expect(bot.ran).toHaveLength(1);
  });

  it("whose answer meets a failing server is shown in the end", async () => {
    rig.server.faults.push({ method: "PATCH", path: /original$/, kind: { do: "fail" }, times: 1 });
    rig.server.faults.push({ method: "PATCH", path: /original$/, kind: { do: "reset" }, times: 1 });
    expect(textOf(await rig.people.slash("search", "kv", here()).shown)).toContain("Results for kv");
  });

  it("whose answer Discord refuses to draw is shown as an embed", async () => {
    const refusal = { code: 50035, message: "Invalid Form Body", errors: {} };
    rig.server.faults.push({
      method: "PATCH",
      path: /original$/,
      kind: { do: "answer", status: 400, body: refusal },
      times: 1,
    });
    const pending = await rig.people.slash("search", "kv", here()).shown;
    expect(pending.message?.embeds).toHaveLength(1);
    expect(textOf(pending)).toContain("Paper number 1 on caches");
  });
});

describe("completion", () => {
  it("offers what the bot suggests, at most 25, and brings long ones back whole", async () => {
    const long = `a topic of ${"very many words ".repeat(20)}`.trim();
    bot.suggestions = () => [long, ...Array.from({ length: 30 }, (_, at) => `topic ${at}`)];
    const { callback } = await rig.people.complete("subscribe", "t", here()).shown;
    const choices = callback?.data?.choices ?? [];
    expect(choices).toHaveLength(25);
    expect(choices[0]?.value.length).toBeLessThanOrEqual(100);
    await rig.people.slash("subscribe", choices[0]?.value ?? "", here()).shown;
    expect(bot.ran.at(-1)?.argument).toBe(long);
  });

  it("offers nothing rather than being late", async () => {
    bot.suggestions = () => new Promise(() => {});
    const { callback, sentAt, acknowledgedAt } = await rig.people.complete("search", "t", here()).shown;
    expect(callback?.data?.choices).toEqual([]);
    expect((acknowledgedAt ?? 0) - sentAt).toBeLessThan(3_000);
  });
});

describe("a button", () => {
  it("of a digest answers whoever pressed it, alone", async () => {
    await rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} });
    const pending = await rig.people.press(rig.people.lastWith("More"), "More", {
      ...here(),
      by: rig.server.world.guest,
    }).shown;
    expect(pending.callback?.type).toBe(5);
    expect(pending.message?.ephemeral).toBe(true);
    expect(bot.ran.at(-1)).toMatchObject({ name: "search", argument: "today", page: 2 });
  });

  it("of a menu in a digest runs the entry that was chosen", async () => {
    await rig.platform.post(rig.channel(rig.papers), DIGEST, { key: "k1", options: {} });
    const digest = rig.people.lastWith("Similar");
    const menu = everyComponent(digest.components).find(({ type }) => type === 3);
    expect(menu?.options?.map(({ label }) => label)).toEqual(["1 · Similar", "2 · Similar", "3 · Similar"]);
    await rig.people.press(digest, "2 · Similar", here()).shown;
    expect(bot.ran.at(-1)).toMatchObject({ name: "similar", argument: "2401.00002" });
  });

  it("turns the pages of a private answer in place", async () => {
    const first = await rig.people.slash("search", "kv", here()).shown;
    const second = await rig.people.press(rig.people.lastWith("Next"), "Next", here()).shown;
    expect(second.callback?.type).toBe(6);
    expect(second.message?.id).toBe(first.message?.id);
    expect(textOf(second)).toContain("page 2");
  });

  it("can show a private answer to the channel", async () => {
    await rig.people.slash("search", "kv", here()).shown;
    const shared = await rig.people.press(rig.people.lastWith("Share"), "Share", here()).shown;
    expect(shared.message?.ephemeral).toBe(false);
    expect(bot.ran.at(-1)).toMatchObject({ name: "share", argument: "search kv" });
  });

  it("pressed twice in a hurry is one call; pressed again later, another", async () => {
    await rig.people.slash("help", "", here()).shown;
    const help = rig.people.lastWith("Post now");
    const [one, two] = [
      rig.people.press(help, "Post now", here()),
      rig.people.press(help, "Post now", here()),
    ];
    await Promise.all([one.shown, two.shown]);
    await rig.people.press(help, "Post now", { ...here(), by: rig.server.world.guest }).shown;
    expect(new Set(bot.ran.slice(1, 3).map(({ key }) => key)).size).toBe(1);
    expect(bot.ran[3]?.key).not.toBe(bot.ran[1]?.key);
  });

  it("that nobody remembers says so", async () => {
    await rig.people.slash("help", "", here()).shown;
    await rig.database.deleteFrom("memory").where("key", "like", "action:%").execute();
    const pending = await rig.people.press(
      rig.people.lastWith("Set the schedule"),
      "Set the schedule",
      here(),
    ).shown;
    expect(textOf(pending)).toContain("too old");
    expect(pending.message?.ephemeral).toBe(true);
  });
});

describe("a form", () => {
  it("opens at once with what stands there now, and sends its answers as one argument", async () => {
    await rig.people.slash("help", "", here()).shown;
    const form = await rig.people.press(rig.people.lastWith("Set the schedule"), "Set the schedule", here())
      .shown;
    expect(form.callback?.type).toBe(9);
    const fields = everyComponent(form.callback?.data?.components ?? []);
    expect(fields.filter(({ type }) => type === 4).map(({ value }) => value)).toEqual([
      "09:00",
      "Europe/Berlin",
    ]);
    expect(
      fields.find(({ type }) => type === 3)?.options?.filter(({ default: chosen }) => chosen === true),
    ).toHaveLength(5);
    await rig.people.submit(form, ["17:30", "thu,mon", " Europe/Paris "], here()).shown;
    expect(bot.ran.at(-1)).toMatchObject({ name: "schedule", argument: "17:30 mon,thu Europe/Paris" });
  });

  it("can be sent after a restart", async () => {
    await rig.people.slash("help", "", here()).shown;
    const form = await rig.people.press(rig.people.lastWith("Set the schedule"), "Set the schedule", here())
      .shown;
    await rig.platform.stop();
    await rig.start(bot);
    await rig.people.submit(form, ["8:00", "mon,tue,wed,thu,fri", "UTC"], here()).shown;
    expect(bot.ran.at(-1)?.argument).toBe("8:00 weekdays UTC");
  });
});

describe("the menu of a message", () => {
  it("finds the paper that the message links to", async () => {
    const message = rig.server.world.addMessage(
      rig.papers.id,
      { content: "look: https://arxiv.org/abs/2401.00001" },
      { ephemeral: false, answer: true, author: rig.server.world.guest },
    );
    await rig.people.findPaper(messagePayload(message), here()).shown;
    expect(bot.ran.at(-1)).toMatchObject({
      name: "find",
      argument: "look: https://arxiv.org/abs/2401.00001",
    });
  });
});

describe("who may configure", () => {
  it("is who may manage the channel, at first", async () => {
    await rig.people.slash("subscribe", "x", here()).shown;
    await rig.people.slash("subscribe", "x", { ...here(), by: rig.server.world.guest }).shown;
    expect(bot.ran.map(({ caller }) => caller.mayConfigure)).toEqual([true, false]);
    expect(bot.ran[1]?.caller.whoMayConfigure).toContain("Manage Channels");
  });

  it("is everyone in a direct message of their own", async () => {
    const direct = rig.server.world.openDirect(rig.server.world.guest.id);
    await rig.people.slash("subscribe", "x", { in: direct, by: rig.server.world.guest }).shown;
    expect(bot.ran[0]).toMatchObject({
      channel: { workspace: "@me", id: direct.id },
      caller: { mayConfigure: true },
    });
    expect(await rig.platform.obstacle(rig.channel(direct))).toBeUndefined();
    await rig.platform.post(rig.channel(direct), DIGEST, { key: "k1", options: {} });
    expect(await rig.platform.find(rig.channel(direct), "k1", new Date())).toHaveProperty("id");
  });

  it("is nobody where the bot came along with a person, who can search all the same", async () => {
    const foreign = rig.server.world.addServer("Elsewhere", ["general"]);
    const [general] = foreign.channels;
    foreign.joined = false;
    if (general === undefined) throw new Error("the server has a channel");
    const there = { in: general, personal: true };
    expect(textOf(await rig.people.slash("search", "kv", there).shown)).toContain("Results for kv");
    await rig.people.slash("subscribe", "x", { ...there, permissions: 1n << 3n }).shown;
    expect(bot.ran[1]?.caller).toMatchObject({ mayConfigure: false });
    expect(bot.ran[1]?.caller.whoMayConfigure).toMatch(/not a member of this server.*oauth2\/authorize/);
    expect(await rig.platform.obstacle(rig.channel(general))).toMatch(/not a member of this server/);

    const group = rig.server.world.openDirect(rig.server.world.guest.id);
    await rig.people.slash("subscribe", "x", { in: group, personal: true, group: true }).shown;
    expect(bot.ran[2]?.caller.mayConfigure).toBe(false);
  });

  it("is asked of the channel that an action names, not of the one it is pressed in", async () => {
    const target = rig.channel(rig.other);
    const resume = { name: "subscribe", argument: "x", page: 1, channel: target };
    const direct = rig.server.world.openDirect(rig.server.world.guest.id);
    await rig.platform.post(
      rig.channel(direct),
      { blocks: [{ kind: "actions", actions: [{ label: "Resume", command: resume }] }] },
      { key: "k1", options: {} },
    );
    const notice = rig.people.lastWith("Resume");
    await rig.people.press(notice, "Resume", { in: direct, by: rig.server.world.guest }).shown;
    await rig.people.press(notice, "Resume", { in: direct, by: rig.server.world.owner }).shown;
    expect(bot.ran.map(({ channel }) => channel.id)).toEqual([rig.other.id, rig.other.id]);
    expect(bot.ran.map(({ caller }) => caller.mayConfigure)).toEqual([false, true]);
  });
});

it.each([
  ["manage-server", [false, true]],
  ["everyone", [true, true]],
] as const)("lets the setting %s decide who may configure", async (who, expected) => {
  await rig.platform.stop();
  await rig.start(bot, { DISCORD_CONFIGURE: who });
  const guest = { ...here(), by: rig.server.world.guest };
  await rig.people.slash("subscribe", "x", guest).shown;
  await rig.people.slash("subscribe", "x", { ...guest, permissions: 1n << 5n }).shown;
  expect(bot.ran.map(({ caller }) => caller.mayConfigure)).toEqual(expected);
});
