/** What a topic would have brought, so that a person knows before it does. */
import { currentListDay } from "../papers/list-day.ts";
import { type Paper, paperUrl } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Block } from "../platform/message.ts";
import type { Acronyms } from "../search/acronyms.ts";
import { createTopicMatcher, type Topic } from "../subscriptions/topic.ts";
import { list, text } from "./reply.ts";

interface TopicForecast {
  /** The stored list days that were looked at; 14 at most. */
  readonly days: number;
  /** Distinct papers on them that match, most votes first. */
  readonly papers: readonly Paper[];
}

const DAYS = 14;
const NAMED = 5;

async function forecastTopic(
  topic: Topic,
  papers: PaperStore,
  acronyms: Acronyms,
  now: Date,
): Promise<TopicForecast> {
  const days = await papers.latestListDays(DAYS, currentListDay(now));
  const [last] = days;
  const first = days.at(-1);
  if (first === undefined || last === undefined) return { days: 0, papers: [] };
  const matcher = createTopicMatcher([topic], acronyms);
  const listed = await papers.listedBetween(first, last);
  const distinct = [...new Map(listed.map(({ paper }) => [paper.id, paper])).values()];
  const matching = distinct.filter((paper) =>
    matcher.match(paper).some(({ match }) => match.strength === "match"),
  );
  matching.sort((one, other) => other.votes - one.votes || (one.id < other.id ? -1 : 1));
  return { days: days.length, papers: matching };
}

/** What the topic would have brought, for the answer to whoever follows it. */
export async function forecastBlocks(
  topic: Topic,
  papers: PaperStore,
  acronyms: Acronyms,
  now: Date,
): Promise<readonly (Block | undefined)[]> {
  const forecast = await forecastTopic(topic, papers, acronyms, now);
  if (forecast.days === 0) return [];
  return [
    text(
      `Over the last ${forecast.days === 1 ? "list day" : `${forecast.days} list days`} it would have brought ${rhythmOf(forecast)}`,
      forecast.papers.length === 0 ? "; fewer or plainer words bring more." : ", for instance:",
    ),
    list(forecast.papers.slice(0, NAMED).map((paper) => [{ text: paper.title, url: paperUrl(paper) }])),
  ];
}

/** "about 3 papers a day", "about 2 papers a week", "no paper". */
function rhythmOf({ days, papers }: TopicForecast): string {
  if (papers.length === 0) return "no paper";
  const daily = papers.length / days;
  if (daily >= 0.95) return about(Math.round(daily), "a day");
  const weekly = daily * 5;
  return weekly >= 0.95 ? about(Math.round(weekly), "a week") : about(papers.length, `in ${days} list days`);
}

function about(number: number, often: string): string {
  return `about ${number} ${number === 1 ? "paper" : "papers"} ${often}`;
}
