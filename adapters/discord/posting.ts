/** Posts a message so that it stands in the channel once, whatever happens on the way; and finds it again. */
import { type Client, type REST, RESTEvents, Routes } from "discord.js";
import { z } from "zod";
import type { Logger } from "../../src/log.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Channel, Message, Workspace } from "../../src/platform/message.ts";
import {
  type DeliveryKey,
  type DeliveryTag,
  PostError,
  type PostedMessage,
} from "../../src/platform/platform.ts";
import { keepActions } from "./action-ids.ts";
import { doExtras, forgetExtras, noteExtras } from "./extras.ts";
import { describeError, isInvalidForm, toPostError } from "./failures.ts";
import { findInHistory } from "./history.ts";
import { inviteLink, obstacleIn, readsHistory } from "./permissions.ts";
import type { Renderer } from "./renderer.ts";
import { repeatedly } from "./rest.ts";
import { DIRECT, PLATFORM } from "./settings.ts";

/**
 * Discord blocks an address that makes 10,000 refused requests in ten minutes: at half of that nothing more is posted
 * until the count begins anew. https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
 */
const REFUSED_REQUESTS_ALLOWED = 5_000;
const SNOWFLAKE = /^\d{17,20}$/;

const created = z.object({ id: z.string() });

export interface PostingTools {
  readonly client: Client<true>;
  readonly rest: REST;
  readonly memory: Memory;
  readonly log: Logger;
  readonly now: () => Date;
  readonly renderer: Renderer;
}

/** How long posting has to rest because too many requests were refused. */
export interface Caution {
  secondsToWait(): number;
}

export function watchRefusals(rest: REST, log: Logger, now: () => Date): Caution {
  let until = 0;
  rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) => {
    log.warn({ count }, "Discord refused many requests in the last ten minutes");
    if (count >= REFUSED_REQUESTS_ALLOWED) until = now().getTime() + remainingTime;
  });
  return { secondsToWait: () => Math.max(0, Math.ceil((until - now().getTime()) / 1000)) };
}

export async function postMessage(
  channel: Channel,
  message: Message,
  tag: DeliveryTag,
  tools: PostingTools,
): Promise<PostedMessage> {
  const { client, rest, memory, log, now, renderer } = tools;
  const known = client.channels.cache.get(channel.id);
  const obstacle =
    known === undefined || known.isDMBased() ? undefined : obstacleIn(known, renderer.layout === "embeds");
  if (obstacle !== undefined) throw new PostError("unreachable", obstacle);

  await noteExtras(channel, message, tag, client, tools);
  for (const [attempt, render] of renderer.attempts.entries()) {
    const { body, kept } = render(message, { key: tag.key });
    await keepActions(memory, kept, now());
    try {
      // For some minutes Discord answers a second message of this nonce with the first one: the same key is one message.
      const sent = await rest.post(Routes.channelMessages(channel.id), {
        body: { ...body, nonce: tag.key, enforce_nonce: true },
      });
      const { id } = created.parse(sent);
      await doExtras(channel.id, id, tag.key, tools);
      return { id };
    } catch (error) {
      if (isInvalidForm(error) && attempt + 1 < renderer.attempts.length) {
        log.error(
          { reason: describeError(error), channel: channel.id },
          "Discord refused the form of a message",
        );
        continue;
      }
      const failed = error instanceof z.ZodError ? unreadable() : toPostError(error);
      if (failed.failure !== "ambiguous") await forgetExtras(tag.key, memory);
      throw failed;
    }
  }
  throw new PostError("rejected", "Discord takes the message in no form");
}

export async function findMessage(
  channel: Channel,
  key: DeliveryKey,
  since: Date,
  tools: PostingTools,
): Promise<PostedMessage | "absent" | "unknown"> {
  const { client, rest, log } = tools;
  try {
    const found = await findInHistory(rest, channel.id, client.user.id, key, since);
    if (found === "absent" && !(await seesHistory(channel, client))) return "unknown";
    if (typeof found === "object") await doExtras(channel.id, found.id, key, tools);
    return found;
  } catch (error) {
    log.debug({ reason: describeError(error), channel: channel.id }, "A channel's history could not be read");
    return "unknown";
  }
}

/** What keeps the bot from posting in a channel, as Discord knows it now. */
export async function findObstacle(
  channel: Channel,
  { client, renderer }: Pick<PostingTools, "client" | "renderer">,
): Promise<string | undefined> {
  if (channel.workspace !== DIRECT && !client.guilds.cache.has(channel.workspace)) {
    return `Paperboy is not a member of this server. Somebody who may manage the server can add it: ${inviteLink(client, renderer.layout === "embeds")}`;
  }
  try {
    const place = client.channels.cache.get(channel.id) ?? (await client.channels.fetch(channel.id));
    if (place === null) return "This channel no longer exists: use another one.";
    return place.isDMBased() ? undefined : obstacleIn(place, renderer.layout === "embeds");
  } catch (error) {
    const { failure, message } = toPostError(error);
    if (failure !== "unreachable") return undefined;
    return channel.workspace === DIRECT
      ? "Paperboy cannot post in this conversation: ask in a server that it is a member of, or in a direct message to it."
      : `Paperboy cannot post here: ${message}. Let Paperboy see the channel, under Edit Channel → Permissions.`;
  }
}

export async function openDirectChannel(
  workspace: Workspace,
  personId: string,
  rest: REST,
): Promise<Channel> {
  if (!SNOWFLAKE.test(personId)) throw new PostError("unreachable", "there is no such person");
  try {
    const opened = await repeatedly(() =>
      rest.post(Routes.userChannels(), { body: { recipient_id: personId } }),
    );
    return { platform: PLATFORM, workspace: workspace.workspace, id: created.parse(opened).id };
  } catch (error) {
    throw error instanceof z.ZodError ? unreadable() : toPostError(error);
  }
}

/** An empty history means something only where the bot may read it. */
async function seesHistory(channel: Channel, client: Client<true>): Promise<boolean> {
  const place = client.channels.cache.get(channel.id) ?? (await client.channels.fetch(channel.id));
  return place !== null && (place.isDMBased() || readsHistory(place));
}

function unreadable(): PostError {
  return new PostError("ambiguous", "Discord's answer could not be understood");
}
