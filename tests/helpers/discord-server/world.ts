/** What the loopback Discord knows: servers, channels, people, messages. */
import { snowflake } from "./snowflake.ts";
import type { Component, Embed, MessageBody } from "./wire.ts";

export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot: boolean;
  readonly discriminator: string;
  readonly avatar: null;
}

export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

export interface PlaceChannel {
  readonly id: string;
  readonly type: number;
  name: string;
  readonly guild_id?: string;
  readonly recipient?: string;
  permission_overwrites: Overwrite[];
  readonly position: 0;
  readonly parent_id?: string | null;
  readonly thread_metadata?: {
    archived: boolean;
    locked: boolean;
    auto_archive_duration: number;
    archive_timestamp: string;
  };
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: string;
  readonly position: number;
}

export interface Server {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly roles: Role[];
  readonly channels: PlaceChannel[];
  /** The bot is a member. */
  joined: boolean;
}

/** A message as it stands, or as a private answer shows it. */
export interface StoredMessage {
  readonly id: string;
  readonly channel_id: string;
  readonly author: User;
  readonly nonce: string | undefined;
  readonly ephemeral: boolean;
  /** An answer to an interaction, not a post. */
  readonly answer: boolean;
  content: string;
  flags: number;
  components: readonly Component[];
  embeds: readonly Embed[];
  thread: string | undefined;
  crossposted: boolean;
}

/** View, send, read history, send in threads, create threads. */
export const MEMBER_PERMISSIONS = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 38n) | (1n << 35n);
export const PERMISSION = { view: 1n << 10n, send: 1n << 11n, history: 1n << 16n, manageChannels: 1n << 4n };

export class World {
  readonly bot: User = user("paperboy", true);
  readonly owner: User = user("ada");
  readonly guest: User = user("grace");
  readonly servers: Server[] = [];
  readonly direct: PlaceChannel[] = [];
  readonly messages: StoredMessage[] = [];
  readonly commands = new Map<string, readonly object[]>();

  /** Which message answers for a nonce, and since when. */
  readonly nonces = new Map<string, { readonly id: string; readonly at: number }>();

  removeMessage(message: StoredMessage): void {
    this.messages.splice(this.messages.indexOf(message), 1);
  }

  addMessage(
    channel_id: string,
    body: MessageBody,
    as: { readonly ephemeral: boolean; readonly answer: boolean; readonly author?: User },
  ): StoredMessage {
    const message: StoredMessage = {
      id: snowflake(),
      channel_id,
      author: as.author ?? this.bot,
      nonce: body.nonce === null || body.nonce === undefined ? undefined : String(body.nonce),
      ephemeral: as.ephemeral,
      answer: as.answer,
      content: "",
      flags: 0,
      components: [],
      embeds: [],
      thread: undefined,
      crossposted: false,
    };
    this.editMessage(message, body);
    this.messages.push(message);
    return message;
  }

  editMessage(message: StoredMessage, body: MessageBody): void {
    message.content = body.content ?? message.content;
    message.flags |= body.flags ?? 0;
    message.components = body.components ?? message.components;
    message.embeds = body.embeds ?? message.embeds;
  }

  addServer(name: string, channels: readonly string[]): Server {
    const id = snowflake();
    const server: Server = {
      id,
      name,
      owner: this.owner.id,
      roles: [{ id, name: "@everyone", permissions: String(MEMBER_PERMISSIONS), position: 0 }],
      channels: [],
      joined: true,
    };
    this.servers.push(server);
    for (const channel of channels) this.addChannel(server, channel);
    return server;
  }

  addChannel(server: Server, name: string, over: Partial<PlaceChannel> = {}): PlaceChannel {
    const channel: PlaceChannel = {
      id: snowflake(),
      type: 0,
      name,
      guild_id: server.id,
      permission_overwrites: [],
      position: 0,
      parent_id: null,
      ...over,
    };
    server.channels.push(channel);
    return channel;
  }

  openDirect(recipient: string): PlaceChannel {
    const open = this.direct.find((channel) => channel.recipient === recipient);
    if (open !== undefined) return open;
    const channel: PlaceChannel = {
      id: snowflake(),
      type: 1,
      name: "",
      recipient,
      permission_overwrites: [],
      position: 0,
    };
    this.direct.push(channel);
    return channel;
  }

  channel(id: string): PlaceChannel | undefined {
    return [...this.servers.flatMap(({ channels }) => channels), ...this.direct].find(
      (channel) => channel.id === id,
    );
  }

  server(id: string | undefined): Server | undefined {
    return this.servers.find((server) => server.id === id);
  }

  person(id: string): User | undefined {
    return [this.bot, this.owner, this.guest].find((each) => each.id === id);
  }

  /** What the bot may do in a channel; in a direct message, everything. */
  botMay(channel: PlaceChannel, permission: bigint): boolean {
    const server = this.server(channel.guild_id);
    if (channel.guild_id === undefined) return true;
    if (server === undefined || !server.joined) return false;
    let granted = server.roles.reduce((all, role) => all | BigInt(role.permissions), 0n);
    const parent = server.channels.find(({ id }) => id === channel.parent_id);
    for (const over of [...(parent?.permission_overwrites ?? []), ...channel.permission_overwrites]) {
      if (over.id !== server.id && over.id !== this.bot.id) continue;
      granted = (granted & ~BigInt(over.deny)) | BigInt(over.allow);
    }
    return (granted & permission) === permission;
  }
}

function user(username: string, bot = false): User {
  return {
    id: snowflake(),
    username,
    global_name: bot ? null : username.charAt(0).toUpperCase() + username.slice(1),
    bot,
    discriminator: "0",
    avatar: null,
  };
}
