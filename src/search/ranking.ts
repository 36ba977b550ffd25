/**
 * The order of the hits. What counts, in this order:
 *
 *     score = words / best words + 0.15 or 0.4 × likeness (less where papers are but titles) + a little for votes and recency
 *
 * `words` is BM25; `likeness` the cosine with what the query and the best papers by words are about; votes and recency decide only between papers
 * whose texts fit about equally well.
 */

import type { Ranked } from "./best-heap.ts";
import type { PaperColumns } from "./paper-columns.ts";

/** What a few words name is mostly found by these words; a sentence can say it in others. docs/search.md has the measurements. */
export const LIKENESS_WEIGHT = { short: 0.15, long: 0.4 };

/** Papers of fewer words, on average, hardly tell a model what they are about; of titles alone, likeness says a fifth. */
const TELLING_WORDS = 40;

/** The most that votes, and recency, can add: a fortieth of the best paper's words. */
const VOTES_WEIGHT = 0.025;
const RECENCY_WEIGHT = 0.015;

/** Votes that earn half of what can be earned. */
const HALF_VOTES = 30;
/** Days after which recency is worth half. */
const HALF_LIFE_DAYS = 365;

export interface Signals {
  /** Cosines with the query, in the order of the candidates; undefined if there is no model. */
  readonly likeness: readonly number[] | undefined;
  readonly likenessWeight: number;
  readonly columns: PaperColumns;
  /** Days since 1970. */
  readonly today: number;
}

/** Orders the candidates anew; `ranked` is best first by words alone. */
export function fuse(
  ranked: readonly Ranked[],
  { likeness, likenessWeight, columns, today }: Signals,
): readonly Ranked[] {
  const best = ranked[0]?.score ?? 1;
  const weight = likenessWeight * Math.min(1, columns.meanLength / TELLING_WORDS);
  return ranked
    .map(({ number, score }, rank) => ({
      number,
      score:
        score / best +
        weight * Math.max(0, likeness?.[rank] ?? 0) +
        prior(columns.votes[number] ?? 0, today - (columns.published[number] ?? today)),
    }))
    .sort((one, other) => other.score - one.score || other.number - one.number);
}

/** What is known of a paper whatever is asked: between 0 and the two weights together. */
function prior(votes: number, ageInDays: number): number {
  const liked = votes / (votes + HALF_VOTES);
  const fresh = 0.5 ** (Math.max(0, ageInDays) / HALF_LIFE_DAYS);
  return VOTES_WEIGHT * Math.max(0, liked) + RECENCY_WEIGHT * fresh;
}
