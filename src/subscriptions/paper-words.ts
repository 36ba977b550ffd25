/** A paper's words as topics look at them: where each stem stands, and whether a phrase is there. */
import type { Paper } from "../papers/paper.ts";
import { isStopWord, stemOf, type Word, wordsOf } from "../search/words.ts";

/** One way to say a phrase: stems, with their distance from the first. Function words leave a gap. */
export interface Way {
  readonly stems: readonly string[];
  readonly gaps: readonly number[];
  /** All of its words, function words too, where these leave gaps; a paper may have others there. */
  readonly whole: Way | undefined;
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
  const way = (some: typeof words): Omit<Way, "whole"> => ({
    stems: some.map(({ stem }) => stem),
    gaps: some.map(({ place }) => place - (some[0]?.place ?? 0)),
    written: phrase,
  });
  const inside = words.slice(
    words.indexOf(kept[0] ?? NO_WORD),
    words.lastIndexOf(kept.at(-1) ?? NO_WORD) + 1,
  );
  return {
    ...way(kept),
    whole: inside.length > kept.length ? { ...way(inside), whole: undefined } : undefined,
  };
}

const NO_WORD = { stem: "", place: 0, isStop: true };

/**
 * The same phrase with its words written otherwise, as one or apart: `finetuning` for `fine tuning`, `gpt 4` for `gpt4`,
 * `multi agent` for `multiagent`. A word that stands alone is cut behind its prefix.
 */
export function otherWays(phrase: string): readonly Way[] {
  const words = wordsOf(phrase).map(({ folded }) => folded);
  const put = (place: number, count: number, ...others: readonly string[]) =>
    wayOf([...words.slice(0, place), ...others, ...words.slice(place + count)].join(" "));
  return words.flatMap((word, place) => {
    const next = words[place + 1];
    const byDigits = word.split(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u);
    return [
      ...(next === undefined || words.length > MOST_JOINED ? [] : [put(place, 2, word + next)]),
      ...(byDigits.length === 2 ? [put(place, 1, ...byDigits)] : []),
      ...(words.length === 1 ? cutInTwo(word).map((halves) => put(place, 1, ...halves)) : []),
    ];
  });
}

/** Longer phrases are sentences: their words are not names that are written in two ways. */
const MOST_JOINED = 4;

/** What many write as a word of its own before others: https://en.wikipedia.org/wiki/English_prefix */
const PREFIX =
  /^(anti|auto|bi|co|cross|fine|hyper|inter|intra|macro|meta|micro|mono|multi|non|over|post|pre|quasi|self|semi|sub|super|ultra|under|uni)([a-z]{3,})$/;

function cutInTwo(word: string): readonly (readonly string[])[] {
  const halves = PREFIX.exec(word)?.slice(1);
  return halves === undefined ? [] : [halves];
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
  /** What the paper itself writes where it says this, the first time. */
  quote(way: Way): string | undefined;
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
  const texts = [paper.title, paper.abstract, ...paper.keywords];
  const add = (stem: string, place: number) => {
    const before = places.get(stem);
    if (before === undefined) places.set(stem, [place]);
    else before.push(place);
  };
  let from = 0;
  for (const text of texts) {
    const words = wordsOf(text);
    for (const [index, word] of words.entries()) {
      add(word.stem, from + index);
      const joined = joinedAt(text, words, index);
      // It stands beside what is before it and what is behind it.
      if (joined !== undefined) for (const place of [index, index + 1]) add(joined, from + place);
    }
    from += words.length + BREAK;
  }
  let read: readonly ReadText[] | undefined;
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
    quote(way) {
      const place = places.get(way.stems[0] ?? "")?.find((one) => standsAt(way, one));
      read ??= texts.map((text) => ({ text, words: wordsOf(text) }));
      return place === undefined ? undefined : sliceAt(read, way, place);
    },
  };
}

interface ReadText {
  readonly text: string;
  readonly words: readonly Word[];
}

/** What stands at this place of texts that are counted as `readWords` counts them. */
function sliceAt(texts: readonly ReadText[], { stems, gaps }: Way, place: number): string | undefined {
  let from = 0;
  for (const { text, words } of texts) {
    const [start, end] = [place - from, place - from + (gaps.at(-1) ?? 0)];
    // One word of the way may be two of the text, with a hyphen between them.
    const isSecond = words[start]?.stem !== stems[0] && joinedAt(text, words, start - 1) === stems[0];
    const isFirst = words[end]?.stem !== stems.at(-1) && joinedAt(text, words, end) === stems.at(-1);
    const [first, last] = [words[isSecond ? start - 1 : start], words[isFirst ? end + 1 : end]];
    if (first !== undefined && last !== undefined) return text.slice(first.start, last.end);
    from += words.length + BREAK;
  }
  return undefined;
}

/** `fine-tuning` is `finetuning` too. */
function joinedAt(text: string, words: readonly Word[], index: number): string | undefined {
  const [word, next] = [words[index], words[index + 1]];
  if (word === undefined || next === undefined || text.slice(word.end, next.start) !== "-") return undefined;
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
