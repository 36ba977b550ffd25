/**
 * Which topics a paper belongs to. A stemmed phrase, or its acronym, is a match; its words near each other are a
 * "maybe". Topics are kept by the rarest word that each must find, so a paper asks only those whose word it holds.
 */
import type { Paper } from "../papers/paper.ts";
import type { Acronyms } from "../search/acronyms.ts";
import { firstNamed } from "./names.ts";
import { NEAR, otherWays, type PaperWords, paperWords, type Way, wayOf } from "./paper-words.ts";
import type { Topic } from "./topic.ts";
import { anchorsOfFields, fieldWords } from "./topic-fields.ts";
import { type Alternative, createWordIndex } from "./topic-index.ts";

export interface TopicMatch {
  /** A `maybe` is worth showing only where there is room. */
  readonly strength: "match" | "maybe";
  /** For people, for instance `matches "kv cache"`. */
  readonly reason: string;
  /** The phrase that brought it, where one did: what muting would mute. */
  readonly phrase: string | undefined;
}

/** Finds which of many topics a paper belongs to; cost grows with the matches, not with the topics. */
export interface TopicMatcher {
  match(paper: Paper): readonly { readonly topic: Topic; readonly match: TopicMatch }[];
}

/** `acronyms` holds what the catalog itself says of its short forms. */
export function createTopicMatcher(topics: readonly Topic[], acronyms: Acronyms): TopicMatcher {
  const phrases = new Map<string, FollowedPhrase>();
  const followed = (phrase: string): FollowedPhrase => {
    const known = phrases.get(phrase);
    if (known !== undefined) return known;
    const exact = wayOf(phrase);
    const ways = [exact, ...acronyms.equivalents(phrase).map(wayOf), ...otherWays(phrase)];
    const added = { number: phrases.size, phrase, ways, exact, asItIs: said(phrase, `"${phrase}"`) };
    phrases.set(phrase, added);
    return added;
  };
  const entries = topics.map((topic) => entryOf(topic, followed));
  const index = createWordIndex(entries.map((entry) => ({ entry, alternatives: alternativesOf(entry) })));

  // A phrase that many topics share is looked for once a paper: the turn in which it was, and what came of it.
  const askedIn = new Uint32Array(phrases.size);
  const answers: Saying[] = Array.from({ length: phrases.size });
  let turn = 0;

  return {
    match(paper) {
      const words = paperWords(paper);
      turn += 1;
      const sayingOf = (phrase: FollowedPhrase): Saying => {
        if (askedIn[phrase.number] !== turn) {
          askedIn[phrase.number] = turn;
          answers[phrase.number] = saying(words, phrase);
        }
        return answers[phrase.number];
      };
      const found: { topic: Topic; match: TopicMatch }[] = [];
      for (const entry of index.among([
        ...words.places,
        ...fieldWords(paper).map((word) => [word, []] as const),
      ])) {
        const match =
          entry.only === undefined
            ? holdsAll(words, entry)
              ? matchEntry(entry, paper, sayingOf)
              : undefined
            : matchOfPhrase(entry.only, sayingOf(entry.only));
        if (match !== undefined) found.push({ topic: entry.topic, match });
      }
      return found;
    },
  };
}

interface FollowedPhrase {
  /** Its place among the matcher's phrases. */
  readonly number: number;
  readonly phrase: string;
  readonly exact: Way;
  readonly ways: readonly Way[];
  /** Made once, because thousands of topics may match one paper, most of them so. */
  readonly asItIs: Said;
}

interface Entry {
  readonly topic: Topic;
  readonly phrases: readonly FollowedPhrase[];
  readonly exclusions: readonly FollowedPhrase[];
  /** The phrase of a topic that is nothing but this phrase, as most are. */
  readonly only: FollowedPhrase | undefined;
}

function entryOf(topic: Topic, followed: (phrase: string) => FollowedPhrase): Entry {
  const [first, ...more] = topic.phrases;
  const conditions = [more, topic.exclusions, topic.authors, topic.organizations, topic.categories];
  const isOnly = topic.minVotes <= 0 && conditions.every((some) => some.length === 0);
  return {
    topic,
    phrases: topic.phrases.map(followed),
    exclusions: topic.exclusions.map(followed),
    only: first !== undefined && isOnly ? followed(first) : undefined,
  };
}

