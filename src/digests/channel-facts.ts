/** What the stores hold of the channels that are due together: read in a few queries, however many channels there are. */
import type { PaperId } from "../papers/paper.ts";
import type { Addition, ReaderStore } from "../subscriptions/reader-store.ts";
import type { Subscription, SubscriptionStore } from "../subscriptions/subscription-store.ts";
import type { SeenPapers } from "./seen-papers.ts";

export interface ChannelFacts {
  readonly followed: readonly Subscription[];
  readonly muted: readonly Subscription[];
  readonly dismissed: ReadonlySet<PaperId>;
  /** Colleagues' finds, oldest first. */
  readonly additions: readonly Addition[];
  /** Of the papers that can be in a digest now, those that the channel was shown. */
  readonly seen: ReadonlySet<PaperId>;
}

export interface ChannelFactsParts {
  readonly subscriptions: SubscriptionStore;
  readonly readers: ReaderStore;
  readonly seen: SeenPapers;
}

/** `firstId` is the lowest id, as text, of the papers that can be in a digest now. */
export async function readChannelFacts(
  { subscriptions, readers, seen }: ChannelFactsParts,
  channelIds: readonly number[],
  firstId: PaperId,
): Promise<(channelId: number) => ChannelFacts> {
  const followed = await subscriptions.followed.ofMany(channelIds);
  const muted = await subscriptions.muted.ofMany(channelIds);
  const dismissed = await readers.dismissedOfMany(channelIds);
  const additions = await readers.additionsOfMany(channelIds);
  const shown = await seen.ofMany(channelIds, firstId);
  return (id) => ({
    followed: followed.get(id) ?? [],
    muted: muted.get(id) ?? [],
    dismissed: new Set(dismissed.get(id)),
    additions: additions.get(id) ?? [],
    seen: new Set(shown.get(id)),
  });
}
