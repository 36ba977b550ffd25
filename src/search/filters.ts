/** The conditions of a query: which papers may be found at all. */

import type { IndexReader } from "./index-reader.ts";
import { NAME_WORDS, phraseTerms } from "./indexed-paper.ts";
import type { Filter } from "./lexical.ts";
import { anyOf, type Postings } from "./postings.ts";
import type { Phrase, Query } from "./query.ts";
import { DAY_MS } from "./query-dates.ts";

/** `listed`: the ids of the papers on the day's list that the query names. */
export function filterOf(index: IndexReader, query: Query, listed: readonly string[] | undefined): Filter {
  const columns = index.columns();
  const required: Postings[] = [
    ...query.phrases.map((phrase) => index.phrase(phraseTerms(phrase))),
    ...query.titlePhrases.map((phrase) => index.phrase(phraseTerms(phrase), true)),
    ...any(query.authors.map((name) => named(index, "author", name))),
    ...any(query.organizations.map((name) => named(index, "org", name))),
    ...any(query.categories.map((category) => index.postings(`cat ${category}`))),
    ...(query.hasCode ? [index.postings("has code")] : []),
  ];
  const excluded: Postings[] = [
    ...query.exclusions.map((phrase) => index.phrase(phraseTerms(phrase))),
    ...query.excludedTitlePhrases.map((phrase) => index.phrase(phraseTerms(phrase), true)),
    ...query.excludedAuthors.map((name) => named(index, "author", name)),
    ...query.excludedOrganizations.map((name) => named(index, "org", name)),
    ...query.excludedCategories.map((category) => index.postings(`cat ${category}`)),
  ];
  const { publishedFrom, publishedBefore, minVotes, maxVotes } = query;
  const hasRange = [publishedFrom, publishedBefore, minVotes, maxVotes].some((bound) => bound !== undefined);
  if (required.length + excluded.length === 0 && !hasRange && listed === undefined) return undefined;

  // Counts the conditions that a paper fulfils; only whole numbers of them up to 255 are told apart.
  const met = new Uint8Array(columns.last + 1);
  let conditions = 0;
  for (const { numbers } of required) {
    for (const number of numbers) if (met[number] === conditions) met[number] = conditions + 1;
    conditions += 1;
  }
  if (listed !== undefined) {
    for (const number of index.numbersOf(listed))
      if (met[number] === conditions) met[number] = conditions + 1;
    conditions += 1;
  }
  const from = publishedFrom === undefined ? Number.NEGATIVE_INFINITY : Math.floor(publishedFrom / DAY_MS);
  const before =
    publishedBefore === undefined ? Number.POSITIVE_INFINITY : Math.ceil(publishedBefore / DAY_MS);
  for (let number = 0; number <= columns.last; number += 1) {
    const published = columns.published[number] ?? 0;
    const votes = columns.votes[number] ?? 0;
    const fits =
      met[number] === conditions &&
      published >= from &&
      published < before &&
      votes >= (minVotes ?? 0) &&
      votes <= (maxVotes ?? Number.MAX_SAFE_INTEGER);
    met[number] = fits ? 1 : 0;
  }
  for (const { numbers } of excluded) for (const number of numbers) met[number] = 0;
  return met;
}

/** One condition of several of which any will do; none of none. */
function any(lists: readonly Postings[]): readonly Postings[] {
  return lists.length === 0 ? [] : [anyOf(lists)];
}

/** Names in any order (`Han, Song`), within one person's or organization's name. */
function named(index: IndexReader, field: "author" | "org", name: Phrase): Postings {
  return index.together(
    name.slice(0, NAME_WORDS).map((word) => `${field} ${word}`),
    NAME_WORDS,
  );
}