/** Whether the words of each phrase are there in some way, wherever they stand: cheap, and true of few topics. */
function holdsAll(words: PaperWords, { phrases }: Entry): boolean {
  for (const { ways } of phrases) {
    let held = false;
    for (const way of ways) held ||= words.holds(way);
    if (!held) return false;
  }
  return true;
}

/** A phrase that a paper says. */
interface Said {
  /** The phrase, and how the paper writes it, for people. */
  readonly told: string;
  /** What a topic gets that is nothing but this phrase. */
  readonly match: TopicMatch;
}

/** How a paper says a phrase; or that its words stand near each other; or that it does not. */
type Saying = Said | "near" | undefined;

function said(phrase: string, told: string): Said {
  return { told, match: { strength: "match", reason: `matches ${told}`, phrase } };
}

function saying(words: PaperWords, { phrase, ways, exact, asItIs }: FollowedPhrase): Saying {
  const way = ways.find((one) => words.says(one));
  if (way === undefined) return exact.stems.length > 1 && words.saysNear(exact) ? "near" : undefined;
  const isExact = way === exact && (way.whole === undefined || words.says(way.whole));
  return isExact ? asItIs : said(phrase, `"${phrase}" (as "${words.quote(way) ?? way.written}")`);
}

function matchEntry(
  { topic, phrases, exclusions }: Entry,
  paper: Paper,
  sayingOf: (phrase: FollowedPhrase) => Saying,
): TopicMatch | undefined {
  if (paper.votes < topic.minVotes) return undefined;
  const sure: FollowedPhrase[] = [];
  const near: FollowedPhrase[] = [];
  const told: string[] = [];
  for (const phrase of phrases) {
    const how = sayingOf(phrase);
    if (how === undefined) return undefined;
    (how === "near" ? near : sure).push(phrase);
    if (how !== "near") told.push(how.told);
  }
  const author = firstNamed(topic.authors, paper.authors);
  if (topic.authors.length > 0 && author === undefined) return undefined;
  const organization = firstNamed(
    topic.organizations,
    paper.organization === undefined ? [] : [paper.organization],
  );
  if (topic.organizations.length > 0 && organization === undefined) return undefined;
  const category = topic.categories.find((one) =>
    paper.categories.some((has) => has === one || has.startsWith(`${one}.`)),
  );
  const isUnknown = topic.categories.length > 0 && paper.categories.length === 0;
  if (topic.categories.length > 0 && category === undefined && !isUnknown) return undefined;
  if (isUnknown && phrases.length + topic.authors.length + topic.organizations.length === 0) return undefined;
  if (exclusions.some((phrase) => isSaid(sayingOf(phrase)))) return undefined;

  const reasons = [
    ...(told.length > 0 ? [`matches ${told.join(" and ")}`] : []),
    ...(near.length > 0 ? [mayMatch(near)] : []),
    ...(author === undefined ? [] : [`by ${author}`]),
    ...(organization === undefined ? [] : [`from ${organization}`]),
    ...(category === undefined ? [] : [`in ${category}`]),
    ...(isUnknown ? [`category unknown`] : []),
  ];
  return {
    strength: near.length > 0 || isUnknown ? "maybe" : "match",
    reason: reasons.length > 0 ? reasons.join(", ") : "among everything that is followed",
    phrase: (sure[0] ?? near[0])?.phrase,
  };
}

/** What `matchEntry` says of a topic that is nothing but this phrase. */
function matchOfPhrase(phrase: FollowedPhrase, how: Saying): TopicMatch | undefined {
  return how === "near"
    ? { strength: "maybe", reason: mayMatch([phrase]), phrase: phrase.phrase }
    : how?.match;
}

function mayMatch(phrases: readonly FollowedPhrase[]): string {
  const quoted = phrases.map(({ phrase }) => `"${phrase}"`).join(" and ");
  return `may match ${quoted}: the words stand near each other`;
}

function isSaid(saying: Saying): boolean {
  return saying !== undefined && saying !== "near";
}

/** What must be there: one of the ways to say the phrase with the longest, hence rarest, words; else a field's word. */
function alternativesOf({ topic, phrases }: Entry): readonly Alternative[] {
  const length = ({ exact }: FollowedPhrase) => exact.stems.join("").length;
  const [longest] = [...phrases].sort((one, other) => length(other) - length(one));
  if (longest !== undefined)
    return longest.ways.map(({ stems, gaps }) => ({ words: stems, reach: Math.max(NEAR, gaps.at(-1) ?? 0) }));
  return anchorsOfFields(topic).map((word) => ({ words: [word], reach: 0 }));
}
