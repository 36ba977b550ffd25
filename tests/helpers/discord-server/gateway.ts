/** The gateway of the loopback Discord: login, heartbeats, events with sequence numbers, resuming. */
import type { Server as HttpServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { snowflake } from "./snowflake.ts";
import type { Server, World } from "./world.ts";

const packet = z.object({ op: z.number(), d: z.unknown() });
const identify = z.object({
  token: z.string(),
  intents: z.number(),
  shard: z.tuple([z.number(), z.number()]).default([0, 1]),
});
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number() });

interface Session {
  readonly id: string;
  readonly shard: readonly [number, number];
  readonly events: { readonly s: number; readonly t: string; readonly d: object }[];
  socket: WebSocket | undefined;
}

export class Gateway {
  readonly #sockets = new Set<WebSocket>();
  readonly #sessions = new Map<string, Session>();
  readonly #wss: WebSocketServer;
  readonly #world: World;
  readonly #applicationId: string;
  /** Undefined: every token is refused. */
  token: string | undefined;
  url = "";
  identified = 0;
  resumed = 0;

  constructor(http: HttpServer, world: World, applicationId: string, token: string) {
    this.#world = world;
    this.#applicationId = applicationId;
    this.token = token;
    this.#wss = new WebSocketServer({ server: http, path: "/gateway" });
    this.#wss.on("connection", (socket) => this.#welcome(socket));
  }

  /** Sends an event to the sessions of its server, or to the first shard; it is kept for those that will resume. */
  dispatch(t: string, d: object, serverId?: string): void {
    for (const session of this.#sessions.values()) {
      const [shard, count] = session.shard;
      const home = serverId === undefined ? 0 : Number((BigInt(serverId) >> 22n) % BigInt(count));
      if (shard !== home) continue;
      this.#send(session, t, d);
    }
  }

  /** Cuts every connection, as a network does; sessions can be resumed. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Closes every connection with one of Discord's codes. */
  closeWith(code: number): void {
    for (const socket of this.#sockets) socket.close(code);
  }

  /** Nobody can resume any more. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await new Promise((resolve) => this.#wss.close(resolve));
  }

  #welcome(socket: WebSocket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("message", (data) => {
      const { op, d } = packet.parse(JSON.parse(String(data)));
      if (op === 1) socket.send(JSON.stringify({ op: 11, d: null, s: null, t: null }));
      if (op === 2) this.#identify(socket, identify.parse(d));
      if (op === 6) this.#resume(socket, resume.parse(d));
    });
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 }, s: null, t: null }));
  }

  #identify(socket: WebSocket, { token, shard, intents }: z.infer<typeof identify>): void {
    if (token !== this.token || intents !== 1) {
      socket.close(token === this.token ? 4014 : 4004);
      return;
    }
    this.identified++;
    const session: Session = {
      id: snowflake(),
      shard,
      events: [],
      socket,
    };
    this.#sessions.set(session.id, session);
    const [index, count] = session.shard;
    const servers = this.#world.servers.filter(
      ({ id, joined }) => joined && Number((BigInt(id) >> 22n) % BigInt(count)) === index,
    );
    this.#send(session, "READY", {
      v: 10,
      user: this.#world.bot,
      guilds: servers.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.url,
      shard: session.shard,
      application: { id: this.#applicationId, flags: 0 },
    });
    for (const server of servers) this.#send(session, "GUILD_CREATE", guildPayload(server, this.#world));
  }

  #resume(socket: WebSocket, { token, session_id, seq }: z.infer<typeof resume>): void {
    const session = this.#sessions.get(session_id);
    if (token !== this.token) {
      socket.close(4004);
      return;
    }
    if (session === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      return;
    }
    this.resumed++;
    session.socket = socket;
    for (const event of session.events.filter(({ s }) => s > seq)) {
      socket.send(JSON.stringify({ op: 0, ...event }));
    }
    this.#send(session, "RESUMED", { _trace: [] });
  }

  #send(session: Session, t: string, d: object): void {
    const event = { s: session.events.length + 1, t, d };
    session.events.push(event);
    if (session.socket?.readyState === session.socket?.OPEN) {
      session.socket?.send(JSON.stringify({ op: 0, ...event }));
    }
  }
}

export function guildPayload(server: Server, world: World): object {
  return {
    id: server.id,
    name: server.name,
    owner_id: server.owner,
    roles: server.roles.map((role) => ({
      ...role,
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      managed: false,
      mentionable: false,
      flags: 0,
    })),
    emojis: [],
    stickers: [],
    features: [],
    preferred_locale: "en-US",
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    afk_timeout: 300,
    joined_at: "2026-01-01T00:00:00.000000+00:00",
    large: false,
    unavailable: false,
    member_count: 3,
    voice_states: [],
    members: [memberPayload(world.bot.id, world)],
    channels: server.channels.filter(({ type }) => ![10, 11, 12].includes(type)),
    threads: server.channels.filter(({ type }) => [10, 11, 12].includes(type)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function memberPayload(id: string, world: World): object {
  return {
    user: world.person(id),
    roles: [],
    nick: null,
    avatar: null,
    joined_at: "2026-01-01T00:00:00.000000+00:00",
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}
