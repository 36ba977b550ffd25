/** What a topic would have brought, so that a person knows before it does. */
import type { RecentPapersReader } from "../digests/recent-papers.ts";
import { currentListDay, listDaysBetween } from "../papers/list-day.ts";
import { type Paper, paperUrl } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Block } from "../platform/message.ts";
import { stemsOf } from "../search/words.ts";
import type { Topic } from "../subscriptions/topic.ts";
import { list, text } from "./reply.ts";

interface TopicForecast {
  /** The stored list days that were looked at; 14 at most. */
  readonly days: number;
  /** Distinct papers on them that match, most votes first. */
  readonly papers: readonly Paper[];
  /** There are no lists yet, only papers that come with Paperboy. */
  readonly isSample: boolean;
}

const DAYS = 14;
const NAMED = 5;

/** Where it is looked up. */
export interface ForecastParts {
  readonly papers: PaperStore;
  readonly recent: RecentPapersReader;
}

async function forecastTopic(
  topic: Topic,
  { papers, recent }: ForecastParts,
  now: Date,
): Promise<TopicForecast> {
  const today = currentListDay(now);
  const days = await papers.latestListDays(DAYS, today);
  const first = days.at(-1);
  if (first === undefined) return { days: 0, papers: [], isSample: false };
  const listed = await recent.read(now, listDaysBetween(first, today).length - 1);
  await listed.matchAll([topic]);
  const matches = listed.matching(topic);
  const matching = listed.papers.filter(({ paper }) => matches.get(paper.id)?.strength === "match");
  const isSample = listed.papers.every(({ paper }) => paper.source === "sample");
  return { days: days.length, papers: matching.map(({ paper }) => paper), isSample };
}

/** What the topic would have brought, for the answer to whoever follows it. */
export async function forecastBlocks(
  topic: Topic,
  parts: ForecastParts,
  now: Date,
): Promise<readonly (Block | undefined)[]> {
  const forecast = await forecastTopic(topic, parts, now);
  if (forecast.days === 0) return [];
  const titles = list(
    titleHitsFirst(forecast.papers, topic)
      .slice(0, NAMED)
      .map((paper) => [{ text: paper.title, url: paperUrl(paper) }]),
  );
  if (forecast.isSample) {
    const has = forecast.papers.length > 0;
    return [text(has ? "Of the sample papers it fits:" : "It fits none of the sample papers."), titles];
  }
  return [
    text(
      `Over the last ${forecast.days === 1 ? "list day" : `${forecast.days} list days`} it would have brought ${rhythmOf(forecast)}`,
      forecast.papers.length === 0 ? "; fewer or plainer words bring more." : ", for instance:",
    ),
    titles,
  ];
}

/** Where the title says it, everyone sees why. */
function titleHitsFirst(papers: readonly Paper[], { phrases }: Topic): readonly Paper[] {
  const phraseStems = phrases.map((phrase) => stemsOf(phrase));
  const says = ({ title }: Paper) => {
    const stems = new Set(stemsOf(title));
    return phraseStems.some((wanted) => wanted.every((stem) => stems.has(stem)));
  };
  return [...papers.filter(says), ...papers.filter((paper) => !says(paper))];
}

/** "about 3 papers a day", "about 2 papers a week", "no paper". */
function rhythmOf({ days, papers }: TopicForecast): string {
  if (papers.length === 0) return "no paper";
  const daily = papers.length / days;
  if (daily >= 0.95) return about(Math.round(daily), "a day");
  const weekly = daily * 5;
  return weekly >= 0.95 ? about(Math.round(weekly), "a week") : about(papers.length, "in that time");
}

function about(number: number, often: string): string {
  return `about ${number} ${number === 1 ? "paper" : "papers"} ${often}`;
}
