/**
 * Our hits and the papers whose vectors are near the query's:
 *
 *     score = our score + 0.3 × max(0, cosine - cosine of the 200th nearest)
 *
 * It only ever adds: what is no nearer than the 200th keeps its score. A paper without a vector is not judged by what is not
 * known of it: nothing that stood below it comes to stand above it.
 */
import type { ScoredId } from "../search-engine.ts";
import type { Nearness } from "./vector-nearness.ts";

const NEARNESS_WEIGHT = 0.3;
/** A cosine says little by itself: some models give unrelated texts .1, others .7. The 200th nearest tells what is usual. */
const USUAL_AT = 200;
/** So many papers can come in by their vectors alone. */
const MOST_ENTERING = 20;

/** `local` is best first; `mayEnter`: papers that it does not have may come in. */
export function mergeNearness(
  local: readonly ScoredId[],
  { nearest, asked }: Nearness,
  mayEnter: boolean,
): readonly ScoredId[] {
  const usual = (nearest[USUAL_AT - 1] ?? nearest.at(-1))?.cosine ?? 1;
  const worth = (cosine: number) => NEARNESS_WEIGHT * Math.max(0, cosine - usual);

  const raised: ScoredId[] = [];
  let bestBelow = Number.NEGATIVE_INFINITY;
  for (const { id, score } of [...local].reverse()) {
    const cosine = asked.get(id);
    const now = cosine === undefined ? Math.max(score, bestBelow) : score + worth(cosine);
    bestBelow = Math.max(bestBelow, now);
    raised.push({ id, score: now });
  }
  const ours = new Set(local.map(({ id }) => id));
  const entering = nearest
    .filter(({ id, cosine }) => mayEnter && worth(cosine) > 0 && !ours.has(id))
    .slice(0, MOST_ENTERING)
    .map(({ id, cosine }) => ({ id, score: worth(cosine) }));
  // Equal ones keep their order: ours first.
  return [...raised.reverse(), ...entering].sort((one, other) => other.score - one.score);
}
