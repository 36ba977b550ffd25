/**
 * Which directions of a statement its source does not bear out: more for less, better for worse, with for without. What
 * speaks for and against each is weighed; a claim falls when much more speaks against it.
 */
import { claimsIn } from "./claims.ts";
import { evidenceIn } from "./evidence.ts";
import type { Source } from "./source.ts";
import { WEIGHTS } from "./weights.ts";

/** In natural logarithms of odds. Chosen so that about two in a hundred true summaries fall by it. */
const TOO_UNLIKELY = -2.4;

/** `statement` went through `plain`. */
export function missingDirections(statement: string, source: Source): readonly string[] {
  const words = statement.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const evidenceOf = evidenceIn(words, source);
  return claimsIn(statement)
    .filter((claim) => {
      const weights = WEIGHTS[claim.kind];
      const sum = Object.entries(evidenceOf(claim)).reduce(
        (total, [name, value]) => total + value * (weights[name] ?? 0),
        0,
      );
      return sum < TOO_UNLIKELY;
    })
    .map(({ word }) => word);
}
