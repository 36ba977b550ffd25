/** Words that blanks were left out between, or put into the wrong place. */
import type { IndexReader } from "./index-reader.ts";
import { phraseTerms } from "./indexed-paper.ts";
import { FEW_PAPERS, LEAST_LETTERS, papersOf } from "./word-papers.ts";
import { isStopWord } from "./words.ts";

/**
 * A letter got to the wrong side of a blank or hyphen: `longh orizon` -> `long horizon`. Pairs of what was typed and what
 * was meant. `isRight`: whether a word that is rare is known to be meant as it is.
 */
export function misplacedBlanks(
  index: IndexReader,
  words: readonly string[],
  isRight: (word: string) => boolean,
) {
  // A short word in few papers is a name more often than a piece of another word.
  const isOdd = (word: string) => {
    const papers = papersOf(index, word);
    return (
      !isStopWord(word) &&
      (papers === 0 || (papers <= FEW_PAPERS && word.length >= LEAST_LETTERS)) &&
      !isRight(word)
    );
  };
  const isKnown = (word: string) =>
    word.length > 1 && (isStopWord(word) || index.wordPapers(word) > FEW_PAPERS);
  return words.slice(1).flatMap((second, at) => {
    const first = words[at] ?? "";
    const odd = [first, second].filter(isOdd).length;
    if (odd === 0 || !/^\p{Ll}+$/u.test(first + second)) return [];
    const moved = [
      [first + second.slice(0, 1), second.slice(1)],
      [first.slice(0, -1), first.slice(-1) + second],
    ] as const;
    const [better] = moved
      // Where function words stand is not known, so that both words must speak for it: `herd of` is no `her dof`.
      .filter((pair) => pair.every(isKnown) && (odd === 2 || !pair.some(isStopWord)))
      .map(([one, other]) => ({ one, other, papers: papersInARow(index, [one, other]) }))
      .filter(({ papers }) => papers > papersInARow(index, [first, second]))
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

/** Two words that stand together in so many papers are often written as one; in fewer, it may be a name. */
const LEAST_TOGETHER = { share: 0.0005, most: 20 };

/** A blank was left out. */
export function splitWord(index: IndexReader, word: string): string | undefined {
  const least = Math.min(LEAST_TOGETHER.share * index.columns().count, LEAST_TOGETHER.most);
  let best: { readonly words: string; readonly papers: number } | undefined;
  for (let at = 2; at <= word.length - 3; at += 1) {
    const [one, other] = [word.slice(0, at), word.slice(at)];
    if (index.wordPapers(one) < 2 || index.wordPapers(other) < 2) continue;
    const papers = papersInARow(index, [one, other]);
    if (papers >= least && papers > (best?.papers ?? 0)) best = { words: `${one} ${other}`, papers };
  }
  return best?.words;
}

/** How many papers hold these words one after the other; a function word is taken to stand anywhere. */
function papersInARow(index: IndexReader, words: readonly string[]): number {
  return index.phrase(phraseTerms(words)).length;
}
