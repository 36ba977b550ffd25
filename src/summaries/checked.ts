/** What of a model's words stands in its source; in another language than English, as far as that can be looked up. */
import { ground } from "./grounding.ts";
import { modelText } from "./model-text.ts";
import type { PaperText } from "./prompt.ts";
import { splitSentences } from "./sentences.ts";

export interface Checked {
  /** The statements that stand, as one text. */
  readonly text: string;
  readonly found: number;
  readonly of: number;
  /** What was not found, in the model's words. */
  readonly missing: readonly string[];
}

/** `language` is a code. */
export function checkWords(written: string, source: PaperText, language: string): Checked {
  const text = modelText(written);
  const { statements } = text === "" ? { statements: [] } : ground(text, source);
  const judged = statements.map((statement) => {
    const missing = isEnglish(language) ? statement.missing : statement.missing.filter(isCopied);
    return { ...statement, missing, stands: statement.stands || missing.length === 0 };
  });
  const standing = judged.filter(({ stands }) => stands);
  return {
    text: standing.map((statement) => statement.text).join(" "),
    found: standing.length,
    of: judged.length,
    missing: judged.flatMap(({ missing }) => missing),
  };
}

/** How it was checked, for people: "5 of 5 statements found in the abstract". */
export function checkLine(found: number, of: number, language: string, where = "the abstract"): string {
  const count = `${found} of ${of} ${of === 1 ? "statement" : "statements"}`;
  const left = found < of ? ", the rest left out" : "";
  return isEnglish(language)
    ? `${count} found in ${where}${left}`
    : `numbers and names of ${count} found in ${where}${left}; the wording in this language is not checked`;
}

export function isEnglish(language: string): boolean {
  return language === "en" || language.startsWith("en-");
}

/** Whether a text is one sentence. */
export function isOneSentence(text: string): boolean {
  return splitSentences(text).length === 1;
}

/**
 * Numbers, and names that are written alike in every language: "GPT-4", "vLLM". A word that only begins with a
 * capital may be any noun (German), and words of direction are English.
 */
function isCopied(word: string): boolean {
  return /\d/.test(word) || /\p{Lu}.*\p{Lu}|\p{Ll}\p{Lu}/u.test(word);
}
