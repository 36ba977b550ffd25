import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel, Workspace } from "../../../src/platform/message.ts";
import { createRecordingBot, says } from "../../contract/recording-bot.ts";
import { listen } from "../../helpers/loopback.ts";
import { CHANNEL, openTeam, PERSON, TEAM, type Team } from "./team.ts";

type Happened = readonly [what: "gone" | "back" | "moved", place: Channel | Workspace, more: unknown];

let team: Team;
let happened: Happened[];

const place = (id: string) => ({ platform: "slack", workspace: TEAM, id });
const posts = (id = CHANNEL) => team.team.channels.get(id)?.messages ?? [];

beforeEach(async () => {
  happened = [];
  const bot = createRecordingBot();
  bot.answer = ({ name, caller }) => says(`${name} for ${caller.name}`);
  bot.gone = async (where, why) => void happened.push(["gone", where, why]);
  bot.back = async (where) => void happened.push(["back", where, undefined]);
  bot.moved = async (from, to) => void happened.push(["moved", from, to]);
  team = await openTeam(bot);
});

afterEach(async () => {
  expect(team.world.violations).toEqual([]);
  await team.close();
});

describe("a place", () => {
  it.each([
    "channel_left",
    "group_left",
    "channel_archive",
    "group_archive",
    "channel_deleted",
    "group_deleted",
  ])("is gone by %s", async (type) => {
    await team.event({ type, channel: "C1", event_ts: "1.1" });
    await expect
      .poll(() => happened)
      .toEqual([["gone", place("C1"), expect.stringMatching(/removed|archived|deleted/)]]);
  });

  it.each(["channel_unarchive", "group_unarchive"])("is back by %s", async (type) => {
    await team.event({ type, channel: "C1", user: PERSON });
    await expect.poll(() => happened).toEqual([["back", place("C1"), undefined]]);
  });

  it("is told when its name or id changes", async () => {
    await team.event({ type: "channel_rename", channel: { id: "C1", name: "new-name", created: 1 } });
    await team.event({ type: "channel_id_changed", old_channel_id: "C1", new_channel_id: "C2" });
    await expect
      .poll(() => happened)
      .toEqual([
        ["moved", place("C1"), { ...place("C1"), name: "new-name" }],
        ["moved", place("C1"), place("C2")],
      ]);
  });

  it("is told once, although Slack tells it again", async () => {
    const again = { event_id: "EvSame" };
    await team.event({ type: "channel_left", channel: "C1" }, again);
    await team.event({ type: "channel_left", channel: "C1" }, { ...again, event_time: 1 });
    await team.event({ type: "channel_left", channel: "C2" });
    await expect.poll(() => happened.length).toBe(2);
    expect(happened.map(([, where]) => where)).toEqual([place("C1"), place("C2")]);
  });

  it("is greeted when we are invited, and never again", async () => {
    const joined = {
      type: "member_joined_channel",
      channel: CHANNEL,
      user: team.team.botUserId,
      inviter: PERSON,
    };
    await team.event(joined);
    await expect.poll(posts).toHaveLength(1);
    expect(posts()[0]?.text).toContain(`hello for Person ${PERSON}`);
    await team.restart();
    await team.event({ type: "channel_left", channel: CHANNEL });
    await team.event(joined);
    await expect.poll(() => happened.map(([what]) => what)).toEqual(["back", "gone", "back"]);
    expect(posts()).toHaveLength(1);
  });

  it("is not greeted when somebody else joins", async () => {
    await team.event({ type: "member_joined_channel", channel: CHANNEL, user: PERSON });
    await team.event({ type: "channel_left", channel: "C9" });
    await expect.poll(() => happened).toHaveLength(1);
    expect(posts()).toEqual([]);
  });
});

describe("a workspace", () => {
  it("is gone when the app is uninstalled", async () => {
    await team.event({ type: "app_uninstalled" });
    await expect
      .poll(() => happened)
      .toEqual([["gone", { platform: "slack", workspace: TEAM }, expect.any(String)]]);
  });

  it("stays when only a person's token is revoked", async () => {
    await team.event({ type: "tokens_revoked", tokens: { oauth: [PERSON], bot: [] } });
    await team.event({ type: "tokens_revoked", tokens: { oauth: [], bot: [team.team.botUserId] } });
    await expect
      .poll(() => happened)
      .toEqual([["gone", { platform: "slack", workspace: TEAM }, expect.any(String)]]);
  });
});

describe("a workspace whose token is in the settings", () => {
  it("is back when the program starts after the app was installed again", async () => {
    await team.event({ type: "app_uninstalled" });
    await expect.poll(() => happened).toHaveLength(1);
    await team.restart();
    await team.restart();
    expect(happened.slice(1)).toEqual([["back", { platform: "slack", workspace: TEAM }, undefined]]);
  });
});

