/** Many workspaces over OAuth, against somebody else's Slack. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SlackPlatform } from "../../../adapters/slack/slack.ts";
import type { Channel, Workspace } from "../../../src/platform/message.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { encryptMemory, parseSecretKeys } from "../../../src/storage/encrypted-memory.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import { COMMANDS, createRecordingBot, type RecordingBot, says } from "../../contract/recording-bot.ts";
import { createSender, type Sender } from "./slack-world.ts";
import { manyWorkspaces, openPlatform, recordingLog, SECRET_KEY, SIGNING_SECRET } from "./team.ts";
import { CLIENT, startTwoWorkspaces, TEAMS, type TeamId, type TwoWorkspaces } from "./two-workspaces.ts";

const [A, B] = TEAMS;

let slack: TwoWorkspaces;
let database: Database;
let bot: RecordingBot;
let platform: SlackPlatform;
let sender: Sender;
let logged: string[];
let gone: (Channel | Workspace)[];

const now = () => new Date();

async function start(): Promise<void> {
  const parsed = parseSecretKeys(SECRET_KEY);
  const [key] = "keys" in parsed ? parsed.keys : [];
  if (key === undefined) throw new Error("no key");
  const env = manyWorkspaces(CLIENT, slack.apiUrl);
  const memory = encryptMemory(createMemory(database, "slack", now), "slack", [key]);
  platform = openPlatform(env, { log: recordingLog(logged), memory, now });
  await platform.start(bot);
}

beforeEach(async () => {
  logged = [];
  gone = [];
  bot = createRecordingBot();
  bot.gone = async (place) => void gone.push(place);
  slack = await startTwoWorkspaces();
  database = await openDatabase(":memory:");
  await start();
  sender = createSender(() => platform.port() ?? 0, SIGNING_SECRET);
});

afterEach(async () => {
  await platform.stop();
  await slack.close();
  await database.destroy();
});

const address = (path: string) => `http://127.0.0.1:${platform.port()}${path}`;

/** Opens the page to install and takes the state and the cookie from it. */
async function begin(): Promise<{ state: string; cookie: string; authorize: URL }> {
  const page = await fetch(address("/slack/install"));
  const link = /href="([^"]+authorize[^"]+)"/.exec(await page.text())?.[1] ?? "";
  const authorize = new URL(link.replaceAll("&amp;", "&"));
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  return { state: authorize.searchParams.get("state") ?? "", cookie, authorize };
}

const comeBack = (code: string, state: string, cookie: string) =>
  fetch(address(`/slack/oauth_redirect?${new URLSearchParams({ code, state })}`), { headers: { cookie } });

async function install(team: TeamId): Promise<Response> {
  const { state, cookie } = await begin();
  return comeBack(await slack.agree(team, state), state, cookie);
}

const fields = (team: TeamId, over: Record<string, string> = {}) => ({
  command: "/papers",
  text: "subscribe kv cache",
  team_id: team,
  channel_id: "C000000001",
  channel_name: "general",
  user_id: "U000000001",
  user_name: "admin",
  is_enterprise_install: "false",
  trigger_id: `trigger-${Math.random()}`,
  response_url: slack.responseUrl,
  ...over,
});
const isPost = ({ method }: { readonly method: string }) => method === "chat.postMessage";
const tag = (key: string) => ({ key, options: {} });
const channelOf = async (team: TeamId): Promise<Channel> => {
  const listed = await slack.call(team, "conversations.list", {});
  const [first] = z.object({ channels: z.array(z.object({ id: z.string() })) }).parse(listed).channels;
  return { platform: "slack", workspace: team, id: first?.id ?? "" };
};
const messagesIn = async ({ workspace, id }: Channel): Promise<readonly string[]> => {
  const history = await slack.call(z.enum(TEAMS).parse(workspace), "conversations.history", { channel: id });
  const { messages } = z.object({ messages: z.array(z.object({ text: z.string() })) }).parse(history);
  return messages.map(({ text }) => text);
};
const event = (team: TeamId, inner: object, over: object = {}) =>
  sender.json({
    type: "event_callback",
    team_id: team,
    event_id: `Ev${Math.random()}`,
    event_time: Math.floor(Date.now() / 1000) + 5,
    authorizations: [
      { team_id: team, enterprise_id: null, user_id: "UBOT", is_bot: true, is_enterprise_install: false },
    ],
    event: inner,
    ...over,
  });

