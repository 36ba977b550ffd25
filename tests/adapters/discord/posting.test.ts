/** Where can be posted, what is said when not, and what is done beside posting. */
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchRefusals } from "../../../adapters/discord/posting.ts";
import { botRest } from "../../../adapters/discord/rest.ts";
import { read } from "../../helpers/discord-server/reader.ts";
import type { Overwrite } from "../../helpers/discord-server/world.ts";
import { PERMISSION } from "../../helpers/discord-server/world.ts";
import { createTestBot, DIGEST, type TestBot } from "./bot.ts";
import { openRig, type Rig } from "./rig.ts";

const POST = /^\/channels\/\d+\/messages$/;
const ANNOUNCEMENT = 5;
const FORUM = 15;
const THREAD = 11;
const EMBED_LINKS = 1n << 14n;

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

const tag = (options: Record<string, string> = {}) => ({ key: "k1", options });
const posted = () => rig.server.world.messages.filter(({ answer }) => !answer);
const deny = (permission: bigint): Overwrite[] => [
  { id: rig.home.id, type: 0, allow: "0", deny: String(permission) },
];

describe("an obstacle", () => {
  it.each([
    ["View Channel", PERMISSION.view],
    ["Send Messages", PERMISSION.send],
    ["Read Message History", PERMISSION.history],
  ])("names that the bot lacks “%s”, and nothing is even tried", async (name, permission) => {
    const place = rig.server.world.addChannel(rig.home, "quiet", { permission_overwrites: deny(permission) });
    await rig.start(bot);
    expect(await rig.platform.obstacle(rig.channel(place))).toContain(`“${name}”`);
    await expect(rig.platform.post(rig.channel(place), DIGEST, tag())).rejects.toMatchObject({
      failure: "unreachable",
    });
    expect(rig.server.count("POST", POST)).toBe(0);
  });

  it("is a forum, but not one of its posts", async () => {
    const forum = rig.server.world.addChannel(rig.home, "forum", { type: FORUM });
    const post = rig.server.world.addChannel(rig.home, "a post", {
      type: THREAD,
      parent_id: forum.id,
      thread_metadata: thread({ locked: false }),
    });
    await rig.start(bot);
    expect(await rig.platform.obstacle(rig.channel(forum))).toMatch(/forum/);
    expect(await rig.platform.obstacle(rig.channel(post))).toBeUndefined();
  });

  it("is a thread that is locked, and a channel that is gone", async () => {
    const locked = rig.server.world.addChannel(rig.home, "locked", {
      type: THREAD,
      parent_id: rig.papers.id,
      thread_metadata: thread({ locked: true }),
    });
    await rig.start(bot);
    expect(await rig.platform.obstacle(rig.channel(locked))).toMatch(/locked/);
    expect(await rig.platform.obstacle({ ...rig.channel(rig.papers), id: "1000000000000000001" })).toMatch(
      /no longer exists/,
    );
  });
});

describe("a failure", () => {
  it.each([
    [404, 10003, "unreachable"],
    [404, 10004, "unreachable"],
    [403, 50001, "unreachable"],
    [403, 50013, "unreachable"],
    [400, 50083, "unreachable"],
    [403, 50007, "unreachable"],
    [403, 99999, "unreachable"],
    [401, 0, "unauthorized"],
    [400, 50006, "rejected"],
    [400, 20028, "unavailable"],
    [429, 20016, "unavailable"],
  ])("with status %i and code %i is %s", async (status, code, failure) => {
    await rig.start(bot);
    const retry = status === 429 ? { headers: { "retry-after": "30", "x-ratelimit-scope": "shared" } } : {};
    rig.server.faults.push({
      method: "POST",
      path: POST,
      kind: { do: "answer", status, body: { code, message: "No" }, ...retry },
      times: 1,
    });
    const error = await rig.platform.post(rig.channel(rig.papers), DIGEST, tag()).catch((thrown) => thrown);
    expect(error).toMatchObject({ failure });
    expect(JSON.stringify({ ...error, cause: String(error.cause) })).not.toContain("Paper number");
    expect(posted()).toEqual([]);
  });

  it("with which Discord is gone for a moment is certainly not sent", async () => {
    await rig.start(bot);
    await rig.server.goDown();
    const failures = [1, 2].map(() =>
      rig.platform.post(rig.channel(rig.papers), DIGEST, tag()).catch(({ failure }) => failure),
    );
    // A connection that was open and broke can have carried it; one that could not be made cannot.
    expect(await Promise.all(failures)).toEqual(["ambiguous", "unavailable"]);
    await rig.server.listen();
  });

  it("of the form is met once with a plain embed, and said in the log", async () => {
    await rig.start(bot);
    const refusal = { code: 50035, message: "Invalid Form Body", errors: {} };
    rig.server.faults.push({
      method: "POST",
      path: POST,
      kind: { do: "answer", status: 400, body: refusal },
      times: 1,
    });
    const { id } = await rig.platform.post(rig.channel(rig.papers), DIGEST, tag());
    expect(posted()).toHaveLength(1);
    expect(read(posted()[0] ?? { components: [], embeds: [], content: "" }).text).toContain("Paper number 3");
    expect(await rig.platform.find(rig.channel(rig.papers), "k1", new Date())).toEqual({ id });
    expect(rig.log.filter(({ level }) => level >= 50)).toHaveLength(1);
  });

  it("of thousands of requests makes posting rest", async () => {
    const rest = botRest(rig.server.apiUrl, "0.0.0", "token");
    let clock = 0;
    const caution = watchRefusals(rest, pino({ level: "silent" }), () => new Date(clock));
    rest.emit("invalidRequestWarning", { count: 4_900, remainingTime: 60_000 });
    expect(caution.secondsToWait()).toBe(0);
    rest.emit("invalidRequestWarning", { count: 5_000, remainingTime: 60_000 });
    expect(caution.secondsToWait()).toBe(60);
    clock = 60_000;
    expect(caution.secondsToWait()).toBe(0);
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  });
});

