/**
 * Which topics a paper belongs to. A stemmed phrase, or its acronym, is a match; its words near each other are a
 * "maybe". Topics are kept by the rarest word that each must find, so a paper asks only those whose word it holds.
 */
import type { Paper } from "../papers/paper.ts";
import type { Acronyms } from "../search/acronyms.ts";
import { wordsOf } from "../search/words.ts";
import { firstNamed } from "./names.ts";
import { joinedWay, type PaperWords, paperWords, type Way, wayOf } from "./paper-words.ts";
import type { Topic } from "./topic.ts";

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
    const added = { phrase, ways: waysToSay(phrase, acronyms), exact: wayOf(phrase) };
    phrases.set(phrase, added);
    return added;
  };
  const entries = topics.map((topic) => ({
    topic,
    phrases: topic.phrases.map(followed),
    exclusions: topic.exclusions.map(followed),
  }));
  const byAnchor = anchor(entries);
  const unanchored = entries.filter(
    ({ topic }) => anchorsOfFields(topic).length === 0 && topic.phrases.length === 0,
  );

  return {
    match(paper) {
      const words = paperWords(paper);
      const said = new Map<FollowedPhrase, Saying>();
      const sayingOf = (phrase: FollowedPhrase): Saying => {
        const known = said.get(phrase);
        if (known !== undefined) return known;
        const found = saying(words, phrase);
        said.set(phrase, found);
        return found;
      };
      const candidates = new Set<Entry>(unanchored);
      for (const word of [...words.stems, ...fieldWords(paper)]) {
        for (const entry of byAnchor.get(word) ?? []) {
          if (holdsAll(words, entry)) candidates.add(entry);
        }
      }
      return [...candidates].flatMap((entry) => {
        const match = matchEntry(entry, paper, sayingOf);
        return match === undefined ? [] : [{ topic: entry.topic, match }];
      });
    },
  };
}

interface FollowedPhrase {
  readonly phrase: string;
  readonly exact: Way;
  readonly ways: readonly Way[];
}

interface Entry {
  readonly topic: Topic;
  readonly phrases: readonly FollowedPhrase[];
  readonly exclusions: readonly FollowedPhrase[];
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

/** How a paper says a phrase: in one of its ways, with its words near each other, or not at all. */
type Saying = Way | "near" | undefined;

function waysToSay(phrase: string, acronyms: Acronyms): readonly Way[] {
  const joined = joinedWay(phrase);
  return [
    wayOf(phrase),
    ...acronyms.equivalents(phrase).map(wayOf),
    ...(joined === undefined ? [] : [joined]),
  ];
}

function saying(words: PaperWords, { ways, exact }: FollowedPhrase): Saying {
  const way = ways.find((one) => words.says(one));
  if (way !== undefined) return way;
  return exact.stems.length > 1 && words.saysNear(exact) ? "near" : undefined;
}

function matchEntry(
  { topic, phrases, exclusions }: Entry,
  paper: Paper,
  sayingOf: (phrase: FollowedPhrase) => Saying,
): TopicMatch | undefined {
  if (paper.votes < topic.minVotes) return undefined;
  const sayings = phrases.map((phrase) => ({ phrase, saying: sayingOf(phrase) }));
  if (sayings.some(({ saying: one }) => one === undefined)) return undefined;
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

  const sure = sayings.filter(({ saying: one }) => one !== "near");
  const near = sayings.filter(({ saying: one }) => one === "near");
  const reasons = [
    ...(sure.length > 0
      ? [`matches ${sure.map(({ phrase, saying: one }) => told(phrase, one)).join(" and ")}`]
      : []),
    ...(near.length > 0
      ? [
          `may match ${near.map(({ phrase }) => `"${phrase.phrase}"`).join(" and ")}: the words stand near each other`,
        ]
      : []),
    ...(author === undefined ? [] : [`by ${author}`]),
    ...(organization === undefined ? [] : [`from ${organization}`]),
    ...(category === undefined ? [] : [`in ${category}`]),
    ...(isUnknown ? [`category unknown`] : []),
  ];
  return {
    strength: near.length > 0 || isUnknown ? "maybe" : "match",
    reason: reasons.length > 0 ? reasons.join(", ") : "among everything that is followed",
    phrase: (sure[0] ?? near[0])?.phrase.phrase,
  };
}

function isSaid(saying: Saying): boolean {
  return saying !== undefined && saying !== "near";
}

function told(phrase: FollowedPhrase, saying: Saying): string {
  const way = isSaid(saying) && typeof saying === "object" ? saying : phrase.exact;
  return way.written === phrase.phrase ? `"${phrase.phrase}"` : `"${phrase.phrase}" (as "${way.written}")`;
}

/** Words of fields begin with a character that no stem holds. */
function fieldWords(paper: Paper): readonly string[] {
  const ofNames = (mark: string, names: readonly string[]) =>
    names.flatMap((name) => wordsOf(name).map(({ folded }) => mark + folded));
  return [
    ...ofNames("@", paper.authors),
    ...ofNames("%", paper.organization === undefined ? [] : [paper.organization]),
    ...paper.categories.flatMap((category) => [`#${category}`, `#${category.split(".")[0] ?? ""}`]),
  ];
}

/** For each alternative that would do, a word that must then be there; none if the topic has no fields to go by. */
function anchorsOfFields(topic: Topic): readonly string[] {
  const longest = (name: string) =>
    wordsOf(name).reduce((best, { folded }) => (folded.length > best.length ? folded : best), "");
  if (topic.authors.length > 0) return topic.authors.map((name) => `@${longest(name)}`);
  if (topic.organizations.length > 0) return topic.organizations.map((name) => `%${longest(name)}`);
  return topic.categories.map((category) => `#${category}`);
}

function anchor(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const uses = new Map<string, number>();
  for (const { phrases } of entries) {
    for (const { ways } of phrases) {
      for (const stem of ways.flatMap(({ stems }) => stems)) uses.set(stem, (uses.get(stem) ?? 0) + 1);
    }
  }
  const rarest = ({ stems }: Way) =>
    stems.reduce(
      (best, stem) => ((uses.get(stem) ?? 0) < (uses.get(best) ?? 0) ? stem : best),
      stems[0] ?? "",
    );
  const cost = (anchors: readonly string[]) => anchors.reduce((sum, stem) => sum + (uses.get(stem) ?? 0), 0);
  const byAnchor = new Map<string, Entry[]>();
  for (const entry of entries) {
    const choices = entry.phrases.map(({ ways }) => ways.map(rarest));
    const best = choices.reduce<readonly string[] | undefined>(
      (one, other) => (one === undefined || cost(other) < cost(one) ? other : one),
      undefined,
    );
    for (const stem of new Set(best ?? anchorsOfFields(entry.topic))) {
      const known = byAnchor.get(stem);
      if (known === undefined) byAnchor.set(stem, [entry]);
      else known.push(entry);
    }
  }
  return byAnchor;
}
