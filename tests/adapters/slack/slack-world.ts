/**
 * The other side of the wire: workspaces with people, channels and messages behind Slack's Web API on loopback, and
 * hands that send what Slack sends. It judges all that it is sent.
 */
import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parse as parseQuery } from "node:querystring";
import { z } from "zod";
import { checkMessage, checkView } from "../../helpers/block-kit.ts";

export interface WorldMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks: unknown;
  readonly metadata: unknown;
  readonly bot_id: string;
  readonly user: string;
  readonly thread_ts?: string | undefined;
}

export interface WorldChannel {
  name: string;
  isMember: boolean;
  isArchived: boolean;
  isDirect: boolean;
  creator: string;
  readonly messages: WorldMessage[];
}

export interface WorldTeam {
  readonly token: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly users: Map<string, Record<string, unknown>>;
  readonly channels: Map<string, WorldChannel>;
  readonly homes: Map<string, unknown>;
}

/** What came through an answer's address, as an ephemeral message, or into a window. */
export interface Shown {
  readonly kind: "response" | "ephemeral" | "view" | "home";
  readonly to: string;
  readonly isPublic: boolean;
  readonly replaces: boolean;
  readonly text: string;
  readonly blocks: unknown;
}

const param = z.string().optional();
const paramsOf = z.object({
  blocks: param,
  channel: param,
  cursor: param,
  metadata: param,
  oldest: param,
  text: param,
  thread_ts: param,
  token: param,
  code: param,
  team_id: param,
  user: param,
  user_id: param,
  users: param,
  view: param,
  view_id: param,
  link_names: param,
  parse: param,
  unfurl_links: param,
  unfurl_media: param,
  mrkdwn: param,
});
export type Params = z.infer<typeof paramsOf>;

export type Fault = (response: ServerResponse, deliver: () => void) => void;

export interface World {
  readonly apiUrl: string;
  readonly teams: Map<string, WorldTeam>;
  readonly shown: Shown[];
  readonly violations: string[];
  readonly calls: { readonly method: string; readonly params: Params }[];
  /** Views that are open, by id. */
  readonly views: Map<string, unknown>;
  /** What Slack answers to whoever comes back with this code. */
  readonly codes: Map<string, object>;
  addTeam(id: string): WorldTeam;
  failNext(method: string, fault: Fault): void;
  /** An address for an answer. */
  responseUrl(to: string): string;
  /** Settles with the next thing shown to `to`. */
  nextShown(to: string, kind?: Shown["kind"]): Promise<Shown>;
  close(): Promise<void>;
}

const BOT_USER = "U0BOT";

