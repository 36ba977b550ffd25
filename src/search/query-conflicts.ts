/** What a query asks for although no paper can have it; sentences for people. */
import type { Phrase, Query } from "./query.ts";
import { DAY_MS } from "./query-dates.ts";
import { isStopWord, stemOf } from "./words.ts";

export function conflictsOf(query: Query, now: Date): readonly string[] {
  return [...clashesOf(query), ...rangesOf(query, now)];
}

function rangesOf(query: Query, now: Date): readonly string[] {
  const { publishedFrom = 0, publishedBefore = Number.POSITIVE_INFINITY, minVotes = 0 } = query;
  const { maxVotes = Number.POSITIVE_INFINITY } = query;
  const isOver = Math.floor(publishedFrom / DAY_MS) >= Math.ceil(publishedBefore / DAY_MS);
  return [
    ...(isOver ? ["No paper can have appeared then: that time ends before it begins."] : []),
    ...(publishedFrom > now.getTime() ? ["No paper has appeared yet in that time: it lies ahead."] : []),
    ...(minVotes > maxVotes ? ["No paper can have so many votes and so few."] : []),
  ];
}

/** What is asked for and left out by the same words. */
function clashesOf(query: Query): readonly string[] {
  const { exclusions, excludedTitlePhrases, titlePhrases } = query;
  const content = query.words.filter((word) => !isStopWord(word));
  const isOut = (phrase: Phrase) => exclusions.some((out) => holdsPhrase(phrase, out));
  const named = (field: string, wanted: readonly Phrase[], out: readonly Phrase[]) =>
    wanted.length > 0 &&
    wanted.every((name) => out.some((other) => other.every((word) => name.includes(word))))
      ? [`${field}:${quoted(wanted[0] ?? [])}`]
      : [];
  const isCategoryOut = (name: string) =>
    query.excludedCategories.some((out) => out === name || name.startsWith(`${out}.`));
  const clashes = [
    ...(content.length > 0 && content.every((word) => isOut([word])) ? [quoted(content)] : []),
    ...query.phrases.filter(isOut).map(quoted),
    ...titlePhrases
      .filter((phrase) => isOut(phrase) || excludedTitlePhrases.some((out) => holdsPhrase(phrase, out)))
      .map((phrase) => `title:${quoted(phrase)}`),
    ...named("author", query.authors, query.excludedAuthors),
    ...named("org", query.organizations, query.excludedOrganizations),
    ...(query.categories.length > 0 && query.categories.every(isCategoryOut)
      ? [`cat:${query.categories.join(",")}`]
      : []),
  ];
  return clashes.map((clash) => `${clash} is both asked for and left out.`);
}

/** Whether whoever says `phrase` says `part` with it. */
export function holdsPhrase(phrase: Phrase, part: Phrase): boolean {
  const stems = (words: Phrase) => ` ${words.map(stemOf).join(" ")} `;
  return part.length > 0 && stems(phrase).includes(stems(part));
}

function quoted(words: Phrase): string {
  return words.length === 1 ? words.join("") : `"${words.join(" ")}"`;
}
