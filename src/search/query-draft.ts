/** A query while it is read: takes in one part of what was typed after the other. */
import { currentListDay, parseListDay } from "../papers/list-day.ts";
import { parseCategories } from "./categories.ts";
import type { Phrase, Query } from "./query.ts";
import { parsePeriod } from "./query-dates.ts";
import { parseVotes, type QueryPart, shownPart } from "./query-parts.ts";
import { wordsOf } from "./words.ts";

/** A query while it is read: the same, but it can be added to. */
export type QueryDraft = {
  -readonly [Key in keyof Query]: Query[Key] extends readonly (infer Item)[] ? Item[] : Query[Key];
};

export function emptyDraft(): QueryDraft {
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

export function readPart(query: QueryDraft, part: QueryPart, now: Date): void {
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

function readWords(query: QueryDraft, part: QueryPart): void {
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

function readText(query: QueryDraft, part: QueryPart, field: "title" | "author" | "org"): void {
  const words = field === "author" ? namesOf(query, part) : foldedWords(part.value);
  if (words.length === 0) {
    query.remarks.push(`${shownPart(part)} says nothing and was left out.`);
  } else if (field === "title") {
    (part.excluded ? query.excludedTitlePhrases : query.titlePhrases).push(words);
  } else if (field === "author") (part.excluded ? query.excludedAuthors : query.authors).push(words);
  else (part.excluded ? query.excludedOrganizations : query.organizations).push(words);
}

/** The index knows names by their whole words: an initial beside them is left out, not taken for a name. */
function namesOf(query: QueryDraft, part: QueryPart): Phrase {
  const words = foldedWords(part.value);
  const names = words.filter(
    (word) => !/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u.test(word),
  );
  if (names.length === 0 || names.length === words.length) return words;
  query.remarks.push(`${shownPart(part)} was read without the initial: only whole names can be looked for.`);
  return names;
}

function readCategories(query: QueryDraft, part: QueryPart): void {
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

function readVotes(query: QueryDraft, part: QueryPart): void {
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

function readHas(query: QueryDraft, part: QueryPart): void {
  if (/^(?:code|repo|github|implementation)$/iu.test(part.value) && !part.excluded) query.hasCode = true;
  else query.remarks.push(`${shownPart(part)} was left out: has:code is all that can be asked for.`);
}

function readDate(query: QueryDraft, part: QueryPart, field: "after" | "before" | "day", now: Date): void {
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
