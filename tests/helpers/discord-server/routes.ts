/** The REST calls of the loopback Discord, as far as the bot makes them. */
import { z } from "zod";
import { memberPayload } from "./gateway.ts";
import type { Interactions } from "./interactions.ts";
import { snowflake } from "./snowflake.ts";
import { type Component, callbackBody, type MessageBody, messageBody } from "./wire.ts";
import { PERMISSION, type PlaceChannel, type StoredMessage, type World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

export interface Context {
  readonly world: World;
  readonly interactions: Interactions;
  readonly applicationId: string;
  readonly gatewayUrl: string;
  readonly shards: number;
  /** For how long a nonce is remembered. */
  readonly nonceMs: number;
  readonly now: () => number;
}

type Handler = (ids: readonly string[], body: unknown, query: URLSearchParams, context: Context) => Answer;

const fail = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } });
const UNKNOWN_CHANNEL = fail(404, 10003, "Unknown Channel");
const MISSING_ACCESS = fail(403, 50001, "Missing Access");
const MISSING_PERMISSIONS = fail(403, 50013, "Missing Permissions");

const routes: readonly (readonly [string, RegExp, Handler])[] = [
  [
    "GET",
    /^\/gateway\/bot$/,
    (_ids, _body, _query, { gatewayUrl, shards }) => ({
      status: 200,
      body: {
        url: gatewayUrl,
        shards,
        session_start_limit: { total: 1000, remaining: 900, reset_after: 1000, max_concurrency: 16 },
      },
    }),
  ],
  [
    "GET",
    /^\/applications\/\d+(?:\/guilds\/(\d+))?\/commands$/,
    ([server], _body, _query, { world }) => ({
      status: 200,
      body: world.commands.get(server ?? "everywhere") ?? [],
    }),
  ],
  [
    "PUT",
    /^\/applications\/\d+(?:\/guilds\/(\d+))?\/commands$/,
    ([server], body, _query, { world, applicationId }) => {
      const written = z.array(z.looseObject({ name: z.string() })).parse(body);
      const stored = written.map((command) => ({
        ...command,
        id: snowflake(),
        application_id: applicationId,
        version: snowflake(),
        default_member_permissions: null,
        nsfw: false,
      }));
      world.commands.set(server ?? "everywhere", stored);
      return { status: 200, body: stored };
    },
  ],
  [
    "POST",
    /^\/interactions\/(\d+)\/([^/]+)\/callback$/,
    ([id = "", token = ""], body, _query, { interactions }) =>
      interactions.acknowledge(id, token, callbackBody.parse(body)),
  ],
  [
    "PATCH",
    /^\/webhooks\/\d+\/([^/]+)\/messages\/(?:@|%40)original$/,
    ([token = ""], body, _query, { interactions }) => interactions.edit(token, messageBody.parse(body)),
  ],
  [
    "DELETE",
    /^\/webhooks\/\d+\/([^/]+)\/messages\/(?:@|%40)original$/,
    ([token = ""], _body, _query, { interactions }) => interactions.remove(token),
  ],
  [
    "POST",
    /^\/webhooks\/\d+\/([^/]+)$/,
    ([token = ""], body, _query, { interactions }) => interactions.follow(token, messageBody.parse(body)),
  ],
  [
    "POST",
    /^\/channels\/(\d+)\/messages$/,
    ([id = ""], body, _query, context) => createMessage(id, messageBody.parse(body), context),
  ],
  [
    "GET",
    /^\/channels\/(\d+)\/messages$/,
    ([id = ""], _body, query, { world }) => {
      const channel = world.channel(id);
      if (channel === undefined) return UNKNOWN_CHANNEL;
      if (!world.botMay(channel, PERMISSION.view)) return MISSING_ACCESS;
      if (!world.botMay(channel, PERMISSION.history)) return { status: 200, body: [] };
      const after = BigInt(query.get("after") ?? 0);
      const found = world.messages
        .filter(
          ({ channel_id, ephemeral, id: message }) =>
            channel_id === id && !ephemeral && BigInt(message) > after,
        )
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
        .slice(0, Number(query.get("limit") ?? 50));
      return { status: 200, body: found.reverse().map(messagePayload) };
    },
  ],
  [
    "GET",
    /^\/channels\/(\d+)$/,
    ([id = ""], _body, _query, { world }) => {
      const channel = world.channel(id);
      if (channel === undefined) return UNKNOWN_CHANNEL;
      return world.botMay(channel, PERMISSION.view)
        ? { status: 200, body: channelPayload(channel, world) }
        : MISSING_ACCESS;
    },
  ],
  [
    "POST",
    /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/,
    ([, id], body, _query, { world }) => {
      const message = world.messages.find((each) => each.id === id);
      if (message === undefined) return fail(404, 10008, "Unknown Message");
      if (message.thread !== undefined)
        return fail(400, 160004, "A thread has already been created for this message");
      message.thread = z.object({ name: z.string().min(1).max(100) }).parse(body).name;
      return { status: 201, body: { id: message.id, type: 11, name: message.thread } };
    },
  ],
  [
    "POST",
    /^\/channels\/(\d+)\/messages\/(\d+)\/crosspost$/,
    ([, id], _body, _query, { world }) => {
      const message = world.messages.find((each) => each.id === id);
      if (message === undefined) return fail(404, 10008, "Unknown Message");
      if (message.crossposted) return fail(400, 40033, "This message has already been crossposted");
      message.crossposted = true;
      return { status: 200, body: messagePayload(message) };
    },
  ],
  [
    "POST",
    /^\/users\/@me\/channels$/,
    (_ids, body, _query, { world }) => {
      const { recipient_id } = z.object({ recipient_id: z.string() }).parse(body);
      if (world.person(recipient_id) === undefined) return fail(400, 50033, "Invalid Recipient(s)");
      return { status: 200, body: channelPayload(world.openDirect(recipient_id), world) };
    },
  ],
  [
    "GET",
    /^\/guilds\/(\d+)\/members\/(\d+)$/,
    ([, person = ""], _body, _query, { world }) =>
      world.person(person) === undefined
        ? fail(404, 10007, "Unknown Member")
        : { status: 200, body: memberPayload(person, world) },
  ],
];

