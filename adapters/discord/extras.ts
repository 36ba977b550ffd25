/**
 * What a channel can have done with each digest beside posting it: a thread, and publishing. Noted down before the
 * message is posted, so that whoever finds the message after a crash can do what is left. Each can be done twice
 * without harm, and none makes a posted message fail.
 */
import { ChannelType, type Client, type REST, Routes } from "discord.js";
import { z } from "zod";
import type { Logger } from "../../src/log.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Channel, Message } from "../../src/platform/message.ts";
import type { ChannelOption, DeliveryTag } from "../../src/platform/platform.ts";
import { oneLine, shorten } from "./escape.ts";
import { apiCode, describeError } from "./failures.ts";
import { repeatedly } from "./rest.ts";

export const OPTIONS: readonly ChannelOption[] = [
  {
    name: "thread",
    help: "Open a thread for discussion under each digest",
    values: ["off", "on"],
  },
  {
    name: "publish",
    help: "Publish each digest to the servers that follow this announcement channel",
    values: ["off", "on"],
  },
];

const THREAD_NAME = 100;
const A_DAY_IN_MINUTES = 1440;
const KEPT_FOR_MS = 7 * 86_400_000;
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const THREAD_EXISTS = 160004;
const ALREADY_PUBLISHED = 40033;

const extras = z.object({ thread: z.string().nullable(), publish: z.boolean() });

export interface ExtrasTools {
  readonly rest: REST;
  readonly memory: Memory;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Notes what is to be done once the message is there. */
export async function noteExtras(
  channel: Channel,
  message: Message,
  { key, options }: DeliveryTag,
  client: Client<true>,
  { memory, now }: ExtrasTools,
): Promise<void> {
  const { thread, publish } = options;
  const place = client.channels.cache.get(channel.id);
  const hasThreads = place !== undefined && !place.isDMBased() && !place.isThread();
  const wanted = {
    thread: thread === "on" && hasThreads ? threadName(message) : null,
    publish: publish === "on" && place?.type === ChannelType.GuildAnnouncement,
  };
  if (wanted.thread === null && !wanted.publish) return;
  await memory.set(noteKey(key), wanted, new Date(now().getTime() + KEPT_FOR_MS));
}

/** Does what was noted for this delivery and is not done yet. Never rejects. */
export async function doExtras(
  channelId: string,
  messageId: string,
  key: string,
  tools: ExtrasTools,
): Promise<void> {
  const { rest, memory, log } = tools;
  try {
    const noted = extras.safeParse(await memory.get(noteKey(key)));
    if (!noted.success) return;
    const { thread, publish } = noted.data;
    if (thread !== null) {
      const body = { name: thread, auto_archive_duration: A_DAY_IN_MINUTES };
      const route = Routes.threads(channelId, messageId);
      await once(
        () => rest.post(route, { body }),
        THREAD_EXISTS,
        "A digest's thread could not be opened",
        log,
      );
    }
    if (publish) {
      const route = Routes.channelMessageCrosspost(channelId, messageId);
      await once(() => rest.post(route), ALREADY_PUBLISHED, "A digest could not be published", log);
    }
    await memory.delete(noteKey(key));
  } catch (error) {
    log.warn({ reason: describeError(error), channel: channelId }, "A digest's thread or publishing failed");
  }
}

/** The message turned out not to be there. */
export async function forgetExtras(key: string, memory: Memory): Promise<void> {
  await memory.delete(noteKey(key));
}

async function once(call: () => Promise<unknown>, done: number, failed: string, log: Logger): Promise<void> {
  try {
    await repeatedly(call);
  } catch (error) {
    if (apiCode(error) !== done) log.warn({ reason: describeError(error) }, failed);
  }
}

function threadName(message: Message): string {
  const heading = message.blocks.find(({ kind }) => kind === "heading");
  const text = heading?.kind === "heading" ? oneLine(heading.text).trim() : "";
  return shorten(text, THREAD_NAME) || "Papers";
}

function noteKey(key: string): string {
  return `extras:${key}`;
}