describe("posting", () => {
  const post = (key = "k") => team.platform.post(place(CHANNEL), says("the digest"), { key, options: {} });
  const find = (key: string, since: Date) => team.platform.find(place(CHANNEL), key, since);
  const refuse = (error: string) =>
    team.world.failNext("chat.postMessage", (response) =>
      response.writeHead(200).end(JSON.stringify({ ok: false, error })),
    );

  it("sends one request, marked with the key alone", async () => {
    await post("key-1");
    const sent = team.world.calls.filter(({ method }) => method === "chat.postMessage");
    expect(sent).toHaveLength(1);
    expect(sent[0]?.params.metadata).toBe('{"event_type":"paper_digest","event_payload":{"k":"key-1"}}');
  });

  it("sends no second request when the answer was lost, and finds the message afterwards", async () => {
    const since = new Date(Date.now() - 1000);
    team.world.failNext("chat.postMessage", (response, deliver) => {
      deliver();
      response.destroy();
    });
    await expect(post()).rejects.toMatchObject({ failure: "ambiguous" });
    expect(posts()).toHaveLength(1);
    expect(await find("k", since)).toEqual({ id: posts()[0]?.ts });
  });

  it("does not call absent what may not be visible yet", async () => {
    expect(await find("never", new Date(Date.now() - 5000))).toBe("unknown");
    expect(await find("never", new Date(Date.now() - 61_000))).toBe("absent");
  });

  it("does not know where it may not look", async () => {
    team.world.failNext("conversations.history", (response) =>
      response
        .writeHead(200)
        .end(JSON.stringify({ ok: false, error: "missing_scope", needed: "channels:history" })),
    );
    expect(await find("k", new Date(0))).toBe("unknown");
    expect(await team.platform.find(place("C0NOWHERE"), "k", new Date(0))).toBe("unknown");
  });

  it("takes nobody else's mark for its own, and looks behind other messages", async () => {
    const { id } = await post("k");
    const mark = { event_type: "paper_digest", event_payload: { k: "forged" } };
    const others = Array.from({ length: 40 }, (_, at) => ({
      ts: `${Math.floor(Date.now() / 1000) + 5}.${String(at).padStart(6, "0")}`,
      text: "chat",
      blocks: [],
      metadata: mark,
      bot_id: "B0OTHER",
      user: "U0OTHER",
    }));
    posts().push(...others);
    const since = new Date(Date.now() - 120_000);
    expect(await find("forged", since)).toBe("absent");
    expect(await find("k", since)).toEqual({ id });
  });

  it("sends the words alone when Slack refuses the form", async () => {
    refuse("invalid_blocks");
    await post();
    expect(posts()).toMatchObject([{ text: "the digest", blocks: undefined }]);
  });

  it("sends nothing while Slack asks to wait", async () => {
    team.world.failNext("chat.postMessage", (response) =>
      response.writeHead(429, { "retry-after": "30" }).end(),
    );
    await expect(post()).rejects.toMatchObject({ failure: "unavailable", retryAfterSeconds: 30 });
    const before = team.world.calls.length;
    await expect(post()).rejects.toMatchObject({ failure: "unavailable" });
    expect(team.world.calls.length).toBe(before);
  });

  it("says what to do where it is no member, or the channel is archived", async () => {
    expect(await team.platform.obstacle(place("C0NOWHERE"))).toContain("/invite @Paperboy");
    const mine = await team.platform.directChannel(place("any"), PERSON);
    expect(await team.platform.obstacle(mine)).toBeUndefined();
    expect(await team.platform.obstacle(place("D0OTHERS"))).toContain("between others");
    const channel = team.team.channels.get(CHANNEL);
    if (channel) channel.isArchived = true;
    expect(await team.platform.obstacle(place(CHANNEL))).toContain("archived");
  });
});

describe("starting", () => {
  it("fails with a sentence when the token is not accepted", async () => {
    await expect(openTeam(createRecordingBot(), { env: { SLACK_BOT_TOKEN: "xoxb-wrong" } })).rejects.toThrow(
      /does not accept SLACK_BOT_TOKEN: .*invalid_auth/,
    );
  });

  it("fails with the name of the setting when the port or the address cannot be had", async () => {
    const { port } = new URL(await listen((_request, response) => void response.end()));
    const taken = (env: Readonly<Record<string, string>>) => openTeam(createRecordingBot(), { env });
    await expect(taken({ SLACK_PORT: port })).rejects.toThrow(
      `SLACK_PORT=${port} is in use by another program.`,
    );
    await expect(taken({ SLACK_PORT: "", PORT: port })).rejects.toThrow(`PORT=${port} is in use`);
    // https://www.rfc-editor.org/rfc/rfc5737: an address that no machine has
    await expect(taken({ SLACK_HOST: "192.0.2.1" })).rejects.toThrow(
      "SLACK_HOST=192.0.2.1 is no address of this machine.",
    );
  });
});
