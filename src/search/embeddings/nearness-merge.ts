/**
 * Our hits and the papers whose vectors are near:
 *
 *     score = our score + weight × max(0, cosine - cosine of the 200th nearest)
 *
 * It only ever adds: what is no nearer than the 200th keeps its score. A paper without a vector is not judged by what is not
 * known of it: nothing that stood below it comes to stand above it.
 */
import type { ScoredId } from "../search-engine.ts";
import type { Nearness } from "./vector-nearness.ts";

/** How much nearness to a query counts: what people type is short, and its words are meant. */
const QUERY_WEIGHT = 0.3;
/** To a paper: as much as the cosine in the catalog's own model, from which our score is made. docs/search.md has measurements. */
const PAPER_WEIGHT = 1;
/** A cosine says little by itself: some models give unrelated texts .1, others .7. The 200th nearest tells what is usual. */
const USUAL_AT = 200;
/** So many papers can come in by their vectors alone. */
const MOST_ENTERING = 20;

/** What a search found. `local` is best first; `mayEnter`: papers that it does not have may come in. */
export function mergeNearness(
  local: readonly ScoredId[],
  nearness: Nearness,
  mayEnter: boolean,
): readonly ScoredId[] {
  return merge(local, nearness, { weight: QUERY_WEIGHT, entering: mayEnter ? 0 : undefined });
}

/** Papers like another one. `local` is best first, and all there are if they are fewer than `most`. */
export function mergeLikeness(
  local: readonly ScoredId[],
  nearness: Nearness,
  most: number,
): readonly ScoredId[] {
  // Whoever is not among ours would not have more than the last of them.
  const entering = local.length < most ? 0 : (local.at(-1)?.score ?? 0);
  return merge(local, nearness, { weight: PAPER_WEIGHT, entering });
}

interface Rule {
  readonly weight: number;
  /** What a paper that we do not have begins with; undefined: none comes in. */
  readonly entering: number | undefined;
}

function merge(
  local: readonly ScoredId[],
  { nearest, asked }: Nearness,
  { weight, entering }: Rule,
): readonly ScoredId[] {
  const usual = (nearest[USUAL_AT - 1] ?? nearest.at(-1))?.cosine ?? 1;
  const worth = (cosine: number) => weight * Math.max(0, cosine - usual);

  const raised: ScoredId[] = [];
  let bestBelow = Number.NEGATIVE_INFINITY;
  for (const { id, score } of [...local].reverse()) {
    const cosine = asked.get(id);
    const now = cosine === undefined ? Math.max(score, bestBelow) : score + worth(cosine);
    bestBelow = Math.max(bestBelow, now);
    raised.push({ id, score: now });
  }
  const ours = new Set(local.map(({ id }) => id));
  const come =
    entering === undefined
      ? []
      : nearest
          .filter(({ id, cosine }) => worth(cosine) > 0 && !ours.has(id))
          .slice(0, MOST_ENTERING)
          .map(({ id, cosine }) => ({ id, score: entering + worth(cosine) }));
  // Equal ones keep their order: ours first.
  return [...raised.reverse(), ...come].sort((one, other) => other.score - one.score);
}
