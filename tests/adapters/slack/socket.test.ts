import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import type { SlackPlatform } from "../../../adapters/slack/slack.ts";
import { createRecordingBot, type RecordingBot } from "../../contract/recording-bot.ts";
import { createTestMemory } from "../../helpers/memory.ts";
import { portOf, startWorld, type World } from "./slack-world.ts";
import { CHANNEL, fillTeam, openPlatform, PERSON, read, recordingLog, TEAM } from "./team.ts";

const APP_TOKEN = "xapp-1-of-tests";

/** The part of Slack that Socket Mode talks to; all other calls go to the world. */
async function startSocketSlack(world: World) {
  const acknowledged: string[] = [];
  let connected: WebSocket | undefined;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.url === "/api/apps.connections.open") {
      const isOurs = request.headers.authorization === `Bearer ${APP_TOKEN}`;
      const answer = isOurs
        ? { ok: true, url: `ws://127.0.0.1:${port}/link` }
        : { ok: false, error: "invalid_auth" };
      return void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    }
    const { authorization = "", "content-type": type = "" } = request.headers;
    const forwarded = await fetch(new URL(request.url ?? "", world.apiUrl), {
      method: "POST",
      headers: { authorization, "content-type": type },
      body: Buffer.concat(parts),
    });
    response.writeHead(forwarded.status, { "content-type": "application/json" }).end(await forwarded.text());
  });
  const sockets = new WebSocketServer({ server, path: "/link" });
  sockets.on("connection", (socket) => {
    connected = socket;
    socket.on("message", (data) => {
      const parsed = z.object({ envelope_id: z.string() }).safeParse(JSON.parse(data.toString()));
      if (parsed.success) acknowledged.push(parsed.data.envelope_id);
    });
    socket.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A0" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server.address());
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    acknowledged,
    isConnected: () => connected?.readyState === 1,
    send: (envelope: object) => connected?.send(JSON.stringify(envelope)),
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

describe("Socket Mode", () => {
  let world: World;
  let slack: Awaited<ReturnType<typeof startSocketSlack>>;
  let bot: RecordingBot;
  let logged: string[];

  const open = (appToken: string): SlackPlatform => {
    const { token = "" } = world.teams.get(TEAM) ?? {};
    const env = { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slack.apiUrl };
    const now = () => new Date();
    return openPlatform(env, { log: recordingLog(logged), memory: createTestMemory(now), now });
  };

  beforeEach(async () => {
    logged = [];
    bot = createRecordingBot();
    world = await startWorld();
    fillTeam(world.addTeam(TEAM), TEAM);
    slack = await startSocketSlack(world);
  });

  afterEach(async () => {
    await slack.close();
    await world.close();
  });

  it("acknowledges at once, answers, and leaves when stopped", async () => {
    const platform = open(APP_TOKEN);
    await platform.start(bot);
    const shown = world.nextShown("answer");
    slack.send({
      envelope_id: "e1",
      type: "slash_commands",
      accepts_response_payload: true,
      payload: {
        command: "/papers",
        text: "search kv cache",
        team_id: TEAM,
        channel_id: CHANNEL,
        user_id: PERSON,
        trigger_id: "t1",
        response_url: world.responseUrl("answer"),
      },
    });
    expect(read(await shown)).toContain("answer to search kv cache");
    expect(slack.acknowledged).toEqual(["e1"]);
    const event = { type: "channel_archive", channel: CHANNEL, user: PERSON };
    slack.send({
      envelope_id: "e2",
      type: "events_api",
      payload: { type: "event_callback", team_id: TEAM, event_id: "Ev1", event },
    });
    await expect.poll(() => bot.places).toMatchObject([{ event: "gone", place: { id: CHANNEL } }]);
    await platform.stop();
    await expect.poll(slack.isConnected).toBe(false);
    expect(world.violations).toEqual([]);
    expect(logged.join("")).not.toContain(APP_TOKEN);
  });

  it("fails to start with a sentence when the app's token is not accepted", async () => {
    const platform = open("xapp-wrong");
    await expect(platform.start(bot)).rejects.toThrow(/does not accept SLACK_APP_TOKEN/);
    await platform.stop();
  });
});
