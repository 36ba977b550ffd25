/** What Discord really sent to another bot, through the adapter: what is for us arrives, and the rest breaks nothing. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { read } from "../../helpers/discord-server/reader.ts";
import { createTestBot } from "./bot.ts";
import { openRig } from "./rig.ts";

const FOLDER = join(import.meta.dirname, "../../../../shared/data/payloads");
const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /discord/.test(name)) : [];
const BUTTON = "0..c2.search.kv cache";

const member = z.looseObject({
  nick: z.string().nullish(),
  user: z.looseObject({ id: z.string(), global_name: z.string() }),
});
const press = z.looseObject({
  type: z.literal(3),
  guild_id: z.string(),
  channel_id: z.string(),
  data: z.looseObject({ custom_id: z.string() }),
  member,
  // Cut away in one of the recordings; Discord always sends them.
  entitlements: z.array(z.unknown()).default([]),
  authorizing_integration_owners: z.looseObject({}).default({}),
});
const event = z.looseObject({
  type: z.string().startsWith("GATEWAY_"),
  data: z.looseObject({ guild_id: z.string() }),
});

describe.skipIf(files.length === 0)("recorded payloads", () => {
  it.each(files)("%s", async (name) => {
    const all = Object.values(
      z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(FOLDER, name), "utf8"))),
    );
    const presses = all.flatMap((one) => press.safeParse(one).data ?? []);
    const events = all.flatMap((one) => event.safeParse(one).data ?? []);
    expect(presses.length).toBeGreaterThan(0);
    expect(events.length).toBeGreaterThan(0);

    const rig = await openRig();
    const { world, gateway, interactions, violations } = rig.server;
    for (const id of new Set(presses.map(({ guild_id }) => guild_id))) {
      world.servers.push({ ...rig.home, id, channels: [] });
    }
    const bot = createTestBot();
    await rig.start(bot);

    for (const { type, data } of events) gateway.dispatch(type.replace("GATEWAY_", ""), data, data.guild_id);
    for (const recorded of presses) {
      const { guild_id, channel_id, member } = recorded;
      const send = (data: object) => {
        const pending = interactions.open(channel_id, undefined);
        const { id, token } = pending;
        gateway.dispatch("INTERACTION_CREATE", { ...recorded, id, token, data }, guild_id);
        return pending.shown;
      };
      const foreign = await send(recorded.data);
      expect(foreign.message?.content).toMatch(/too old to be understood/);
      const ours = await send({ ...recorded.data, custom_id: BUTTON });
      expect(ours.message === undefined ? "" : read(ours.message).text).toContain(
        "Results for kv cache, page 2",
      );
      expect(bot.ran.at(-1)).toMatchObject({
        name: "search",
        argument: "kv cache",
        page: 2,
        channel: { platform: "discord", workspace: guild_id, id: channel_id },
        caller: { id: member.user.id, name: member.nick ?? member.user.global_name, mayConfigure: true },
      });
    }
    expect(bot.ran).toHaveLength(presses.length);
    await rig.close();
    expect(violations).toEqual([]);
    expect(rig.log.filter(({ level }) => level >= 40)).toEqual([]);
  });
});
