/** Posting, and looking for what was posted. */
import { webApi } from "@slack/bolt";
import { z } from "zod";
import type { Logger } from "../../src/log.ts";
import type { Channel, Message } from "../../src/platform/message.ts";
import { type DeliveryKey, PostError, type PostedMessage } from "../../src/platform/platform.ts";
import { LITERAL } from "./answers.ts";
import { isDirect } from "./callers.ts";
import { PLATFORM } from "./desk.ts";
import { isTooMuch, slackCode, toPostError } from "./failures.ts";
import type { Limiter } from "./limiter.ts";
import { type Rendered, renderMessage } from "./render.ts";
import type { Tenants } from "./tenants.ts";

export interface Poster {
  post(channel: Channel, message: Message, key: DeliveryKey): Promise<PostedMessage>;
  find(channel: Channel, key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown">;
  obstacle(channel: Channel): Promise<string | undefined>;
  directChannel(workspace: string, personId: string): Promise<Channel>;
  /** Posts something that is no delivery. Rejects with PostError. */
  say(channel: Channel, message: Message): Promise<void>;
}

/** Anybody in the workspace can read it, so that it says nothing but the opaque key. */
const EVENT_TYPE = "paper_digest";

/** History lags behind: a message that is not there yet may still appear for about this long. */
const SETTLED_MS = 60_000;
const PAGE = 100;
const MOST_PAGES = 20;

const posted = z.object({ ts: z.string() });
const opened = z.object({ channel: z.object({ id: z.string() }) });
const history = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().nullish(),
      user: z.string().nullish(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ k: z.string() }) })
        .nullish()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).nullish(),
});
const information = z.object({
  is_archived: z.boolean().default(false),
  is_member: z.boolean().optional(),
  is_im: z.boolean().default(false),
});

export function createPoster(tenants: Tenants, limiter: Limiter, now: () => Date, log: Logger): Poster {
  const directs = new Map<string, string>();

  const send = (channel: Channel, content: Rendered, key: DeliveryKey | undefined): Promise<PostedMessage> =>
    limiter.run(channel.workspace, channel.id, async () => {
      try {
        const client = await tenants.client(channel.workspace);
        const answer = await client.chat.postMessage({
          ...LITERAL,
          channel: channel.id,
          text: content.text,
          ...(content.blocks.length > 0 && { blocks: content.blocks }),
          ...(key !== undefined && { metadata: { event_type: EVENT_TYPE, event_payload: { k: key } } }),
        });
        return { id: posted.parse(answer).ts };
      } catch (error) {
        throw isTooMuch(error) ? error : toPostError(error);
      }
    });

  const post = async (channel: Channel, message: Message, key: DeliveryKey | undefined) => {
    const content = renderMessage(message);
    try {
      return await send(channel, content, key);
    } catch (error) {
      if (!isTooMuch(error)) throw error;
      // Slack took nothing of it, so that the words alone can be sent without doubling anything.
      log.error(
        { code: slackCode(error), details: details(error) },
        "Slack refused a message's form; it goes as plain text",
      );
      return await send(channel, { text: content.text, blocks: [] }, key).catch((second: unknown) => {
        throw toPostError(second);
      });
    }
  };

  const find: Poster["find"] = async (channel, key, since) => {
    try {
      const client = await tenants.client(channel.workspace);
      const self = await tenants.identity(channel.workspace);
      const isSettled = now().getTime() - since.getTime() >= SETTLED_MS;
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const answer = await client.conversations.history({
          channel: channel.id,
          oldest: (since.getTime() / 1000).toFixed(6),
          inclusive: true,
          include_all_metadata: true,
          limit: PAGE,
          ...(cursor && { cursor }),
        });
        const { messages, response_metadata } = history.parse(answer);
        const found = messages.find(
          ({ metadata, bot_id, user }) =>
            metadata?.event_type === EVENT_TYPE &&
            metadata.event_payload.k === key &&
            (bot_id === self?.botId || user === self?.botUserId),
        );
        if (found !== undefined) return { id: found.ts };
        cursor = response_metadata?.next_cursor;
        if (!cursor) return isSettled ? "absent" : "unknown";
      }
    } catch (error) {
      log.info({ channel: channel.id, reason: toPostError(error).message }, "cannot look for a message");
    }
    return "unknown";
  };

  return {
    post,
    find,

    async obstacle({ workspace, id }) {
      try {
        const client = await tenants.client(workspace);
        if (isDirect(id)) {
          await client.conversations.open({ channel: id });
          return undefined;
        }
        const answer = await client.conversations.info({ channel: id });
        const { is_archived, is_member, is_im } = information.parse(answer.channel);
        if (is_archived)
          return "This channel is archived, so nothing can be posted here; unarchive it first.";
        return is_im || is_member !== false ? undefined : INVITE;
      } catch (error) {
        const code = slackCode(error);
        if (code === "channel_not_found") return isDirect(id) ? NOT_MINE : INVITE;
        if (code === "missing_scope")
          return "Digests cannot come here: pick a channel or write to me directly.";
        const { failure, message } = toPostError(error);
        return failure === "unauthorized" ? `Nothing can be posted: ${message}.` : undefined;
      }
    },

    async directChannel(workspace, personId) {
      const key = `${workspace}/${personId}`;
      const known = directs.get(key);
      if (known !== undefined) return { platform: PLATFORM, workspace, id: known };
      try {
        const client = await tenants.client(workspace);
        const { channel } = opened.parse(await client.conversations.open({ users: personId }));
        if (directs.size >= KEPT_DIRECTS) directs.clear();
        directs.set(key, channel.id);
        return { platform: PLATFORM, workspace, id: channel.id };
      } catch (error) {
        throw error instanceof PostError ? error : toPostError(error);
      }
    },

    async say(channel, message) {
      await post(channel, message, undefined);
    },
  };
}

const KEPT_DIRECTS = 10_000;
const NOT_MINE =
  "This conversation is between others, so no digest can come here: write to me directly, or pick a channel.";
const INVITE = "I am not in this channel yet, so no digest can come here: type `/invite @Paperboy` first.";

/** Where Slack found fault: positions and rules, none of the text. */
function details(error: unknown): readonly string[] {
  if (!(error instanceof webApi.WebAPIPlatformError)) return [];
  return error.data.response_metadata?.messages?.slice(0, 5) ?? [];
}
