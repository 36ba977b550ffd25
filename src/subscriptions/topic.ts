/** What can be followed: parsed from what a person typed, matched against papers with the reason. */

export { createTopicMatcher, type TopicMatch } from "./topic-match.ts";
export { parseTopic } from "./topic-parse.ts";

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
  /** Any of them. */
  readonly authors: readonly string[];
  /** Any of them. */
  readonly organizations: readonly string[];
  /** Fewest votes. */
  readonly minVotes: number;
}