describe("installing", () => {
  it("stores the workspace, locked, and welcomes who installed it", async () => {
    const page = await install(A);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("is installed");
    await expect.poll(() => bot.ran).toMatchObject([{ name: "welcome", caller: { id: "U000000001" } }]);
    await expect
      .poll(() => bot.places)
      .toEqual([{ event: "back", place: { platform: "slack", workspace: A } }]);
    const rows = await database.selectFrom("memory").select(["key", "value"]).execute();
    expect(rows.map(({ key }) => key)).toContain(`installation:${A}`);
    expect(JSON.stringify(rows)).not.toContain("xoxb-");
    expect(logged.join("")).not.toMatch(/xoxb-|the-client-secret|code=/);
  });

  it("asks for exactly our permissions, with a state", async () => {
    const { authorize, state, cookie } = await begin();
    expect(authorize.searchParams.get("scope")).toContain("chat:write");
    expect(authorize.searchParams.get("user_scope") ?? "").toBe("");
    expect(state.length).toBeGreaterThan(30);
    expect(cookie).toContain(state);
  });

  it.each<[string, () => Promise<Response>]>([
    [
      "was used already",
      async () => {
        const { state, cookie } = await begin();
        await comeBack(await slack.agree(A, state), state, cookie);
        return comeBack(await slack.agree(A, state), state, cookie);
      },
    ],
    [
      "belongs to another browser",
      async () => {
        const { state } = await begin();
        return comeBack(await slack.agree(A, state), state, "");
      },
    ],
    [
      "is none of ours",
      async () => comeBack(await slack.agree(A, "made-up"), "made-up", "slack-app-oauth-state=made-up"),
    ],
  ])("is refused with a state that %s", async (_, attempt) => {
    const page = await attempt();
    expect(page.status).toBe(400);
    expect(await page.text()).toContain("was not installed");
  });

  it("is refused with a code that Slack does not know", async () => {
    const { state, cookie } = await begin();
    expect((await comeBack("made-up", state, cookie)).status).toBe(502);
    expect(await (await fetch(address("/slack/oauth_redirect?error=access_denied"))).text()).toContain(
      "was not installed",
    );
  });
});

