/**
 * Holds a summary against its source: every number, name and direction of each statement must stand there. Looks up,
 * does not understand: what it passes is not proven true, what it stops was not found.
 */
import { missingDirections } from "./grounding/directions.ts";
import { missingNames } from "./grounding/names.ts";
import { missingNumbers } from "./grounding/numbers.ts";
import { plain } from "./grounding/plain.ts";
import { readSource, type Source } from "./grounding/source.ts";
import { splitSentences } from "./sentences.ts";

export interface Statement {
  /** One sentence, as it was written. */
  readonly text: string;
  readonly stands: boolean;
  /** What of it was not found, in its own words. Empty if it stands. */
  readonly missing: readonly string[];
}

export interface Grounding {
  readonly statements: readonly Statement[];
}

/** `source` is what the summary was made from: the abstract, or the passages of the full text that were used. */
export function ground(text: string, source: { readonly title: string; readonly text: string }): Grounding {
  const known = readSource(source.title, source.text);
  return {
    statements: text
      .split("\n")
      .flatMap(splitSentences)
      .map((sentence) => check(sentence, known)),
  };
}

function check(sentence: string, source: Source): Statement {
  const statement = plain(sentence);
  const names = missingNames(statement, source);
  // The 5 of a "GPT-5" that is missing is not missed a second time.
  const numbers = missingNumbers(statement, source).filter(
    (text) => !names.some((name) => name.includes(text)),
  );
  const missing = [...new Set([...numbers, ...names, ...missingDirections(statement, source)])];
  return { text: sentence, stands: missing.length === 0, missing };
}
