/**
 * One list of our hits and Hugging Face's:
 *
 *     score = our score + 0.3 × (1 - place / places)
 *
 * Our best hit has a score near 1, a paper that we did not find has 0, and Hugging Face's first has place 0. So a paper that
 * both find rises, what only Hugging Face finds stands below what clearly fits our words, and above what hardly does.
 */
import type { PaperId } from "../papers/paper.ts";
import { hasConditions, type Query } from "./query.ts";
import type { ScoredId } from "./search-engine.ts";

const REMOTE_WEIGHT = 0.3;

export function mergeRemote(local: readonly ScoredId[], remote: readonly PaperId[]): readonly PaperId[] {
  const scores = new Map(local.map(({ id, score }) => [id, score]));
  for (const [place, id] of remote.entries()) {
    scores.set(id, (scores.get(id) ?? 0) + REMOTE_WEIGHT * (1 - place / remote.length));
  }
  // Equal ones keep the order in which they came: ours first.
  return [...scores].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

/** What Hugging Face is asked: plain words. It knows none of our conditions, so a query that has some is ours alone. */
export function remoteWords(query: Query): string {
  const demands = [query.phrases, query.titlePhrases, query.exclusions];
  const isMore = query.paperIds.length > 0 || hasConditions(query);
  if (isMore || demands.some(({ length }) => length > 0)) return "";
  return query.words.join(" ");
}
