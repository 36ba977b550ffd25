/** What the case of a word says, and how to keep it. */

/** Longer words in capitals are shouted. */
const MOST_CAPITALS = 6;

/** Whether it has capitals where only names and acronyms have them: `TroL`, `LLMs`, `GRPO`. */
export function isName(written: string): boolean {
  return (
    /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(written) ||
    (isInCapitals(written) && written.length <= MOST_CAPITALS)
  );
}

/** `word` in the case of what it stands for. */
export function inCaseOf(written: string, word: string): string {
  if (isInCapitals(written)) return word.toUpperCase();
  return /^\p{Lu}/u.test(written) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function isInCapitals(written: string): boolean {
  return /^\p{Lu}{2,}$/u.test(written);
}
