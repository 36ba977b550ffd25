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
export const NEAR = 8;

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
  /** Where each stem stands, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Whether all of the words are there, wherever they stand. */
  holds(way: Way): boolean;
  /** Whether the phrase stands there, or is written as one word where the paper has several, or the other way round. */
  says(way: Way): boolean;
  /** Whether the words stand within a few words of each other. */
  saysNear(way: Way): boolean;
}

/** Of papers that are at hand, because each topic that somebody begins to follow asks about those of the last weeks. */
const known = new WeakMap<Paper, PaperWords>();

export function paperWords(paper: Paper): PaperWords {
  const words = known.get(paper) ?? readWords(paper);
  known.set(paper, words);
  return words;
}

function readWords(paper: Paper): PaperWords {
  const places = new Map<string, number[]>();
  const add = (stem: string, place: number) => {
    const before = places.get(stem);
    if (before === undefined) places.set(stem, [place]);
    else before.push(place);
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
  // Thousands of topics ask this of one paper: plain loops, which make nothing that must be collected again.
  const standsAt = ({ stems, gaps }: Way, place: number) => {
    for (let index = 1; index < stems.length; index += 1) {
      if (places.get(stems[index] ?? "")?.includes(place + (gaps[index] ?? 0)) !== true) return false;
    }
    return true;
  };
  const standsNear = ({ stems }: Way, place: number) => {
    let low = place;
    let high = place;
    for (let index = 1; index < stems.length; index += 1) {
      const nearest = nearestTo(place, places.get(stems[index] ?? "") ?? []);
      low = Math.min(low, nearest);
      high = Math.max(high, nearest);
      if (high - low >= NEAR) return false;
    }
    return true;
  };
  return {
    places,
    holds(way) {
      for (const stem of way.stems) if (!places.has(stem)) return false;
      return true;
    },
    says(way) {
      for (const place of places.get(way.stems[0] ?? "") ?? []) if (standsAt(way, place)) return true;
      return false;
    },
    saysNear(way) {
      for (const place of places.get(way.stems[0] ?? "") ?? []) if (standsNear(way, place)) return true;
      return false;
    },
  };
}

/** `fine-tuning` is `finetuning` too. */
function joinedWith(text: string, word: Word, next: Word | undefined): string | undefined {
  if (next === undefined || text.slice(word.end, next.start) !== "-") return undefined;
  return stemOf(word.folded + next.folded);
}

/** Of these places the nearest to `place`; infinitely far if there are none. */
function nearestTo(place: number, others: readonly number[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const other of others) {
    if (Math.abs(other - place) < Math.abs(nearest - place)) nearest = other;
  }
  return nearest;
}

/** The words written as one: `finetuning` for `fine tuning`. Undefined for a phrase that is not two words. */
export function joinedWay(phrase: string): Way | undefined {
  const words = wordsOf(phrase).map(({ folded }) => folded);
  if (words.length !== 2) return undefined;
  return { stems: [stemOf(words.join(""))], gaps: [0], written: phrase };
}
