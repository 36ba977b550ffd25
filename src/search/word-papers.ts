/** How well the catalog knows a word. */
import type { IndexReader } from "./index-reader.ts";
import { stemOf } from "./words.ts";

/** Shorter words are names of things, and everything is one letter from them. */
export const LEAST_LETTERS = 4;
/** A word in no more papers may be mistyped. */
export const FEW_PAPERS = 3;

/** How many papers hold it in any form. */
export function papersOf(index: IndexReader, word: string): number {
  return Math.max(index.wordPapers(word), index.termPapers(stemOf(word)));
}
