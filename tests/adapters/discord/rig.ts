/** The Discord adapter, open in a loopback Discord, with a real memory that outlives it. */
import { pino } from "pino";
import { discord } from "../../../adapters/discord/index.ts";
import type { Channel } from "../../../src/platform/message.ts";
import type { Bot, Platform } from "../../../src/platform/platform.ts";
import { type Database, openDatabase } from "../../../src/storage/database.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
  TOKEN,
} from "../../helpers/discord-server/index.ts";
import { People } from "../../helpers/discord-server/people.ts";
import type { PlaceChannel, Server } from "../../helpers/discord-server/world.ts";

export interface Rig {
  readonly server: DiscordServer;
  readonly people: People;
  readonly home: Server;
  readonly papers: PlaceChannel;
  readonly other: PlaceChannel;
  readonly log: readonly LogLine[];
  readonly database: Database;
  /** The platform that runs now. */
  readonly platform: Platform;
  channel(place: PlaceChannel): Channel;
  /** Another platform on the same memory, started. */
  start(bot: Bot, env?: Record<string, string>): Promise<Platform>;
  close(): Promise<void>;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
}

/** A loopback Discord with one server of two channels; nothing is started yet. */
export async function openRig(
  options: DiscordServerOptions = {},
  now: () => Date = () => new Date(),
): Promise<Rig> {
  const server = await startDiscordServer(options);
  const home = server.world.addServer("Lab", ["papers", "other"]);
  const [papers, other] = home.channels;
  if (papers === undefined || other === undefined) throw new Error("the server has two channels");
  const database = await openDatabase(":memory:");
  const memory = createMemory(database, "discord", now);
  const log: LogLine[] = [];
  const platforms: Platform[] = [];
  const logger = pino(
    { level: "debug", base: null },
    { write: (line: string) => void log.push(JSON.parse(line)) },
  );
  return {
    server,
    people: new People(server),
    home,
    papers,
    other,
    log,
    database,
    get platform() {
      const running = platforms.at(-1);
      if (running === undefined) throw new Error("nothing has been started");
      return running;
    },
    channel: (place) => ({ platform: "discord", workspace: place.guild_id ?? "@me", id: place.id }),
    async start(bot, env = {}) {
      const configured = discord.configure({
        DISCORD_TOKEN: TOKEN,
        DISCORD_API_URL: server.apiUrl,
        ...env,
      });
      if (configured.state !== "ready") throw new Error(JSON.stringify(configured));
      const platform = await configured.open({ log: logger, memory, now, version: "0.0.0" });
      platforms.push(platform);
      await platform.start(bot);
      return platform;
    },
    async close() {
      await Promise.all(platforms.map((platform) => platform.stop()));
      await server.close();
      await database.destroy();
    },
  };
}
