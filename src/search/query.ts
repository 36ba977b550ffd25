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
import type { PaperId } from "../papers/paper.ts";
import { conflictsOf } from "./query-conflicts.ts";
import { emptyDraft, readPart } from "./query-draft.ts";
import { readIds } from "./query-ids.ts";
import { isEither, type QueryPart, queryParts } from "./query-parts.ts";

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
  const read = withoutProse(parts.slice(0, MAX_WORDS));
  // In a sentence no quotation mark was read as one.
  const isRead = read.some(({ quoted }) => quoted);
  const query = { ...emptyDraft(), paperIds: [...ids], remarks: isRead ? [...remarks] : [] };
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
