/**
 * Posts one digest from a process of its own, so that the process can be killed at any moment: arguments are the API's
 * address, the database, the channel's server and id, and the delivery key. Says "posted" when the post has come back, and then waits.
 */
import { pino } from "pino";
import { discord } from "../../../adapters/discord/index.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import { createTestBot, DIGEST } from "./bot.ts";

const [api = "", token = "", file = "", workspace = "", id = "", key = ""] = process.argv.slice(2);
const now = () => new Date();
const configured = discord.configure({ DISCORD_TOKEN: token, DISCORD_API_URL: api });
if (configured.state !== "ready") throw new Error("the settings are right");
const memory = createMemory(await openDatabase(file), "discord", now);
const platform = await configured.open({
  log: pino({ level: "silent" }),
  memory,
  now,
  version: "0.0.0",
});
await platform.start(createTestBot());
process.stdout.write("connected\n");
await platform.post({ platform: "discord", workspace, id }, DIGEST, { key, options: { thread: "on" } });
process.stdout.write("posted\n");
