/** What can be followed: parsed from what a person typed, matched against papers with the reason. */
import type { Paper } from "../papers/paper.ts";
import type { Acronyms } from "../search/acronyms.ts";

export interface Topic {
  /** As typed, for showing. */
  readonly typed: string;
  /** The same for topics that mean the same, however they are typed. */
  readonly key: string;
  /** Follows the top of the list instead of words. */
  readonly everything: boolean;
  /** Each must be in the title or abstract: a phrase of one or more words. */
  readonly phrases: readonly string[];
  /** None may be there. */
  readonly exclusions: readonly string[];
  /** arXiv categories, any of which will do: `cs.CL`, or `cs` for all of an archive. */
  readonly categories: readonly string[];
  readonly authors: readonly string[];
  readonly organizations: readonly string[];
  /** Fewest votes. */
  readonly minVotes: number;
}

export interface TopicMatch {
  /** A `maybe` is worth showing only where there is room. */
  readonly strength: "match" | "maybe";
  /** For people, for instance `matches "kv cache"`. */
  readonly reason: string;
  /** The phrase that brought it, where one did: what muting would mute. */
  readonly phrase: string | undefined;
}

/** Reads what a person typed; a problem is a sentence that says what was understood and what would work. */
export function parseTopic(typed: string): { readonly topic: Topic } | { readonly problem: string } {
  throw new Error(`not written yet: ${typed}`);
}

/** Finds which of many topics a paper belongs to; cost grows with the matches, not with the topics. */
export interface TopicMatcher {
  match(paper: Paper): readonly { readonly topic: Topic; readonly match: TopicMatch }[];
}

/** `acronyms` holds what the catalog itself says of its short forms. */
export function createTopicMatcher(topics: readonly Topic[], acronyms: Acronyms): TopicMatcher {
  throw new Error(`not written yet: ${topics.length} ${acronyms}`);
}
