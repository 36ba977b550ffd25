/** In which other ways a paper may write a word that was typed. */
import type { Phrase, Query } from "./query.ts";

/**
 * `typed`: by a word that was corrected, what stood there; it may be right. Names with numbers are written in every way:
 * `gpt4`, `gpt-4`, `gpt 4`. So a change between letters and digits, and a hyphen, may be a gap between words or none:
 * J. Jiang, C. Zhai, "An empirical study of tokenization strategies for biomedical information retrieval" (2007).
 */
export function writtenWays(
  query: Pick<Query, "words" | "compounds">,
  typed: ReadonlyMap<string, string>,
): (word: string) => readonly Phrase[] {
  const joined = writtenTogether(query);
  return (word) => {
    const other = typed.get(word);
    return [...takenApart(word), ...(joined.get(word) ?? []), ...(other === undefined ? [] : [[other]])];
  };
}

function takenApart(word: string): readonly Phrase[] {
  const parts = word.split(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u);
  return parts.length === 2 ? [parts] : [];
}

/** The other way round: by each word of a name in two parts, `gpt` and `4`, the name as one word. */
function writtenTogether({
  words,
  compounds,
}: Pick<Query, "words" | "compounds">): ReadonlyMap<string, readonly Phrase[]> {
  const together = new Map<string, Phrase[]>();
  for (const [from, to] of compounds) {
    const parts = words.slice(from, to);
    if (parts.length !== 2) continue;
    for (const part of parts) together.set(part, [...(together.get(part) ?? []), [parts.join("")]]);
  }
  return together;
}
