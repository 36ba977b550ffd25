/**
 * What a person typed into a search -> Query. The language, all of it optional; everything else is words:
 *
 *     kv cache "long context"      words, and a phrase that must be there
 *     -survey -"position paper"    must not be there
 *     title:diffusion              in the title (title:"a phrase" too)
 *     author:"Song Han" org:nvidia cat:cs.CL
 *     after:2026-01 before:2026-06-30 after:30d day:yesterday
 *     votes:>20 has:code
 *     2401.00001                   an arXiv id or a link: that paper, before what its other words find
 */
import type { ListDay } from "../papers/list-day.ts";
import { currentListDay, parseListDay } from "../papers/list-day.ts";
import type { PaperId } from "../papers/paper.ts";
import { parsePeriod } from "./query-dates.ts";
import { readIds } from "./query-ids.ts";
import { parseCategory, parseVotes, type QueryPart, queryParts } from "./query-parts.ts";
import { wordsOf } from "./words.ts";

/** One or more words that stand together, folded, not yet stemmed. */
export type Phrase = readonly string[];

export interface Query {
  /** Plain words in their order, function words too. */
  readonly words: readonly string[];
  /** Where each of `words` stands in what was typed: its beginning and end. */
  readonly places: readonly (readonly [start: number, end: number])[];
  /** Words that were typed as one, for instance `fine-tuning`: places in `words`, as first and past the last. */
  readonly compounds: readonly (readonly [from: number, to: number])[];
  readonly phrases: readonly Phrase[];
  readonly exclusions: readonly Phrase[];
  readonly titlePhrases: readonly Phrase[];
  readonly authors: readonly Phrase[];
  readonly organizations: readonly Phrase[];
  readonly categories: readonly string[];
  readonly excludedAuthors: readonly Phrase[];
  readonly excludedOrganizations: readonly Phrase[];
  readonly excludedCategories: readonly string[];
  /** First appeared at this time or later, and before that time, in milliseconds since 1970. */
  readonly publishedFrom: number | undefined;
  readonly publishedBefore: number | undefined;
  /** Stood on this day's list. */
  readonly day: ListDay | undefined;
  readonly minVotes: number | undefined;
  readonly maxVotes: number | undefined;
  readonly hasCode: boolean;
  /** The papers that are named by their ids or links. */
  readonly paperIds: readonly PaperId[];
  /** What could not be understood and was left out, or was understood in a way worth saying; sentences for people. */
  readonly remarks: readonly string[];
}

/** Longer questions say no more and only cost time. */
export const MAX_TYPED = 2000;
const MAX_WORDS = 250;

/** Never throws, whatever was typed. */
export function parseQuery(typed: string, now: Date): Query {
  const { ids, rest } = readIds(typed.slice(0, MAX_TYPED));
  const query: Draft = { ...emptyDraft(), paperIds: [...ids] };
  for (const part of withoutProse(queryParts(rest).slice(0, MAX_WORDS))) readPart(query, part, now);
  query.words.length = Math.min(query.words.length, MAX_WORDS);
  query.places.length = query.words.length;
  return query;
}

/** More words than these are a sentence, or a piece of a text. */
const MOST_TYPED = 8;

/**
 * In a sentence, quotes only quote, and a dash before a word is a dash: they are conditions where people type a few
 * words, or, an exclusion, behind the last of them.
 */
function withoutProse(parts: readonly QueryPart[]): readonly QueryPart[] {
  const isWord = ({ field, quoted, excluded }: QueryPart) => field === undefined && !quoted && !excluded;
  if (parts.filter(isWord).length <= MOST_TYPED) return parts;
  const last = parts.findLastIndex(isWord);
  return parts.map((part, at) =>
    part.field === undefined && (part.quoted || at < last)
      ? { ...part, quoted: false, excluded: part.excluded && at > last }
      : part,
  );
}

/** A query while it is read: the same, but it can be added to. */
type Draft = {
  -readonly [Key in keyof Query]: Query[Key] extends readonly (infer Item)[] ? Item[] : Query[Key];
};

function emptyDraft(): Draft {
  return {
    words: [],
    places: [],
    compounds: [],
    phrases: [],
    exclusions: [],
    titlePhrases: [],
    authors: [],
    organizations: [],
    categories: [],
    excludedAuthors: [],
    excludedOrganizations: [],
    excludedCategories: [],
    publishedFrom: undefined,
    publishedBefore: undefined,
    day: undefined,
    minVotes: undefined,
    maxVotes: undefined,
    hasCode: false,
    paperIds: [],
    remarks: [],
  };
}

