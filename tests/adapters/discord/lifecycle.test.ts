/** Servers and channels that come and go. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { guildPayload } from "../../helpers/discord-server/gateway.ts";
import { PERMISSION } from "../../helpers/discord-server/world.ts";
import { createTestBot, type TestBot } from "./bot.ts";
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

/** What the bot was told once everything sent so far has been taken in. */
async function told(count: number): Promise<readonly string[]> {
  // In the same stream of events: whatever came before has been seen.
  await rig.people.slash("search", "x", { in: rig.other, personal: true }).shown;
  while (bot.events.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
  return bot.events.map(({ event }) => event);
}

const send = (event: string, data: object) => rig.server.gateway.dispatch(event, data, rig.home.id);

it("a server that is out of order has not removed the bot", async () => {
  send("GUILD_DELETE", { id: rig.home.id, unavailable: true });
  send("GUILD_CREATE", guildPayload(rig.home, rig.server.world));
  expect(await told(0)).toEqual([]);
});

it("a server that removed the bot while it was away is reported at the next start, and its return too", async () => {
  await rig.platform.stop();
  rig.home.joined = false;
  await rig.start(bot);
  expect(bot.events).toMatchObject([{ event: "gone", place: { workspace: rig.home.id } }]);
  await rig.platform.stop();
  rig.home.joined = true;
  await rig.start(bot);
  await rig.platform.stop();
  await rig.start(bot);
  expect(bot.events.map(({ event }) => event)).toEqual(["gone", "back"]);
});

it("a channel and a thread that are deleted are gone, each by itself", async () => {
  send("CHANNEL_DELETE", rig.papers);
  const thread = {
    id: "1000000000000000002",
    type: 11,
    guild_id: rig.home.id,
    parent_id: rig.other.id,
    name: "t",
  };
  const metadata = {
    archived: false,
    locked: false,
    auto_archive_duration: 60,
    archive_timestamp: "2026-01-01T00:00:00Z",
  };
  send("THREAD_CREATE", { ...thread, thread_metadata: metadata });
  send("THREAD_DELETE", thread);
  expect(await told(2)).toEqual(["gone", "gone"]);
  expect(bot.events.map(({ place }) => "id" in place && place.id)).toEqual([rig.papers.id, thread.id]);
});

it("a channel that lets the bot post again is back, and a new name is told", async () => {
  const closed = { id: rig.home.id, type: 0 as const, allow: "0", deny: String(PERMISSION.send) };
  send("CHANNEL_UPDATE", { ...rig.papers, permission_overwrites: [closed] });
  expect(await told(0)).toEqual([]);
  send("CHANNEL_UPDATE", { ...rig.papers, permission_overwrites: [] });
  send("CHANNEL_UPDATE", { ...rig.papers, name: "reading" });
  expect(await told(2)).toEqual(["back", "moved"]);
  expect(bot.events[1]).toMatchObject({
    place: { name: "papers" },
    to: { name: "reading", id: rig.papers.id },
  });
});

it("a role that gives the bot more opens the server again", async () => {
  const [everyone] = rig.home.roles;
  const role = {
    ...everyone,
    color: 0,
    hoist: false,
    managed: false,
    mentionable: false,
    flags: 0,
    colors: {},
  };
  send("GUILD_ROLE_UPDATE", {
    guild_id: rig.home.id,
    role: { ...role, permissions: String(PERMISSION.view) },
  });
  send("GUILD_ROLE_UPDATE", { guild_id: rig.home.id, role });
  expect(await told(1)).toEqual(["back"]);
});
