/** The connection to Discord's gateway: one client, its log lines, and what to do when it is turned away for good. */
import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
} from "discord.js";
import type { Logger } from "../../src/log.ts";
import { describeError } from "./failures.ts";

const READY_MS = 60_000;
/** Servers that are out of order at the start are not waited for any longer: commands are held up meanwhile. */
const WAIT_FOR_SERVERS_MS = 3_000;

/** Discord will not have us with these settings: trying again is of no use. The message says what to change. */
export class RefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RefusedError";
  }
}

/** Only servers, their channels and roles are kept: nobody's messages are received, and nobody's are stored. */
export function createClient(api: string, version: string): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: "auto",
    waitGuildTimeout: WAIT_FOR_SERVERS_MS,
    allowedMentions: { parse: [] },
    enforceNonce: true,
    rest: { api, version: "10", userAgentAppendix: `Paperboy/${version}` },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      UserManager: { maxSize: 500, keepOverLimit: ({ id, client }) => id === client.user.id },
      GuildMemberManager: { maxSize: 50, keepOverLimit: ({ id, client }) => id === client.user.id },
    }),
  });
}

/** Logs in and waits until every shard is ready. Rejects with RefusedError where trying again is of no use. */
export async function connect(client: Client, token: string, signal: AbortSignal): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve, reject) => {
    client.once(Events.ClientReady, resolve);
    client.once(Events.ShardDisconnect, ({ code }) => reject(turnedAway(code)));
    signal.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
    setTimeout(() => reject(new Error("Discord's gateway did not become ready")), READY_MS).unref();
  });
  try {
    const [connected] = await Promise.all([ready, client.login(token)]);
    return connected;
  } catch (error) {
    ready.catch(() => {});
    await client.destroy().catch(() => {});
    throw isInvalidToken(error) ? tokenRefused() : error;
  }
}

/** Tells the log how the connection fares, and `onRefused` when Discord closes it for good. */
export function watch(client: Client, log: Logger, onRefused: (error: Error) => void): void {
  client.on(Events.Error, (error) =>
    log.warn({ reason: describeError(error) }, "Discord's client met an error"),
  );
  // What a connection that is closed for good says afterwards is only the reason once more.
  const closed = new Set<number>();
  client.on(Events.ShardError, (error, shard) =>
    log[closed.has(shard) ? "debug" : "warn"](
      { shard, reason: describeError(error) },
      "Discord's gateway met an error",
    ),
  );
  // During an outage discord.js tries twice a second: one line is enough.
  const away = new Set<number>();
  client.on(Events.ShardReconnecting, (shard) => {
    log[away.has(shard) ? "debug" : "info"]({ shard }, "Discord's gateway is being reconnected");
    away.add(shard);
  });
  const back = (shard: number) => {
    if (away.delete(shard)) log.info({ shard }, "Discord's gateway is connected again");
  };
  client.on(Events.ShardResume, back);
  client.on(Events.ShardReady, back);
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    closed.add(shard);
    onRefused(turnedAway(code));
  });
}

// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
function turnedAway(code: number): Error {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return tokenRefused();
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
    case GatewayCloseCodes.InvalidAPIVersion:
      return new RefusedError(
        `Discord's gateway no longer takes this version of Paperboy (${code}): update it.`,
      );
    default:
      return new Error(`Discord's gateway closed the connection (${code})`);
  }
}

function tokenRefused(): RefusedError {
  return new RefusedError(
    "Discord refuses the token in DISCORD_TOKEN: copy a new one from https://discord.com/developers/applications → your application → Bot → Reset Token, and start again.",
  );
}

function isInvalidToken(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
}