describe("two workspaces", () => {
  beforeEach(async () => {
    await install(A);
    await install(B);
    await expect.poll(() => slack.calls.filter(isPost)).toHaveLength(2);
    bot.ran.length = 0;
    slack.calls.length = 0;
  });

  it("each have their own commands and digests, with their own token", async () => {
    await sender.form(fields(A));
    await sender.form(fields(B));
    await expect.poll(() => bot.ran.map(({ channel }) => channel.workspace)).toEqual([A, B]);
    await expect.poll(() => slack.answers).toHaveLength(2);
    const [inA, inB] = [await channelOf(A), await channelOf(B)];
    expect(inA.id).toBe(inB.id);
    await platform.post(inA, says("the digest of A"), tag("a"));
    expect(await messagesIn(inA)).toContain("the digest of A");
    expect(await messagesIn(inB)).not.toContain("the digest of A");
  });

  it("get one digest, though the answer was lost and the program killed before it was recorded", async () => {
    const channel = await channelOf(A);
    const since = new Date(Date.now() - 1000);
    slack.loseNextAnswer("chat.postMessage");
    await expect(platform.post(channel, says("the digest"), tag("key-1"))).rejects.toMatchObject({
      failure: "ambiguous",
    });
    await platform.stop();
    await start();
    const found = await platform.find(channel, "key-1", since);
    expect(found).toEqual({ id: expect.stringMatching(/^\d+\.\d+$/) });
    expect((await messagesIn(channel)).filter((text) => text === "the digest")).toHaveLength(1);
    expect(await platform.find(await channelOf(B), "key-1", new Date(0))).toBe("absent");
  });

  it("stay apart when one uninstalls: the other is unharmed", async () => {
    await event(A, { type: "tokens_revoked", tokens: { oauth: ["U1"], bot: [] } });
    await event(A, { type: "app_uninstalled" });
    await event(A, { type: "tokens_revoked", tokens: { oauth: [], bot: ["UBOT"] } });
    await expect.poll(() => gone.length).toBeGreaterThan(0);
    expect(new Set(gone.map(({ workspace }) => workspace))).toEqual(new Set([A]));
    slack.revoke(A);
    await expect(platform.post(await channelOf(A), says("x"), tag("x"))).rejects.toMatchObject({
      failure: "unauthorized",
    });
    await sender.form(fields(A));
    await platform.post(await channelOf(B), says("still here"), tag("y"));
    expect(await messagesIn(await channelOf(B))).toContain("still here");
    await sender.form(fields(B));
    await expect.poll(() => bot.ran.map(({ channel }) => channel.workspace)).toEqual([B]);
    const keys = (await database.selectFrom("memory").select("key").execute()).map(({ key }) => key);
    expect(keys).not.toContain(`installation:${A}`);
    expect(keys).toContain(`installation:${B}`);
  });

  it("keep an installation that is newer than the news of its end", async () => {
    await event(A, { type: "app_uninstalled" }, { event_time: Math.floor(Date.now() / 1000) - 3600 });
    await event(A, { type: "channel_left", channel: "C1" });
    await expect.poll(() => gone).toEqual([{ platform: "slack", workspace: A, id: "C1" }]);
    await platform.post(await channelOf(A), says("alive"), tag("z"));
  });

  it("cannot reach each other by any command or button", async () => {
    const other = (name: string) => `${name} 1 ${B}/C000000001 x`;
    let presses = 0;
    for (const { name } of COMMANDS) {
      await sender.payload({
        type: "block_actions",
        user: { id: "U000000001", team_id: A },
        team: { id: A, domain: "a" },
        channel: { id: "C000000001", name: "general" },
        container: {
          type: "message",
          message_ts: `1.${++presses}`,
          channel_id: "C000000001",
          is_ephemeral: true,
        },
        trigger_id: `press-${presses}`,
        response_url: slack.responseUrl,
        actions: [{ type: "button", action_id: "run:0", value: other(name) }],
      });
      await sender.payload({
        type: "view_submission",
        user: { id: "U000000001", team_id: A },
        team: { id: A, domain: "a" },
        view: {
          id: `V${presses}`,
          type: "modal",
          callback_id: "form",
          private_metadata: JSON.stringify({
            press: other(name),
            fields: 0,
            channel: "C000000001",
            responseUrl: slack.responseUrl,
          }),
          state: { values: {} },
        },
      });
    }
    await expect.poll(() => slack.answers).toHaveLength(2 * COMMANDS.length);
    for (const answer of slack.answers) expect(answer).toContain("another workspace");
    expect(bot.ran).toEqual([]);
    expect(slack.calls.filter(({ team }) => team === B)).toEqual([]);

    for (const { name } of COMMANDS)
      await sender.form(fields(A, { text: `${name} ${B}`, channel_id: "C000000001" }));
    await expect.poll(() => bot.ran).toHaveLength(COMMANDS.length);
    for (const { channel } of bot.ran) expect(channel.workspace).toBe(A);
    expect(slack.calls.filter(({ team }) => team === B)).toEqual([]);
  });
});
