/** What to say when a digest has nothing to say: why, what can be read meanwhile, and when the next one comes. */
import type { Span } from "../platform/message.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import { formatLocal } from "../subscriptions/schedule.ts";
import { count } from "./paper-card.ts";
import type { RecentPapers } from "./recent-papers.ts";

/** `topics`: how many the channel follows. */
export function nothingNew(
  channel: ChannelRecord,
  topics: number,
  { papers, latestDay }: Pick<RecentPapers, "papers" | "latestDay">,
): readonly Span[] {
  const listed = papers.filter(({ day }) => day === latestDay);
  const isSample = listed.every(({ paper }) => paper.source === "sample");
  const next = nextDigest(channel);
  if (listed.length === 0) return [`There is no list of the last days to read. ${next}`];
  const wanted = topics === 0 ? "this channel" : `this channel’s ${topics === 1 ? "" : `${topics} `}topic`;
  const whom = topics > 1 ? `${wanted}s` : wanted;
  const first = isSample ? "among the samples" : "on the latest list";
  const since = channel.consideredUntil === undefined ? first : "since the last digest";
  const all = count(listed.length, isSample ? "sample paper" : "paper");
  return [
    `Nothing new for ${whom} ${since}. `,
    { text: "today", style: "command" },
    ` shows all ${isSample ? all : `${all} of the latest list`}. ${next}`,
  ];
}

function nextDigest({ schedule, nextDueAt, pausedAt }: ChannelRecord): string {
  if (schedule === undefined) return "No digest is scheduled.";
  if (pausedAt !== undefined) return "Digests are paused.";
  if (nextDueAt === undefined) return "";
  return `The next digest comes on ${formatLocal(nextDueAt, schedule.zone)}.`;
}
