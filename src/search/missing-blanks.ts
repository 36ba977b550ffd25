/** Words that blanks were left out between, or put into the wrong place. */
import type { IndexReader } from "./index-reader.ts";
import { phraseTerms } from "./indexed-paper.ts";
import { FEW_PAPERS, LEAST_LETTERS, papersOf } from "./word-papers.ts";
import { isStopWord } from "./words.ts";

/** A letter got to the wrong side of a blank or hyphen: `longh orizon` -> `long horizon`. Pairs of what was typed and what was meant. */
export function misplacedBlanks(index: IndexReader, words: readonly string[]) {
  return words.slice(1).flatMap((second, at) => {
    const first = words[at] ?? "";
    const isKnown = (word: string) => isStopWord(word) || papersOf(index, word) > FEW_PAPERS;
    // A short word in few papers is a name more often than a piece of another word.
    const isOdd = (word: string) =>
      !isKnown(word) && (word.length >= LEAST_LETTERS || papersOf(index, word) === 0);
    if (!(isOdd(first) || isOdd(second)) || !/^\p{Ll}+$/u.test(first + second)) return [];
    const moved = [
      [first + second.slice(0, 1), second.slice(1)],
      [first.slice(0, -1), first.slice(-1) + second],
    ] as const;
    const [better] = moved
      .filter((pair) => pair.every((word) => word.length > 1 && isKnown(word)))
      .map(([one, other]) => ({ one, other, papers: together(index, [one, other]) }))
      .filter(({ papers }) => papers > together(index, [first, second]))
      .sort((one, other) => other.papers - one.papers);
    if (better === undefined) return [];
    return [
      [
        [first, better.one],
        [second, better.other],
      ] as const,
    ];
  });
}

/** A blank was left out, and both words stand together somewhere. */
export function splitWord(index: IndexReader, word: string): string | undefined {
  let best: { readonly words: string; readonly papers: number } | undefined;
  for (let at = 2; at <= word.length - 3; at += 1) {
    const [one, other] = [word.slice(0, at), word.slice(at)];
    if (index.wordPapers(one) < 2 || index.wordPapers(other) < 2) continue;
    const papers = together(index, [one, other]);
    if (papers > (best?.papers ?? 0)) best = { words: `${one} ${other}`, papers };
  }
  return best?.words;
}

/** How many papers hold these words one after the other; a function word is taken to stand anywhere. */
function together(index: IndexReader, words: readonly string[]): number {
  return index.phrase(phraseTerms(words)).length;
}
