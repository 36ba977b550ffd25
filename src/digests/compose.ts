/** From what is in the stores to one channel's digest: gathers, selects, words it. Writes nothing. */
import { currentListDay, dayName, type ListDay } from "../papers/list-day.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Json } from "../platform/memory.ts";
import type { Message, Span } from "../platform/message.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import type { Addition } from "../subscriptions/reader-store.ts";
import type { Subscription } from "../subscriptions/subscription-store.ts";
import type { Topic, TopicMatch } from "../subscriptions/topic.ts";
import type { Gist } from "../summaries/summary.ts";
import { type ChannelFacts, type ChannelFactsParts, readChannelFacts } from "./channel-facts.ts";
import type { Digest, LeftOutPaper } from "./digest.ts";
import { digestMessage } from "./digest-message.ts";
import { createFaceFinder, type FaceFinderParts } from "./face-finder.ts";
import { nothingNew } from "./nothing-new.ts";
import type { RecentPaper, RecentPapers, RecentPapersReader } from "./recent-papers.ts";
import { type Candidate, standing } from "./select-papers.ts";

/** A digest with what a delivery needs to know of it. */
export interface ComposedDigest {
  readonly digest: Digest;
  /** Undefined: there is nothing to say. */
  readonly message: Message | undefined;
  /** To be marked as seen by the channel. */
  readonly paperIds: readonly PaperId[];
  /** Of these, the colleagues' finds, which need not wait any longer. */
  readonly usedAdditions: readonly PaperId[];
  readonly consideredUntil: Date | undefined;
  /** For the ledger: what was left out and why. */
  readonly account: Json;
  /** Where there is nothing to say: what to tell whoever waits for it all the same. */
  readonly nothing?: readonly Span[];
}

/** `remark` is a line for the top of the message about how fresh the lists are. */
export type Compose = (channel: ChannelRecord, now: Date, remark?: string) => Promise<ComposedDigest>;

export interface Composer {
  readonly compose: Compose;
  /** A `compose` for these channels alone, which has read what the stores hold of all of them at once. */
  together(channels: readonly ChannelRecord[], now: Date): Promise<Compose>;
}

export interface ComposerParts extends ChannelFactsParts, FaceFinderParts {
  readonly papers: PaperStore;
  readonly recent: RecentPapersReader;
  readonly gistOf: (paper: Paper, language: string | undefined) => Promise<Gist | undefined>;
  /** What must be said with everything, for instance that these are samples. */
  readonly caution: () => Promise<string | undefined>;
}

/**
 * How far back a digest looks, in days, by how often it comes. Two months' first Fridays lie up to 35 days apart, and a
 * week's or a month's digest that was missed comes up to two days later.
 */
const WINDOW = { daily: 7, weekly: 9, monthly: 37 } as const;

/** A paper rises when it gained this many votes after it was considered and stands in its list's upper tenth. */
const RISING = { votes: 20, standing: 0.9 } as const;

export function createComposer(parts: ComposerParts): Composer {
  const faces = createFaceFinder(parts);
  const recentFor = (channel: ChannelRecord, now: Date) =>
    parts.recent.read(now, WINDOW[channel.schedule?.cadence ?? "daily"]);

  async function factsOf(channels: readonly ChannelRecord[], now: Date) {
    let firstId: PaperId | undefined;
    for (const channel of channels) {
      const { lowestId } = await recentFor(channel, now);
      if (firstId === undefined || (lowestId !== undefined && lowestId < firstId)) firstId = lowestId;
    }
    const ids = channels.map(({ id }) => id);
    const facts = await readChannelFacts(parts, ids, firstId ?? "");
    const topics = new Map<RecentPapers, Topic[]>();
    for (const channel of channels) {
      const recent = await recentFor(channel, now);
      const { followed, muted } = facts(channel.id);
      const theirs = [...followed, ...muted].map(({ topic }) => topic);
      topics.set(recent, [...(topics.get(recent) ?? []), ...theirs]);
    }
    for (const [recent, wanted] of topics) await recent.matchAll(wanted);
    return facts;
  }

  async function composeFrom(
    { followed, muted, dismissed, additions, seen }: ChannelFacts,
    channel: ChannelRecord,
    now: Date,
    remark: string | undefined,
  ): Promise<ComposedDigest> {
    const recent = await recentFor(channel, now);
    const found = new Map((await foundPapers(additions)).map((paper) => [paper.id, paper]));

    await faces.learn(recent, [...seen, ...dismissed, ...found.keys()]);
    const topics = followed.map(({ topic }) => topic);
    const everything = topics.filter((topic) => topic.everything);
    const matches = matchesOfTopics(
      recent,
      topics.filter((topic) => !topic.everything),
    );
    const { papers, leftOut, usedAdditions, days } = await faces.select(channel.id, {
      candidates: candidatesFor(channel, recent, followed, seen),
      matchesOf: (paper) => matches.get(paper.id) ?? [],
      followsAnyway: (paper) =>
        topics.length === 0 || everything.some((topic) => recent.matching(topic).has(paper.id)),
      additions: additions.flatMap((addition) => {
        const paper = found.get(addition.paperId);
        return paper === undefined ? [] : [{ paper, addition }];
      }),
      seen,
      dismissed,
      isMuted: (paper) =>
        muted.some(({ topic }) => recent.matching(topic).get(paper.id)?.strength === "match"),
      facesOf: (id) => parts.works.facesOf(id),
      size: channel.digestSize,
      floor: channel.voteFloor,
    });

    // That these are samples says already that the lists could not be fetched.
    const caution = papers.length === 0 ? undefined : await parts.caution();
    const remarks = [caution ?? remark].filter((line) => line !== undefined);
    const digest: Digest = { day: recent.latestDay ?? currentListDay(now), days, papers, leftOut };
    const gists = new Map<PaperId, Gist | undefined>();
    for (const { paper } of papers) gists.set(paper.id, await parts.gistOf(paper, channel.language));
    return {
      digest,
      message:
        papers.length === 0
          ? undefined
          : digestMessage(digest, { topics, gistOf: (paper) => gists.get(paper.id), remarks }),
      paperIds: papers.map(({ paper }) => paper.id),
      usedAdditions,
      consideredUntil: latestFirstSeen(recent),
      account: accountOf(leftOut, missedDays(channel, recent)),
      ...(papers.length === 0 && { nothing: nothingNew(channel, topics.length, recent) }),
    };
  }

  const foundPapers = async (additions: readonly Addition[]) =>
    additions.length === 0 ? [] : await parts.papers.getMany(additions.map(({ paperId }) => paperId));

  const together: Composer["together"] = async (channels, now) => {
    const facts = await factsOf(channels, now);
    return (channel, at, remark) => composeFrom(facts(channel.id), channel, at, remark);
  };

  return {
    together,
    compose: async (channel, now, remark) => (await together([channel], now))(channel, now, remark),
  };
}

