/** Tells whoever set a channel up, once and in private, that it cannot be posted to any more. */
import type { Logger } from "../log.ts";
import type { Message } from "../platform/message.ts";
import { type Platform, PostError } from "../platform/platform.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import { randomKey } from "./delivery.ts";
import { HOUR } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";

const AT_MOST = 20;

export async function tellOwners(
  deliveries: DeliveryStore,
  platforms: ReadonlyMap<string, Platform>,
  log: Logger,
  now: Date,
): Promise<void> {
  for (const channel of await deliveries.takeUntold(now, AT_MOST)) {
    const platform = platforms.get(channel.channel.platform);
    if (platform === undefined || channel.configuredBy === undefined) continue;
    try {
      const direct = await platform.directChannel(channel.channel, channel.configuredBy.id);
      await platform.post(direct, pausedMessage(channel), { key: randomKey(), options: {} });
    } catch (error) {
      const isForNow = error instanceof PostError && error.failure === "unavailable";
      if (isForNow) await deliveries.tellLater(channel.id, new Date(now.getTime() + HOUR / 12));
      log.info({ err: error, channel: channel.id, isForNow }, "whoever set a channel up could not be told");
    }
  }
}

function pausedMessage({ channel, pauseReason }: ChannelRecord): Message {
  const name = channel.name ?? "a channel that you set up";
  return {
    blocks: [
      {
        kind: "text",
        spans: [
          `I cannot post to ${name} any more, so its digests are paused: ${pauseReason ?? "it is not there"} `,
          "Nothing is lost: topics and schedule are kept, and they start again when I can post there again, or with ",
          { text: "resume", style: "command" },
          " in that channel.",
        ],
      },
    ],
  };
}
