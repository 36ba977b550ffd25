/**
 * What a person typed into a search -> Query. The language, all of it optional; everything else is words:
 *
 *     kv cache "long context"      words, and a phrase that must be there
 *     -survey -"position paper"    must not be there (NOT survey too)
 *     title:diffusion -title:video in the title, not in it (title:"a phrase" too)
 *     author:"Song Han" org:nvidia cat:cs.CL,cs.LG
 *     after:2026-01 before:2026-06-30 after:30d day:yesterday
 *     votes:>20 has:code
 *     2401.00001                   an arXiv id or a link: that paper, before what its other words find
 */
import type { ListDay } from "../papers/list-day.ts";
import { currentListDay, parseListDay } from "../papers/list-day.ts";
import type { PaperId } from "../papers/paper.ts";
import { parseCategories } from "./categories.ts";
import { conflictsOf } from "./query-conflicts.ts";
import { parsePeriod } from "./query-dates.ts";
import { readIds } from "./query-ids.ts";
import { isEither, parseVotes, type QueryPart, queryParts, shownPart } from "./query-parts.ts";
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
  /** Must not be in the title, wherever else they stand. */
  readonly excludedTitlePhrases: readonly Phrase[];
  /** Of several authors any will do, and so with organizations and categories, as in topics. */
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
  const { parts, remarks } = queryParts(rest);
  const query: Draft = { ...emptyDraft(), paperIds: [...ids], remarks: [...remarks] };
  const read = withoutProse(parts.slice(0, MAX_WORDS));
  for (const part of read) readPart(query, part, now);
  if (typed.length > MAX_TYPED || parts.length > MAX_WORDS || query.words.length > MAX_WORDS) {
    query.remarks.push("That is long: only its beginning was looked for.");
  }
  query.words.length = Math.min(query.words.length, MAX_WORDS);
  query.places.length = query.words.length;
  if (read.some(isEither) && read.some(({ field, quoted }) => quoted || field !== undefined)) {
    query.remarks.push(
      "OR changes nothing: any of the words will do anyway, and phrases and fields must all fit.",
    );
  }
  return { ...query, remarks: [...query.remarks, ...conflictsOf(query, now)] };
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
    excludedTitlePhrases: [],
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
  if (part.negated && part.excluded) {
    query.remarks.push(`${shownPart(part)} was read as ${shownPart({ ...part, negated: false })}.`);
  }
  switch (part.field) {
    case undefined:
      readWords(query, part);
      return;
    case "title":
    case "author":
    case "org":
      readText(query, part, part.field);
      return;
    case "cat":
      readCategories(query, part);
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

function readWords(query: Draft, part: QueryPart): void {
  const found = wordsOf(part.value);
  const words = found.map(({ folded }) => folded);
  if (words.length === 0) return;
  if (part.excluded) query.exclusions.push(words);
  else if (part.quoted) query.phrases.push(words);
  else {
    const from = query.words.length;
    query.words.push(...words);
    for (const { start, end } of found) query.places.push([part.at + start, part.at + end]);
    if (words.length > 1 && !/\s/u.test(part.value)) query.compounds.push([from, from + words.length]);
  }
}

function readText(query: Draft, part: QueryPart, field: "title" | "author" | "org"): void {
  const words = field === "author" ? namesOf(query, part) : foldedWords(part.value);
  if (words.length === 0) {
    query.remarks.push(`${shownPart(part)} says nothing and was left out.`);
  } else if (field === "title") {
    (part.excluded ? query.excludedTitlePhrases : query.titlePhrases).push(words);
  } else if (field === "author") (part.excluded ? query.excludedAuthors : query.authors).push(words);
  else (part.excluded ? query.excludedOrganizations : query.organizations).push(words);
}

/** The index knows names by their whole words: an initial beside them is left out, not taken for a name. */
function namesOf(query: Draft, part: QueryPart): Phrase {
  const words = foldedWords(part.value);
  const names = words.filter(
    (word) => !/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u.test(word),
  );
  if (names.length === 0 || names.length === words.length) return words;
  query.remarks.push(`${shownPart(part)} was read without the initial: only whole names can be looked for.`);
  return names;
}

function readCategories(query: Draft, part: QueryPart): void {
  const { names, unlisted, unknown, remarks } = parseCategories(part.value);
  (part.excluded ? query.excludedCategories : query.categories).push(...names);
  query.remarks.push(...remarks, ...unlisted.map((name) => `arXiv's list of categories has no ${name}.`));
  if (names.length + unknown.length === 0)
    query.remarks.push(`${shownPart(part)} says nothing and was left out.`);
  for (const typed of unknown) {
    const wrong = shownPart({ ...part, value: typed, quoted: false });
    query.remarks.push(`${wrong} is no arXiv category and was left out; cat:cs.CL or cat:cs would work.`);
  }
}

function readVotes(query: Draft, part: QueryPart): void {
  const votes = parseVotes(part.value);
  if (part.excluded) {
    query.remarks.push(
      `${shownPart(part)} was left out: say how many votes are wanted instead, as in votes:<20.`,
    );
  } else if (votes === undefined) {
    query.remarks.push(
      `${shownPart(part)} is no number of votes and was left out; votes:>20, votes:20 or votes:5-20 would work.`,
    );
  } else {
    query.minVotes = Math.max(query.minVotes ?? 0, votes.min);
    query.maxVotes = Math.min(query.maxVotes ?? Number.MAX_SAFE_INTEGER, votes.max);
  }
}

function readHas(query: Draft, part: QueryPart): void {
  if (/^(?:code|repo|github|implementation)$/iu.test(part.value) && !part.excluded) query.hasCode = true;
  else query.remarks.push(`${shownPart(part)} was left out: has:code is all that can be asked for.`);
}

function readDate(query: Draft, part: QueryPart, field: "after" | "before" | "day", now: Date): void {
  const day = field === "day" ? parseListDay(part.value, currentListDay(now)) : undefined;
  const period = day === undefined ? parsePeriod(part.value, now) : undefined;
  if (part.excluded) {
    query.remarks.push(
      `${shownPart(part)} was left out: say which time is wanted instead, with after: and before:.`,
    );
  } else if (day === undefined && period === undefined) {
    query.remarks.push(
      `${shownPart(part)} is no date and was left out; 2026-01-31, 2026-01, 2026, yesterday and 30d would work.`,
    );
  } else if (day !== undefined) {
    if (query.day !== undefined && query.day !== day) {
      query.remarks.push(`${shownPart(part)} was left out: only one day can be asked for.`);
    } else query.day = day;
  } else if (period !== undefined) {
    if (field !== "before") query.publishedFrom = Math.max(query.publishedFrom ?? period.from, period.from);
    if (field === "before")
      query.publishedBefore = Math.min(query.publishedBefore ?? period.from, period.from);
    if (field === "day") query.publishedBefore = Math.min(query.publishedBefore ?? period.to, period.to);
  }
}

function foldedWords(text: string): Phrase {
  return wordsOf(text).map(({ folded }) => folded);
}

/** Whether anything but fields and exclusions was typed. */
export function hasText(query: Query): boolean {
  return query.words.length + query.phrases.length + query.titlePhrases.length > 0;
}

/** Whether the query says which papers may be found at all. */
export function hasConditions(query: Query): boolean {
  const { excludedTitlePhrases, excludedAuthors, excludedOrganizations, excludedCategories } = query;
  const { authors, organizations, categories, exclusions } = query;
  const lists = [authors, organizations, categories, exclusions];
  const excluded = [excludedTitlePhrases, excludedAuthors, excludedOrganizations, excludedCategories];
  const { publishedFrom, publishedBefore, day, minVotes, maxVotes } = query;
  return (
    query.hasCode ||
    [...lists, ...excluded].some(({ length }) => length > 0) ||
    [publishedFrom, publishedBefore, day, minVotes, maxVotes].some((bound) => bound !== undefined)
  );
}