export function route(
  method: string,
  path: string,
  body: unknown,
  query: URLSearchParams,
  context: Context,
): Answer {
  for (const [verb, pattern, handle] of routes) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match !== null) return handle(match.slice(1), body, query, context);
  }
  return fail(404, 0, "404: Not Found");
}

function createMessage(channelId: string, body: MessageBody, { world, nonceMs, now }: Context): Answer {
  const channel = world.channel(channelId);
  if (channel === undefined) return UNKNOWN_CHANNEL;
  if (!world.botMay(channel, PERMISSION.view)) return MISSING_ACCESS;
  if (!world.botMay(channel, PERMISSION.send)) return MISSING_PERMISSIONS;
  const nonce = body.nonce === null || body.nonce === undefined ? undefined : String(body.nonce);
  if (nonce !== undefined && body.enforce_nonce === true) {
    const known = world.nonces.get(nonce);
    if (known !== undefined && now() - known.at < nonceMs) {
      const first = world.messages.find(({ id }) => id === known.id);
      return first === undefined
        ? fail(404, 10008, "Unknown Message")
        : { status: 200, body: messagePayload(first) };
    }
  }
  const message = world.addMessage(channelId, body, { ephemeral: false, answer: false });
  if (nonce !== undefined) world.nonces.set(nonce, { id: message.id, at: now() });
  return { status: 200, body: messagePayload(message) };
}

export interface MessagePayload {
  readonly id: string;
  readonly [field: string]: unknown;
}

export function messagePayload(message: StoredMessage): MessagePayload {
  const { id, channel_id, author, content, flags, components, embeds } = message;
  return {
    id,
    channel_id,
    author,
    content,
    flags: message.ephemeral ? flags | 64 : flags,
    components: numbered(components, { next: 1 }),
    embeds: embeds.map((embed) => ({ ...embed, type: "rich" })),
    type: 0,
    tts: false,
    pinned: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
  };
}

/** Components without an id are given one, as Discord does. */
function numbered(components: readonly Component[], ids: { next: number }): readonly Component[] {
  return components.map((each) => ({
    ...each,
    id: each.id ?? ids.next++,
    ...(each.components !== undefined && { components: numbered(each.components, ids) }),
    ...(each.accessory !== undefined && {
      accessory: { ...each.accessory, id: each.accessory.id ?? ids.next++ },
    }),
  }));
}

export function channelPayload(channel: PlaceChannel, world: World): object {
  const { recipient, ...rest } = channel;
  return recipient === undefined
    ? rest
    : { id: channel.id, type: 1, last_message_id: null, flags: 0, recipients: [world.person(recipient)] };
}