export async function startWorld(): Promise<World> {
  const teams = new Map<string, WorldTeam>();
  const faults = new Map<string, Fault>();
  const waiting: { to: string; kind: Shown["kind"] | undefined; resolve: (shown: Shown) => void }[] = [];
  const world = {
    shown: [] as Shown[],
    violations: [] as string[],
    calls: [] as World["calls"],
    views: new Map(),
    codes: new Map<string, object>(),
  };
  let clock = 1_767_000_000;

  const show = (shown: Shown) => {
    world.shown.push(shown);
    const at = waiting.findIndex(({ to, kind }) => to === shown.to && (kind ?? shown.kind) === shown.kind);
    if (at >= 0) waiting.splice(at, 1)[0]?.resolve(shown);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      world.violations.push(`the world failed: ${error}`);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [, root = "", name = ""] = (request.url ?? "").split("/");
    if (root === "used-up") return void response.writeHead(404).end();
    if (root === "respond") return respondTo(decodeURIComponent(name), body, response);
    const params = paramsOf.parse({ ...parseQuery(body) });
    world.calls.push({ method: name, params });
    const token = request.headers.authorization?.replace("Bearer ", "") ?? params.token;
    const [teamId, team] = [...teams].find(([, known]) => known.token === token) ?? [];
    const answer = (content: object) => {
      if (response.headersSent || response.destroyed) return;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(content));
    };
    const exchanged = name === "oauth.v2.access" ? world.codes.get(params.code ?? "") : undefined;
    if (exchanged !== undefined) return answer(exchanged);
    if (team === undefined || teamId === undefined) return answer({ ok: false, error: "invalid_auth" });
    if (params.team_id?.startsWith("E")) world.violations.push(`${name}: an organisation is no workspace`);
    const run = () => call(name, params, teamId, team);
    const fault = faults.get(name);
    faults.delete(name);
    if (fault !== undefined) return fault(response, run);
    answer(run());
  }

  function respondTo(to: string, body: string, response: ServerResponse): void {
    const parsed = z
      .object({
        response_type: z.enum(["in_channel", "ephemeral"]),
        replace_original: z.boolean(),
        text: z.string(),
        blocks: z.unknown(),
      })
      .parse(JSON.parse(body));
    judgeMessage(parsed);
    response.writeHead(200).end("ok");
    show({
      kind: "response",
      to,
      isPublic: parsed.response_type === "in_channel",
      replaces: parsed.replace_original,
      text: parsed.text,
      blocks: parsed.blocks,
    });
  }

  function judgeMessage(message: { text: string; blocks?: unknown }): void {
    world.violations.push(...checkMessage(message));
  }

  function judgeSending(params: Params): void {
    const { link_names, parse, unfurl_links, unfurl_media, mrkdwn } = params;
    const isLiteral =
      parse === "none" && [link_names, unfurl_links, unfurl_media, mrkdwn].every((on) => on === "false");
    if (!isLiteral) world.violations.push("Slack may read markup, names or links out of the text");
  }

  function call(method: string, params: Params, teamId: string, team: WorldTeam): object {
    const no = (error: string) => ({ ok: false, error });
    const channel = team.channels.get(params.channel ?? "");
    const blocks: unknown = params.blocks === undefined ? undefined : JSON.parse(params.blocks);
    const text = params.text ?? "";
    switch (method) {
      case "auth.test":
        return {
          ok: true,
          team_id: teamId,
          team: `Team ${teamId}`,
          user_id: team.botUserId,
          bot_id: team.botId,
          url: `https://${teamId}.slack.com/`,
        };
      case "users.info": {
        const user = team.users.get(params.user ?? "");
        return user === undefined ? no("user_not_found") : { ok: true, user };
      }
      case "users.conversations": {
        const there = [...team.channels].filter(([, known]) => known.isMember && !known.isDirect);
        return { ok: true, channels: there.map(([id]) => ({ id })), response_metadata: { next_cursor: "" } };
      }
      case "conversations.info": {
        if (channel === undefined) return no("channel_not_found");
        const { isArchived, isMember, creator, isDirect, name } = channel;
        const information = {
          id: params.channel,
          name,
          creator,
          is_archived: isArchived,
          is_im: isDirect,
        };
        return { ok: true, channel: { ...information, is_member: isMember } };
      }
      case "conversations.open": {
        if (params.channel !== undefined) {
          return channel?.isDirect === true
            ? { ok: true, channel: { id: params.channel } }
            : no("channel_not_found");
        }
        const person = params.users ?? "";
        if (!team.users.has(person)) return no("user_not_found");
        const id = `D${teamId}${person}`;
        if (!team.channels.has(id)) team.channels.set(id, newChannel("", { isDirect: true }));
        return { ok: true, channel: { id } };
      }
      case "conversations.history": {
        if (channel === undefined) return no("channel_not_found");
        const oldest = Number(params.oldest ?? 0);
        const messages = channel.messages.filter(({ ts }) => Number(ts) >= oldest).toReversed();
        const start = Number(params.cursor ?? 0);
        // As for apps that are sold: never more than 15 at a time.
        const page = messages.slice(start, start + 15);
        const next = start + 15 < messages.length ? String(start + 15) : "";
        return { ok: true, messages: page, response_metadata: { next_cursor: next } };
      }
      case "chat.postMessage": {
        if (channel === undefined) return no("channel_not_found");
        if (channel.isArchived) return no("is_archived");
        if (!channel.isMember && !channel.isDirect) return no("not_in_channel");
        judgeMessage(blocks === undefined ? { text } : { text, blocks });
        judgeSending(params);
        const ts = `${Math.max(++clock, Math.floor(Date.now() / 1000))}.${String(++serial).padStart(6, "0")}`;
        const metadata: unknown = params.metadata === undefined ? undefined : JSON.parse(params.metadata);
        const { botId: bot_id, botUserId: user } = team;
        channel.messages.push({ ts, text, blocks, metadata, bot_id, user, thread_ts: params.thread_ts });
        return { ok: true, ts, channel: params.channel };
      }
      case "chat.postEphemeral":
        if (channel === undefined) return no("channel_not_found");
        judgeMessage(blocks === undefined ? { text } : { text, blocks });
        judgeSending(params);
        show({ kind: "ephemeral", to: params.user ?? "", isPublic: false, replaces: false, text, blocks });
        return { ok: true, message_ts: "1.1" };
      case "views.open":
      case "views.push": {
        const id = `V${randomUUID()}`;
        showView(id, params.view);
        return { ok: true, view: { id } };
      }
      case "views.update":
        showView(params.view_id ?? "", params.view);
        return { ok: true, view: { id: params.view_id } };
      case "views.publish": {
        const view: unknown = JSON.parse(params.view ?? "null");
        world.violations.push(...checkView(view));
        const person = params.user_id ?? "";
        team.homes.set(person, view);
        show({ kind: "home", to: person, isPublic: false, replaces: true, text: "", blocks: blocksOf(view) });
        return { ok: true };
      }
      default:
        world.violations.push(`unexpected call: ${method}`);
        return no("unknown_method");
    }
  }

  function showView(id: string, json: string | undefined): void {
    const view: unknown = JSON.parse(json ?? "null");
    world.violations.push(...checkView(view));
    world.views.set(id, view);
    show({ kind: "view", to: id, isPublic: false, replaces: true, text: "", blocks: blocksOf(view) });
    show({ kind: "view", to: "any", isPublic: false, replaces: true, text: id, blocks: blocksOf(view) });
  }

  let serial = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${portOf(server.address())}`;

  return {
    ...world,
    apiUrl: `${address}/api/`,
    teams,
    addTeam(id) {
      const team: WorldTeam = {
        token: `xoxb-${id}-${randomUUID()}`,
        botId: `B${id}`,
        botUserId: BOT_USER,
        users: new Map(),
        channels: new Map(),
        homes: new Map(),
      };
      teams.set(id, team);
      return team;
    },
    failNext: (method, fault) => faults.set(method, fault),
    responseUrl: (to) => `${address}/respond/${encodeURIComponent(to)}`,
    nextShown: (to, kind) =>
      new Promise((resolve) => {
        waiting.push({ to, kind, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function newChannel(name: string, over: Partial<WorldChannel> = {}): WorldChannel {
  return {
    name,
    isMember: true,
    isArchived: false,
    isDirect: false,
    creator: "U0CREATOR",
    messages: [],
    ...over,
  };
}

export function person(
  id: string,
  team: string,
  over: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    team_id: team,
    name: id.toLowerCase(),
    real_name: `Person ${id}`,
    tz: "Europe/Berlin",
    ...over,
  };
}

function blocksOf(view: unknown): unknown {
  return z.looseObject({ blocks: z.unknown() }).parse(view).blocks;
}

export function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("not listening on a port");
  return address.port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** Sends what Slack would: signed, as a form or as JSON. */
export interface Sender {
  form(fields: Readonly<Record<string, string>>, over?: SendOptions): Promise<Response>;
  payload(payload: object, over?: SendOptions): Promise<Response>;
  json(body: object, over?: SendOptions): Promise<Response>;
  raw(body: string, contentType: string, over?: SendOptions): Promise<Response>;
}

export interface SendOptions {
  readonly at?: Date;
  readonly secret?: string;
  readonly signature?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

export function createSender(port: () => number, signingSecret: string): Sender {
  const form = "application/x-www-form-urlencoded";
  const raw: Sender["raw"] = (body, contentType, over = {}) => {
    const timestamp = Math.floor((over.at ?? new Date()).getTime() / 1000).toString();
    const signature = over.signature ?? sign(over.secret ?? signingSecret, timestamp, body);
    return fetch(`http://127.0.0.1:${port()}${over.path ?? "/slack/events"}`, {
      method: "POST",
      headers: {
        "content-type": contentType,
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature,
        ...over.headers,
      },
      body,
    });
  };
  return {
    raw,
    form: (fields, over) => raw(new URLSearchParams(fields).toString(), form, over),
    payload: (payload, over) =>
      raw(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form, over),
    json: (body, over) => raw(JSON.stringify(body), "application/json", over),
  };
}

function sign(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}
