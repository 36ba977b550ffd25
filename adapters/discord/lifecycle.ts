/** Servers, channels and threads that the bot loses and finds again, in the port's words. */
import {
  type Client,
  type DMChannel,
  Events,
  type Guild,
  type GuildBasedChannel,
  type NonThreadGuildBasedChannel,
} from "discord.js";
import type { Logger } from "../../src/log.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Channel, Workspace } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";
import { describeError } from "./failures.ts";
import { gained, obstacleIn } from "./permissions.ts";
import { PLATFORM } from "./settings.ts";

const REMOVED = "Paperboy was removed from the server";

export interface LifecycleTools {
  readonly bot: Bot;
  readonly memory: Memory;
  readonly log: Logger;
  readonly embeds: boolean;
}

/** Reports from now on. A server that is only out of order for a while has not lost the bot. */
export function followPlaces(client: Client, tools: LifecycleTools): void {
  const { bot, memory } = tools;
  const report = (event: () => Promise<void>) => {
    event().catch((error: unknown) =>
      tools.log.error({ reason: describeError(error) }, "An event of Discord could not be recorded"),
    );
  };

  client.on(Events.GuildCreate, (guild) =>
    report(async () => {
      await memory.set(serverKey(guild.id), "in");
      await bot.back(workspaceOf(guild));
    }),
  );
  // discord.js tells an outage apart: https://docs.discord.com/developers/events/gateway-events#guild-delete
  client.on(Events.GuildDelete, (guild) => report(() => lost(guild.id, tools)));
  client.on(Events.ChannelDelete, (channel) => {
    if (!channel.isDMBased()) report(() => bot.gone(channelOf(channel), "the channel was deleted"));
  });
  client.on(Events.ThreadDelete, (thread) =>
    report(() => bot.gone(channelOf(thread), "the thread was deleted")),
  );
  client.on(Events.ChannelUpdate, (before, after) => report(() => changed(before, after, tools)));
  client.on(Events.ThreadUpdate, (before, after) => report(() => changed(before, after, tools)));
  client.on(Events.GuildRoleUpdate, (before, after) => {
    const mine = after.guild.members.me?.roles.cache.has(after.id) ?? false;
    if (mine && gained(after.permissions, before.permissions))
      report(() => bot.back(workspaceOf(after.guild)));
  });
  client.on(Events.GuildMemberUpdate, (before, after) => {
    if (after.id !== client.user?.id || before.partial) return;
    if (gained(after.permissions, before.permissions)) report(() => bot.back(workspaceOf(after.guild)));
  });
}

/** Reports which servers came and went while the bot was away. */
export async function reportAbsence(client: Client<true>, tools: LifecycleTools): Promise<void> {
  const { bot, memory } = tools;
  const known = await memory.list(serverKey(""));
  for (const key of known) {
    const id = key.slice(serverKey("").length);
    const wasIn = (await memory.get(key)) === "in";
    const isIn = client.guilds.cache.has(id);
    if (wasIn && !isIn) await lost(id, tools);
    if (!wasIn && isIn) {
      await memory.set(key, "in");
      await bot.back({ platform: PLATFORM, workspace: id });
    }
  }
  for (const id of client.guilds.cache.keys()) await memory.add(serverKey(id), "in");
}

async function lost(id: string, { bot, memory }: LifecycleTools): Promise<void> {
  await memory.set(serverKey(id), "out");
  await bot.gone({ platform: PLATFORM, workspace: id }, REMOVED);
}

async function changed(
  before: DMChannel | GuildBasedChannel | NonThreadGuildBasedChannel,
  after: DMChannel | GuildBasedChannel | NonThreadGuildBasedChannel,
  { bot, embeds }: LifecycleTools,
): Promise<void> {
  if (before.isDMBased() || after.isDMBased()) return;
  if (before.name !== after.name) await bot.moved(channelOf(before), channelOf(after));
  if (obstacleIn(before, embeds) !== undefined && obstacleIn(after, embeds) === undefined) {
    await bot.back(channelOf(after));
  }
}

function workspaceOf(guild: Guild): Workspace {
  return { platform: PLATFORM, workspace: guild.id };
}

function channelOf({ guild, id, name }: GuildBasedChannel): Channel {
  return { platform: PLATFORM, workspace: guild.id, id, name };
}

function serverKey(id: string): string {
  return `server:${id}`;
}
