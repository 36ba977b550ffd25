/** The papers that digests draw on, read once for all the channels that are due at the same time. */
import { addDays, currentListDay, type ListDay } from "../papers/list-day.ts";
import type { Paper, PaperId } from "../papers/paper.ts";
import type { ListedPaper, PaperStore } from "../papers/paper-store.ts";
import type { Acronyms } from "../search/acronyms.ts";
import { createTopicMatcher, type Topic, type TopicMatch } from "../subscriptions/topic.ts";
import type { Place } from "./select-papers.ts";

export interface RecentPaper {
  readonly paper: Paper;
  /** The latest list that it stood on. */
  readonly day: ListDay;
  readonly firstSeenAt: Date;
  /** Votes gained since then. */
  readonly gained: number;
  /** Its place on that list by votes. */
  readonly place: Place;
}

export interface RecentPapers {
  /** The first of the days whose lists these are. */
  readonly firstDay: ListDay;
  /** Most votes first. */
  readonly papers: readonly RecentPaper[];
  /** The latest day with papers. */
  readonly latestDay: ListDay | undefined;
  /** The lowest of the papers' ids, as text. */
  readonly lowestId: PaperId | undefined;
  /** The papers that belong to this topic, with the match. */
  matching(topic: Topic): ReadonlyMap<PaperId, TopicMatch>;
  /** Matches each paper once with all of these topics, so that `matching` has the answers at hand. */
  matchAll(topics: readonly Topic[]): Promise<void>;
}

export interface RecentPapersReader {
  /** The papers listed in the `days` days up to now. Whoever hands over the same Date object gets the same papers. */
  read(now: Date, days: number): Promise<RecentPapers>;
}

export function createRecentPapersReader(store: PaperStore, acronyms: () => Acronyms): RecentPapersReader {
  const kept = new Map<number, { key: string; recent: RecentPapers }>();
  /** Of the thousands of digests that are composed at one moment, only the first asks whether the catalog changed. */
  const moments = new WeakMap<Date, Map<number, RecentPapers>>();

  return {
    async read(now, days) {
      const moment = moments.get(now) ?? new Map<number, RecentPapers>();
      const recent = moment.get(days) ?? (await latest(now, days));
      moments.set(now, moment.set(days, recent));
      return recent;
    },
  };

  async function latest(now: Date, days: number): Promise<RecentPapers> {
    const today = currentListDay(now);
    const key = `${today} ${await store.version()}`;
    const before = kept.get(days);
    if (before?.key === key) return before.recent;
    const firstDay = addDays(today, -days);
    const recent = gather(firstDay, await store.listedBetween(firstDay, today), acronyms());
    kept.set(days, { key, recent });
    return recent;
  }
}

function gather(firstDay: ListDay, listed: readonly ListedPaper[], acronyms: Acronyms): RecentPapers {
  const votesByDay = new Map<ListDay, number[]>();
  for (const { day, paper } of listed) {
    const votes = votesByDay.get(day);
    if (votes === undefined) votesByDay.set(day, [paper.votes]);
    else votes.push(paper.votes);
  }
  for (const votes of votesByDay.values()) votes.sort((one, other) => one - other);

  const latest = new Map<PaperId, ListedPaper>();
  for (const listing of listed) {
    const before = latest.get(listing.paper.id);
    if (before === undefined || before.day < listing.day) latest.set(listing.paper.id, listing);
  }
  const papers = [...latest.values()].map((listing) => ({
    paper: listing.paper,
    day: listing.day,
    firstSeenAt: listing.firstSeenAt,
    gained: listing.paper.votes - listing.firstVotes,
    place: placeAmong(votesByDay.get(listing.day) ?? [], listing.paper.votes),
  }));
  papers.sort(
    (one, other) => other.paper.votes - one.paper.votes || (one.paper.id < other.paper.id ? -1 : 1),
  );

  const matches = new Map<string, ReadonlyMap<PaperId, TopicMatch>>();
  return {
    firstDay,
    papers,
    latestDay: [...votesByDay.keys()].sort().at(-1),
    lowestId: [...latest.keys()].sort()[0],
    matching(topic) {
      let found = matches.get(topic.key);
      if (found === undefined) {
        found = matchesOf(topic, papers, acronyms);
        matches.set(topic.key, found);
      }
      return found;
    },
    async matchAll(topics) {
      const fresh = topics.filter(({ key }) => !matches.has(key));
      const distinct = [...new Map(fresh.map((topic) => [topic.key, topic])).values()];
      if (distinct.length === 0) return;
      const matcher = createTopicMatcher(distinct, acronyms);
      const found = new Map(distinct.map(({ key }) => [key, new Map<PaperId, TopicMatch>()]));
      for (const [index, { paper }] of papers.entries()) {
        for (const { topic, match } of matcher.match(paper)) found.get(topic.key)?.set(paper.id, match);
        if (index % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const [key, brought] of found) matches.set(key, brought);
    },
  };
}

/** Papers matched without a pause: some milliseconds. */
const AT_A_TIME = 16;

function matchesOf(
  topic: Topic,
  papers: readonly RecentPaper[],
  acronyms: Acronyms,
): ReadonlyMap<PaperId, TopicMatch> {
  const matcher = createTopicMatcher([topic], acronyms);
  const found = new Map<PaperId, TopicMatch>();
  for (const { paper } of papers) {
    const [first] = matcher.match(paper);
    if (first !== undefined) found.set(paper.id, first.match);
  }
  return found;
}

/** `sorted` ascending. */
function placeAmong(sorted: readonly number[], votes: number): Place {
  const above = sorted.length - 1 - sorted.findLastIndex((other) => other <= votes);
  return { rank: above + 1, of: sorted.length };
}