describe("looking for a message", () => {
  it("knows nothing where the history cannot be read", async () => {
    await rig.start(bot);
    await rig.platform.post(rig.channel(rig.papers), DIGEST, tag());
    rig.papers.permission_overwrites = deny(PERMISSION.history);
    rig.server.gateway.dispatch("CHANNEL_UPDATE", rig.papers, rig.home.id);
    await rig.people.slash("search", "x", { in: rig.other }).shown;
    expect(await rig.platform.find(rig.channel(rig.papers), "k1", new Date())).toBe("unknown");
  });

  it("does not take somebody else's message for its own", async () => {
    await rig.start(bot);
    await rig.platform.post(rig.channel(rig.papers), DIGEST, tag());
    const [ours] = posted();
    rig.server.world.addMessage(
      rig.other.id,
      { components: [...(ours?.components ?? [])] },
      { ephemeral: false, answer: false, author: rig.server.world.guest },
    );
    expect(await rig.platform.find(rig.channel(rig.other), "k1", new Date())).toBe("absent");
  });

  it("finds embeds by their buttons, and by their footer where they have none", async () => {
    for (const role of rig.home.roles) role.permissions = String(BigInt(role.permissions) | EMBED_LINKS);
    await rig.start(bot, { DISCORD_LAYOUT: "embeds" });
    const channel = rig.channel(rig.papers);
    const first = await rig.platform.post(channel, DIGEST, tag());
    const plain = { blocks: [{ kind: "text" as const, spans: ["paused"] }] };
    const second = await rig.platform.post(channel, plain, { key: "k2", options: {} });
    expect(await rig.platform.find(channel, "k1", new Date())).toEqual(first);
    expect(await rig.platform.find(channel, "k2", new Date())).toEqual(second);
    expect(await rig.platform.find(channel, "k3", new Date())).toBe("absent");
    expect(posted().every(({ flags }) => flags === 0)).toBe(true);
  });
});

describe("a channel's options", () => {
  it("open a thread and publish, once each", async () => {
    const news = rig.server.world.addChannel(rig.home, "news", { type: ANNOUNCEMENT });
    await rig.start(bot);
    await rig.platform.post(rig.channel(news), DIGEST, tag({ thread: "on", publish: "on" }));
    expect(posted()).toMatchObject([{ thread: "Papers of Tuesday, 24 November", crossposted: true }]);
  });

  it("do nothing where they are off, or mean nothing", async () => {
    await rig.start(bot);
    await rig.platform.post(rig.channel(rig.papers), DIGEST, tag({ publish: "on", thread: "off" }));
    expect(posted()).toMatchObject([{ thread: undefined, crossposted: false }]);
  });

  it("never make a posted digest fail", async () => {
    await rig.start(bot);
    rig.server.faults.push({
      method: "POST",
      path: /\/threads$/,
      kind: { do: "answer", status: 403, body: { code: 50013, message: "Missing Permissions" } },
      times: 1,
    });
    await rig.platform.post(rig.channel(rig.papers), DIGEST, tag({ thread: "on" }));
    expect(posted()).toHaveLength(1);
    expect(rig.log.filter(({ level }) => level === 40)).toHaveLength(1);
  });

  it("are carried out by whoever finds the message after a crash", async () => {
    await rig.start(bot);
    rig.server.faults.push({ method: "POST", path: POST, kind: { do: "lose" }, times: 1 });
    await expect(
      rig.platform.post(rig.channel(rig.papers), DIGEST, tag({ thread: "on" })),
    ).rejects.toMatchObject({ failure: "ambiguous" });
    await rig.platform.stop();
    await rig.start(bot);
    await rig.platform.find(rig.channel(rig.papers), "k1", new Date());
    await rig.platform.find(rig.channel(rig.papers), "k1", new Date());
    expect(posted()[0]?.thread).toBe("Papers of Tuesday, 24 November");
    expect(rig.server.count("POST", /\/threads$/)).toBe(1);
  });
});

function thread({ locked }: { locked: boolean }) {
  return {
    archived: locked,
    locked,
    auto_archive_duration: 1440,
    archive_timestamp: "2026-01-01T00:00:00.000000+00:00",
  };
}
