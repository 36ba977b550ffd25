/** Who asked, where, and for what: Discord's interactions in the port's words. */
import {
  type Client,
  type Message as DiscordMessage,
  GuildMember,
  type Interaction,
  InteractionContextType,
  type MessageContextMenuCommandInteraction,
} from "discord.js";
import type { Caller } from "../../src/platform/command.ts";
import type { Channel } from "../../src/platform/message.ts";
import { inviteLink, mayConfigure, whoMayConfigure } from "./permissions.ts";
import { DIRECT, PLATFORM, type WhoMayConfigure } from "./settings.ts";

export function channelOf(interaction: Interaction): Channel {
  const { channel } = interaction;
  return {
    platform: PLATFORM,
    workspace: interaction.guildId ?? DIRECT,
    id: interaction.channelId ?? "",
    ...(channel !== null && "name" in channel && typeof channel.name === "string" && { name: channel.name }),
  };
}

/** The caller as seen in the channel of the interaction, or in `target` when the command acts there. */
export async function callerOf(
  interaction: Interaction,
  client: Client<true>,
  who: WhoMayConfigure,
  target: Channel | undefined,
): Promise<Caller> {
  const refusal =
    target === undefined
      ? refusalHere(interaction, client, who)
      : await refusalThere(interaction, client, who, target);
  return {
    id: interaction.user.id,
    name: nameOf(interaction),
    mayConfigure: refusal === undefined,
    ...(refusal !== undefined && { whoMayConfigure: refusal }),
  };
}

/** What a message says, for finding the paper in it: its text and what its links were shown with. */
export function textOfMessage(interaction: MessageContextMenuCommandInteraction): string {
  const message: DiscordMessage = interaction.targetMessage;
  return [message.content, ...message.embeds.flatMap(({ url, title }) => [url ?? "", title ?? ""])]
    .filter((text) => text !== "")
    .join(" ");
}

/** Why this person may not configure the channel in which they asked; undefined if they may. */
function refusalHere(
  interaction: Interaction,
  client: Client<true>,
  who: WhoMayConfigure,
): string | undefined {
  if (interaction.guildId === null) {
    const isOwnChannel =
      interaction.context === InteractionContextType.BotDM || interaction.channel?.isDMBased() === true;
    return isOwnChannel && interaction.context !== InteractionContextType.PrivateChannel
      ? undefined
      : "Paperboy cannot post in a conversation of yours with others: ask in a server that Paperboy is a member of, or in a direct message to Paperboy.";
  }
  if (!client.guilds.cache.has(interaction.guildId)) {
    return `Paperboy is not a member of this server, so it cannot post here. Somebody who may manage the server can add it: ${inviteLink(client, false)}`;
  }
  return mayConfigure(interaction.memberPermissions, who) ? undefined : whoMayConfigure(who);
}

/** The same for another channel than the one in which they asked. */
async function refusalThere(
  interaction: Interaction,
  client: Client<true>,
  who: WhoMayConfigure,
  target: Channel,
): Promise<string | undefined> {
  if (target.id === interaction.channelId) return refusalHere(interaction, client, who);
  const channel = client.channels.cache.get(target.id);
  if (channel === undefined || channel.isDMBased()) return "Only people who can see that channel may.";
  const member = await channel.guild.members.fetch(interaction.user.id).catch(() => undefined);
  if (member === undefined) return "Only members of that server may.";
  return mayConfigure(channel.permissionsFor(member), who) ? undefined : whoMayConfigure(who);
}

function nameOf({ member, user }: Interaction): string {
  const nick = member instanceof GuildMember ? member.nickname : member?.nick;
  return nick ?? user.globalName ?? user.username;
}
