/** People and organizations as a topic names them. */
import { wordsOf } from "../search/words.ts";

/** The first of the names that fits one that is wanted: all of its words are there, in any order; `S.` fits Song. */
export function firstNamed(wanted: readonly string[], names: readonly string[]): string | undefined {
  if (wanted.length === 0) return undefined;
  const lists = wanted.map((name) => wordsOf(name).map(({ folded }) => folded));
  return names.find((name) => {
    const words = wordsOf(name).map(({ folded }) => folded);
    return lists.some((list) =>
      list.every((word) => words.some((has) => has === word || (word.length === 1 && has.startsWith(word)))),
    );
  });
}