/**
 * New since the channel's last digest; for its first one the latest list alone, for a weekly or monthly one the whole
 * window. A topic that was subscribed to since is treated as on a first digest. A paper that was passed over comes
 * back when it rises.
 */
function candidatesFor(
  channel: ChannelRecord,
  recent: RecentPapers,
  followed: readonly Subscription[],
  seen: ReadonlySet<PaperId>,
): readonly Candidate[] {
  const until = channel.consideredUntil;
  const cadence = channel.schedule?.cadence ?? "daily";
  const fresh = followed
    .filter(({ since }) => until !== undefined && since > until)
    .map(({ topic }) => topic);
  const isFresh = ({ paper }: RecentPaper) => fresh.some((topic) => recent.matching(topic).has(paper.id));
  return recent.papers.flatMap((entry): readonly Candidate[] => {
    const { paper, day, place } = entry;
    const candidate = { paper, day, place, rising: undefined };
    const isLatest = cadence !== "daily" || entry.day === recent.latestDay;
    if (until === undefined) return isLatest ? [candidate] : [];
    if (entry.firstSeenAt > until || (isLatest && isFresh(entry))) return [candidate];
    const rises =
      entry.gained >= RISING.votes && standing(entry.place) >= RISING.standing && !seen.has(entry.paper.id);
    if (!rises) return [];
    const since = dayName(day, recent.latestDay ?? day);
    return [{ ...candidate, rising: { votes: entry.gained, since } }];
  });
}

function matchesOfTopics(
  recent: RecentPapers,
  topics: readonly Topic[],
): ReadonlyMap<PaperId, readonly TopicMatch[]> {
  const matches = new Map<PaperId, TopicMatch[]>();
  for (const topic of topics) {
    for (const [id, match] of recent.matching(topic)) {
      const others = matches.get(id);
      if (others === undefined) matches.set(id, [match]);
      else others.push(match);
    }
  }
  return matches;
}

function latestFirstSeen(recent: RecentPapers): Date | undefined {
  const times = recent.papers.map(({ firstSeenAt }) => firstSeenAt.getTime());
  return times.length === 0 ? undefined : new Date(times.reduce((one, other) => Math.max(one, other)));
}

/** After a long silence the lists before the first day that is looked at are passed over as a whole. */
function missedDays({ consideredUntil }: ChannelRecord, { firstDay }: RecentPapers): { before?: ListDay } {
  const isLong = consideredUntil !== undefined && currentListDay(consideredUntil) < firstDay;
  return isLong ? { before: firstDay } : {};
}

/** Papers by the reason that left them out; those that no topic wants are only counted. */
function accountOf(leftOut: readonly LeftOutPaper[], missed: { before?: ListDay }): Json {
  const byReason = new Map<string, PaperId[]>();
  let unmatched = 0;
  for (const { paper, why } of leftOut) {
    if (why === "no topic") unmatched += 1;
    else if (why !== "already shown") byReason.set(why, [...(byReason.get(why) ?? []), paper.id]);
  }
  return { leftOut: Object.fromEntries(byReason), unmatched, ...missed };
}
