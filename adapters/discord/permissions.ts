/** What the bot may do in a channel, and what a person may. */
import {
  ChannelType,
  type Client,
  type GuildBasedChannel,
  OAuth2Scopes,
  PermissionFlagsBits,
  PermissionsBitField,
} from "discord.js";
import type { WhoMayConfigure } from "./settings.ts";

/** What an invitation asks for; docs/discord.md gives the reason of each. */
const INVITE_PERMISSIONS = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.ReadMessageHistory,
];

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [PermissionFlagsBits.ViewChannel, "View Channel"],
  [PermissionFlagsBits.SendMessages, "Send Messages"],
  [PermissionFlagsBits.SendMessagesInThreads, "Send Messages in Threads"],
  [PermissionFlagsBits.EmbedLinks, "Embed Links"],
  [PermissionFlagsBits.ReadMessageHistory, "Read Message History"],
]);

const POSTABLE: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

/** Where a server's admin adds the bot. `embeds`: it posts embeds. */
export function inviteLink(client: Client<true>, embeds: boolean): string {
  return client.generateInvite({
    scopes: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
    permissions: [...INVITE_PERMISSIONS, ...(embeds ? [PermissionFlagsBits.EmbedLinks] : [])],
  });
}

/** What keeps the bot from posting in this channel of a server, and how to mend it. `embeds`: it posts embeds. */
export function obstacleIn(channel: GuildBasedChannel, embeds: boolean): string | undefined {
  if (!POSTABLE.has(channel.type)) {
    return channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia
      ? "Nothing can be posted in a forum itself: use a text channel, or one of the forum's posts."
      : "Nothing can be posted in this kind of channel: use a text channel.";
  }
  const me = channel.guild.members.me;
  if (me === null) return undefined;
  const missing = missingIn(channel, embeds);
  if (missing.length > 0) {
    const where = channel.isThread() ? "the channel of this thread" : "this channel";
    return `Paperboy may not post here: it lacks ${list(missing)}. Grant that to Paperboy under Edit Channel → Permissions of ${where}.`;
  }
  if (channel.isThread() && channel.locked === true && channel.archived === true) {
    return "This thread is locked: unlock it, or use another channel.";
  }
  return undefined;
}

/** May the bot see the messages that stand in the channel? Without that, Discord answers with an empty list. */
export function readsHistory(channel: GuildBasedChannel): boolean {
  const me = channel.guild.members.me;
  const needed = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory];
  return me !== null && channel.permissionsFor(me).has(needed);
}

/** May a person with these permissions in a channel configure it? */
export function mayConfigure(
  permissions: Readonly<PermissionsBitField> | null,
  who: WhoMayConfigure,
): boolean {
  if (who === "everyone") return true;
  const needed =
    who === "manage-server" ? PermissionFlagsBits.ManageGuild : PermissionFlagsBits.ManageChannels;
  return permissions?.has(needed) ?? false;
}

export function whoMayConfigure(who: WhoMayConfigure): string {
  switch (who) {
    case "manage-channels":
      return "People with the permission Manage Channels in this channel may.";
    case "manage-server":
      return "People with the permission Manage Server may.";
    case "everyone":
      return "Everyone here may.";
  }
}

/** Has somebody with these permissions more of what posting needs than with those? */
export function gained(now: Readonly<PermissionsBitField>, before: Readonly<PermissionsBitField>): boolean {
  const posting = [PermissionFlagsBits.Administrator, ...NAMES.keys()];
  return posting.some((flag) => now.has(flag, false) && !before.has(flag, false));
}

function missingIn(channel: GuildBasedChannel, embeds: boolean): readonly string[] {
  const me = channel.guild.members.me;
  const granted = me === null ? new PermissionsBitField() : channel.permissionsFor(me);
  const needed = [
    PermissionFlagsBits.ViewChannel,
    channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
    ...(embeds ? [PermissionFlagsBits.EmbedLinks] : []),
    PermissionFlagsBits.ReadMessageHistory,
  ];
  return needed.filter((flag) => !granted.has(flag)).map((flag) => NAMES.get(flag) ?? String(flag));
}

function list(names: readonly string[]): string {
  const bold = names.map((name) => `“${name}”`);
  return bold.length === 1 ? `${bold[0]}` : `${bold.slice(0, -1).join(", ")} and ${bold.at(-1)}`;
}
