import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRecordingBot, type RecordingBot } from "../../contract/recording-bot.ts";
import { openTeam, SIGNING_SECRET, TEAM, type Team } from "./team.ts";

const BODY = "command=%2Fpapers&text=help-with-a-private-word";
const FORM = "application/x-www-form-urlencoded";

describe("a request that claims to be from Slack", () => {
  let bot: RecordingBot;
  let team: Team;

  beforeEach(async () => {
    bot = createRecordingBot();
    team = await openTeam(bot);
  });

  afterEach(() => team.close());

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const fields = () => ({
    command: "/papers",
    text: "help",
    team_id: TEAM,
    channel_id: "C0PAPERS",
    user_id: "U0ADA",
    trigger_id: "trigger-1",
    response_url: team.world.responseUrl("answer"),
  });

  it("is taken when Slack signed it just now", async () => {
    const shown = team.world.nextShown("answer");
    expect((await team.sender.form(fields())).status).toBe(200);
    await shown;
    expect(bot.ran).toHaveLength(1);
  });

  it.each([
    ["is signed with another secret", { secret: "another-secret" }, 401],
    ["was signed six minutes ago", { at: minutesAgo(6) }, 401],
    ["is signed for the future", { at: minutesAgo(-6) }, 401],
    ["has a signature of another kind", { signature: "v1=00" }, 401],
    ["has an empty signature", { signature: "" }, 401],
    ["has half a signature", { signature: "v0=abc" }, 401],
    ["has a time that is none", { headers: { "x-slack-request-timestamp": "soon" } }, 401],
  ] as const)("is refused when it %s", async (_, over, status) => {
    const response = await team.sender.form(fields(), over);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-slack-no-retry")).toBe("1");
    expect(await response.text()).toBe("");
    expect(bot.ran).toEqual([]);
  });

  it("is refused without a signature", async () => {
    const response = await fetch(`http://127.0.0.1:${team.platform.port()}/slack/events`, {
      method: "POST",
      body: BODY,
    });
    expect(response.status).toBe(401);
  });

  it("is refused when it was sent before", async () => {
    const at = new Date();
    const shown = team.world.nextShown("answer");
    expect((await team.sender.form(fields(), { at })).status).toBe(200);
    await shown;
    expect((await team.sender.form(fields(), { at })).status).toBe(401);
    expect(bot.ran).toHaveLength(1);
  });

  it.each([
    ["cut-off JSON with a password", "application/json", '{"type":"event_callback","hunter2'],
    ["a list", "application/json", "[1]"],
    ["a number", "application/json", "17"],
    ["a cut-off payload", FORM, "payload=%7B%22type%22%3A%22hunter2"],
    ["a payload that is text", FORM, "payload=%22hunter2%22"],
    ["nothing", "application/json", ""],
  ])("is refused when its body is %s", async (_, type, body) => {
    expect((await team.sender.raw(body, type)).status).toBe(400);
    expect(team.logged.join("")).not.toContain("hunter2");
  });

  it("is refused when it is too large", async () => {
    const response = await team.sender.raw(`text=${"x".repeat(1024 * 1024)}`, FORM).catch(() => undefined);
    expect([413, undefined]).toContain(response?.status);
    expect(bot.ran).toEqual([]);
  });

  it.each([
    [
      "an event of no known kind",
      { type: "event_callback", team_id: TEAM, event: { type: "never_heard_of" } },
    ],
    [
      "an event without its parts",
      { type: "event_callback", team_id: TEAM, event: { type: "channel_rename" } },
    ],
    [
      "an event of a stranger's workspace",
      { type: "event_callback", team_id: "T0STRANGER", event: { type: "app_mention" } },
    ],
    ["a payload of no kind", { hello: "world" }],
  ])("does no harm when it is %s", async (_, body) => {
    const response = await team.sender.json(body);
    expect(response.status).toBeLessThan(500);
    expect(bot.ran).toEqual([]);
    expect(bot.places).toEqual([]);
  });

  it("may ask for a challenge, and check the certificate", async () => {
    const challenge = await team.sender.json({ type: "url_verification", challenge: "abc" });
    expect(await challenge.json()).toEqual({ challenge: "abc" });
    const check = await fetch(`http://127.0.0.1:${team.platform.port()}/slack/events`, {
      method: "POST",
      headers: { "content-type": FORM },
      body: `ssl_check=1&${BODY}`,
    });
    expect(check.status).toBe(200);
    expect(bot.ran).toEqual([]);
  });

  it("may say that events are held back, which is logged", async () => {
    const told = await team.sender.json({ type: "app_rate_limited", team_id: TEAM, minute_rate_limited: 1 });
    expect(told.status).toBe(200);
    expect(team.logged.join("")).toContain("holds events back");
  });

  it("finds nothing elsewhere, but whether the program is well", async () => {
    const address = `http://127.0.0.1:${team.platform.port()}`;
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/slack/install`)).status).toBe(404);
    expect(
      (await fetch(`${address}/slack/oauth_redirect?code=a-secret-code&state=s`, { method: "POST" })).status,
    ).toBe(404);
    expect((await fetch(`${address}/slack/events`)).status).toBe(405);
    expect(
      await rawRequest(team.platform.port() ?? 0, "GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    ).toMatch(/^HTTP\/1.1 4\d\d/);
    expect(team.logged.join("")).not.toContain("a-secret-code");
  });

  it("leaves no secret in the log, whatever happens", async () => {
    await team.sender.form(fields(), { secret: "wrong" });
    await team.sender.form({ ...fields(), text: "help" });
    await team.type("search a");
    team.world.failNext("chat.postMessage", (response) => response.destroy());
    const channel = { platform: "slack", workspace: TEAM, id: "C0PAPERS" };
    await team.platform.post(channel, { blocks: [] }, { key: "k", options: {} }).catch(() => {});
    const log = team.logged.join("");
    expect(log).not.toContain(team.team.token);
    expect(log).not.toContain(SIGNING_SECRET);
    expect(log).not.toContain("trigger-1");
    expect(log).not.toContain("/respond/");
  });
});

function rawRequest(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (part) => {
      received += part.toString();
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}
