/** An organisation installs the app for its workspaces. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { SlackPlatform } from "../../../adapters/slack/slack.ts";
import { createRecordingBot, type RecordingBot } from "../../contract/recording-bot.ts";
import { createTestMemory } from "../../helpers/memory.ts";
import { createSender, person, type Sender, startWorld, type World, type WorldTeam } from "./slack-world.ts";
import { manyWorkspaces, openPlatform, PERSON, recordingLog, SIGNING_SECRET } from "./team.ts";

const ORG = "E0ORG";
const WORKSPACE = "T0FIRST";

let world: World;
let org: WorldTeam;
let platform: SlackPlatform;
let bot: RecordingBot;
let sender: Sender;
let logged: string[];

beforeEach(async () => {
  world = await startWorld();
  org = world.addTeam(ORG);
  org.users.set(PERSON, person(PERSON, ORG));
  bot = createRecordingBot();
  logged = [];
  const now = () => new Date();
  const env = manyWorkspaces({ id: "1.2", secret: "a-client-secret" }, world.apiUrl);
  platform = openPlatform(env, { log: recordingLog(logged), memory: createTestMemory(now), now });
  await platform.start(bot);
  sender = createSender(() => platform.port() ?? 0, SIGNING_SECRET);
});

afterEach(async () => {
  expect(world.violations).toEqual([]);
  await platform.stop();
  await world.close();
});

async function install(code: string): Promise<Response> {
  world.codes.set(code, {
    ok: true,
    app_id: "A0",
    authed_user: { id: PERSON },
    scope: "chat:write,commands",
    token_type: "bot",
    access_token: org.token,
    bot_user_id: org.botUserId,
    team: null,
    enterprise: { id: ORG, name: "The organisation" },
    is_enterprise_install: true,
  });
  const address = `http://127.0.0.1:${platform.port()}/slack`;
  const page = await fetch(`${address}/install`);
  const state = /state=([\w-]+)/.exec(await page.text())?.[1] ?? "";
  const cookie = page.headers.getSetCookie().map((one) => one.split(";")[0]);
  const query = new URLSearchParams({ code, state });
  return fetch(`${address}/oauth_redirect?${query}`, { headers: { cookie: cookie.join("; ") } });
}

const granted = () =>
  sender.json({
    type: "event_callback",
    team_id: WORKSPACE,
    enterprise_id: ORG,
    event_id: `Ev${Math.random()}`,
    authorizations: [
      {
        enterprise_id: ORG,
        team_id: WORKSPACE,
        user_id: org.botUserId,
        is_bot: true,
        is_enterprise_install: true,
      },
    ],
    event: { type: "team_access_granted", team_ids: [WORKSPACE] },
  });
const welcomes = () => [...org.channels.values()].flatMap(({ messages }) => messages);

it("welcomes who installed it, once, without naming the organisation as a workspace", async () => {
  const page = await install("first");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("The organisation is ready");
  await expect.poll(welcomes).toHaveLength(1);
  expect(bot.ran).toMatchObject([{ name: "welcome", caller: { id: PERSON } }]);
  await install("again");
  await granted();
  await expect.poll(() => bot.places).toContainEqual(expect.objectContaining({ event: "back" }));
  await platform.stop();
  expect(welcomes()).toHaveLength(1);
  expect(logged.join("")).not.toContain(org.token);
});

it("welcomes when the app is let into a first workspace, if it could not before", async () => {
  world.failNext("conversations.open", (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: false, error: "team_access_not_granted" }));
  });
  await install("first");
  await expect.poll(() => logged.join("")).toContain("could not be welcomed");
  expect(welcomes()).toHaveLength(0);
  await granted();
  await expect.poll(welcomes).toHaveLength(1);
  expect(bot.places).toContainEqual({ event: "back", place: { platform: "slack", workspace: WORKSPACE } });
  await granted();
  await platform.stop();
  expect(welcomes()).toHaveLength(1);
});
