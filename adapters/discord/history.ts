/** Looks a posted message up in its channel by the delivery key that its components carry. */
import { type REST, Routes, SnowflakeUtil } from "discord.js";
import { z } from "zod";
import type { PostedMessage } from "../../src/platform/platform.ts";
import { keyOf } from "./action-ids.ts";
import { keyOfFooter } from "./embeds.ts";
import { markerIds } from "./render.ts";
import { repeatedly } from "./rest.ts";

/** Our clock and Discord's, which makes the ids, may differ by this much. */
const CLOCK_MARGIN_MS = 60_000;
// https://docs.discord.com/developers/resources/message#get-channel-messages
const PAGE = 100;
const MOST_PAGES = 30;
/** The first second for which there are ids: https://docs.discord.com/developers/reference#snowflakes */
const DISCORD_EPOCH = 1_420_070_400_000;

interface Component {
  readonly id?: number | undefined;
  readonly custom_id?: string | undefined;
  readonly components?: readonly Component[] | undefined;
  readonly accessory?: Component | undefined;
}

const component: z.ZodType<Component> = z.lazy(() =>
  z.object({
    id: z.number().optional(),
    custom_id: z.string().optional(),
    components: z.array(component).optional(),
    accessory: component.optional(),
  }),
);

const messages = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    components: z.array(component).default([]),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })).default([]),
  }),
);
type HistoryMessage = z.infer<typeof messages>[number];

/** The bot's own message with this key, posted at `since` or later; "unknown" if there are too many messages to tell. */
export async function findInHistory(
  rest: REST,
  channelId: string,
  author: string,
  key: string,
  since: Date,
): Promise<PostedMessage | "absent" | "unknown"> {
  const from = Math.max(since.getTime() - CLOCK_MARGIN_MS, DISCORD_EPOCH);
  let after = SnowflakeUtil.generate({ timestamp: from, increment: 0n, workerId: 0n, processId: 0n });
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ after: String(after), limit: String(PAGE) });
    const found = messages.parse(
      await repeatedly(() => rest.get(Routes.channelMessages(channelId), { query })),
    );
    const ours = found.find((message) => message.author.id === author && carries(message, key));
    if (ours !== undefined) return { id: ours.id };
    if (found.length < PAGE) return "absent";
    after = newest(found);
  }
  return "unknown";
}

function newest(found: readonly HistoryMessage[]): bigint {
  const ids = found.map(({ id }) => BigInt(id)).sort((a, b) => (a < b ? -1 : 1));
  return ids.at(-1) ?? 0n;
}

function carries({ components, embeds }: HistoryMessage, key: string): boolean {
  const [boxId, textId] = markerIds(key);
  return (
    everyComponent(components).some(({ custom_id }) => custom_id !== undefined && keyOf(custom_id) === key) ||
    components.some(({ id, components: inside }) => id === boxId && inside?.[0]?.id === textId) ||
    embeds.some(({ footer }) => footer !== undefined && keyOfFooter(footer.text) === key)
  );
}

function everyComponent(components: readonly Component[]): readonly Component[] {
  return components.flatMap((each) => [
    each,
    ...everyComponent(each.components ?? []),
    ...(each.accessory === undefined ? [] : [each.accessory]),
  ]);
}