function readPart(query: Draft, part: QueryPart, now: Date): void {
  const found = wordsOf(part.value);
  const words = found.map(({ folded }) => folded);
  switch (part.field) {
    case undefined:
      if (words.length === 0) return;
      if (part.excluded) query.exclusions.push(words);
      else if (part.quoted) query.phrases.push(words);
      else {
        const from = query.words.length;
        query.words.push(...words);
        for (const { start, end } of found) query.places.push([part.at + start, part.at + end]);
        if (words.length > 1 && !/\s/u.test(part.value)) query.compounds.push([from, from + words.length]);
      }
      return;
    case "title":
      if (words.length > 0) (part.excluded ? query.exclusions : query.titlePhrases).push(words);
      return;
    case "author":
      if (words.length > 0) (part.excluded ? query.excludedAuthors : query.authors).push(words);
      return;
    case "org":
      if (words.length > 0) (part.excluded ? query.excludedOrganizations : query.organizations).push(words);
      return;
    case "cat":
      readCategory(query, part);
      return;
    case "votes":
      readVotes(query, part);
      return;
    case "has":
      readHas(query, part);
      return;
    case "after":
    case "before":
    case "day":
      readDate(query, part, part.field, now);
      return;
  }
}

function readCategory(query: Draft, part: QueryPart): void {
  const category = parseCategory(part.value);
  if (category === undefined) {
    query.remarks.push(
      `${shown(part)} is no arXiv category and was left out; cat:cs.CL or cat:cs would work.`,
    );
  } else (part.excluded ? query.excludedCategories : query.categories).push(category);
}

function readVotes(query: Draft, part: QueryPart): void {
  const votes = parseVotes(part.value);
  if (votes === undefined || part.excluded) {
    query.remarks.push(
      `${shown(part)} is no number of votes and was left out; votes:>20, votes:20 or votes:5-20 would work.`,
    );
    return;
  }
  query.minVotes = Math.max(query.minVotes ?? 0, votes.min);
  query.maxVotes = Math.min(query.maxVotes ?? Number.MAX_SAFE_INTEGER, votes.max);
}

function readHas(query: Draft, part: QueryPart): void {
  if (/^(?:code|repo|github|implementation)$/iu.test(part.value) && !part.excluded) query.hasCode = true;
  else query.remarks.push(`${shown(part)} was left out: has:code is all that can be asked for.`);
}

function readDate(query: Draft, part: QueryPart, field: "after" | "before" | "day", now: Date): void {
  const day = field === "day" ? parseListDay(part.value, currentListDay(now)) : undefined;
  const period = day === undefined ? parsePeriod(part.value, now) : undefined;
  if (part.excluded || (day === undefined && period === undefined)) {
    query.remarks.push(
      `${shown(part)} is no date and was left out; 2026-01-31, 2026-01, 2026, yesterday and 30d would work.`,
    );
  } else if (day !== undefined) query.day = day;
  else if (period !== undefined) {
    if (field !== "before") query.publishedFrom = Math.max(query.publishedFrom ?? period.from, period.from);
    if (field === "before")
      query.publishedBefore = Math.min(query.publishedBefore ?? period.from, period.from);
    if (field === "day") query.publishedBefore = Math.min(query.publishedBefore ?? period.to, period.to);
  }
}

function shown(part: QueryPart): string {
  return `${part.excluded ? "-" : ""}${part.typedField}:${part.quoted ? `"${part.value}"` : part.value}`;
}

/** Whether anything but fields and exclusions was typed. */
export function hasText(query: Query): boolean {
  return query.words.length + query.phrases.length + query.titlePhrases.length > 0;
}

/** Whether the query says which papers may be found at all. */
export function hasConditions(query: Query): boolean {
  const { authors, organizations, categories, exclusions } = query;
  const { excludedAuthors, excludedOrganizations, excludedCategories } = query;
  const lists = [authors, organizations, categories, exclusions];
  const excluded = [excludedAuthors, excludedOrganizations, excludedCategories];
  const { publishedFrom, publishedBefore, day, minVotes, maxVotes } = query;
  return (
    query.hasCode ||
    [...lists, ...excluded].some(({ length }) => length > 0) ||
    [publishedFrom, publishedBefore, day, minVotes, maxVotes].some((bound) => bound !== undefined)
  );
}
