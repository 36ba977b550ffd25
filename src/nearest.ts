/** What somebody most likely meant who typed something else. */
import { closest, distance } from "fastest-levenshtein";

/** The nearest of the known words; undefined where even that has more edits, by default one for each four characters typed. */
export function nearest(
  typed: string,
  known: readonly string[],
  mostEdits = Math.ceil(typed.length / 4),
): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(typed, known);
  return distance(typed, near) <= mostEdits ? near : undefined;
}
