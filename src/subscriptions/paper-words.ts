/** A paper's words as topics look at them: where each stem stands, and whether a phrase is there. */
import type { Paper } from "../papers/paper.ts";
import { isStopWord, stemOf, type Word, wordsOf } from "../search/words.ts";

/** One way to say a phrase: stems, with their distance from the first. Function words leave a gap. */
export interface Way {
  readonly stems: readonly string[];
  readonly gaps: readonly number[];
  /** As it is said, for people. */
  readonly written: string;
}

/** Titles, abstracts and keywords never make one phrase together. */
const BREAK = 100;

/** Words this near each other may belong together. */
const NEAR = 8;

export function wayOf(phrase: string): Way {
  const words = wordsOf(phrase).map(({ folded }, place) => ({
    stem: stemOf(folded),
    place,
    isStop: isStopWord(folded),
  }));
  const content = words.filter(({ isStop }) => !isStop);
  const kept = content.length > 0 ? content : words;
  const first = kept[0]?.place ?? 0;
  return {
    stems: kept.map(({ stem }) => stem),
    gaps: kept.map(({ place }) => place - first),
    written: phrase,
  };
}

export interface PaperWords {
  readonly stems: Iterable<string>;
  /** Whether the phrase stands there, or is written as one word where the paper has several, or the other way round. */
  says(way: Way): boolean;
  /** Whether the words stand within a few words of each other. */
  saysNear(way: Way): boolean;
}

export function paperWords(paper: Paper): PaperWords {
  const places = new Map<string, number[]>();
  const add = (stem: string, place: number) => {
    const known = places.get(stem);
    if (known === undefined) places.set(stem, [place]);
    else known.push(place);
  };
  let from = 0;
  for (const text of [paper.title, paper.abstract, ...paper.keywords]) {
    const words = wordsOf(text);
    for (const [index, word] of words.entries()) {
      add(word.stem, from + index);
      const joined = joinedWith(text, word, words[index + 1]);
      if (joined !== undefined) add(joined, from + index);
    }
    from += words.length + BREAK;
  }
  const standsAt = (way: Way, place: number) =>
    way.stems.every((stem, index) => places.get(stem)?.includes(place + (way.gaps[index] ?? 0)) === true);
  return {
    stems: places.keys(),
    says(way) {
      const [first = ""] = way.stems;
      return places.get(first)?.some((place) => standsAt(way, place)) === true;
    },
    saysNear(way) {
      const all = way.stems.map((stem) => places.get(stem) ?? []);
      const [first = [], ...others] = all;
      return first.some((place) => {
        const around = others.map((list) => list.filter((other) => Math.abs(other - place) < NEAR));
        return around.every((list) => list.length > 0) && spanOf(place, around) < NEAR;
      });
    },
  };
}

/** `fine-tuning` is `finetuning` too. */
function joinedWith(text: string, word: Word, next: Word | undefined): string | undefined {
  if (next === undefined || text.slice(word.end, next.start) !== "-") return undefined;
  return stemOf(word.folded + next.folded);
}

/** The least distance from the first to the last of these words, taking the nearest of each. */
function spanOf(place: number, around: readonly (readonly number[])[]): number {
  let low = place;
  let high = place;
  for (const list of around) {
    const nearest = list.reduce((one, other) =>
      Math.abs(other - place) < Math.abs(one - place) ? other : one,
    );
    low = Math.min(low, nearest);
    high = Math.max(high, nearest);
  }
  return high - low;
}

/** The words written as one: `finetuning` for `fine tuning`. Undefined for a phrase that is not two words. */
export function joinedWay(phrase: string): Way | undefined {
  const words = wordsOf(phrase).map(({ folded }) => folded);
  if (words.length !== 2) return undefined;
  return { stems: [stemOf(words.join(""))], gaps: [0], written: phrase };
}
