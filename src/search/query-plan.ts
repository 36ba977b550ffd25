/** Query -> what the index is asked: which words and phrases bring a paper up, and by how much. */
import type { Acronyms } from "./acronyms.ts";
import { subjectOf } from "./asking.ts";
import type { PhraseTerm } from "./index-reader.ts";
import { phraseTerms } from "./indexed-paper.ts";
import type { Phrase, Query } from "./query.ts";
import { isStopWord, stemOf } from "./words.ts";
import { writtenWays } from "./written-ways.ts";

/** Something that a paper may say, in any of several ways. */
export interface Concept {
  readonly ways: readonly (readonly PhraseTerm[])[];
  readonly weight: number;
  /** Says little, and may be left out where it would take long. */
  readonly isHint?: boolean;
  /** One of the words of a sentence: there the common ones, of which it has many, count by the papers without them. */
  readonly isOfMany?: boolean;
}

export interface QueryPlan {
  readonly concepts: readonly Concept[];
  /** Everything said: for marking what was found. Words, folded. */
  readonly said: readonly Phrase[];
  /** The terms of what was typed, and how often. */
  readonly terms: ReadonlyMap<string, number>;
  /** A few words name what is meant; a sentence describes it. */
  readonly isShort: boolean;
}

/** The whole phrase counts this much, for queries of this many content words. */
const PHRASE_WEIGHT = 2;
const PHRASE_WORDS = { least: 2, most: 4 };
/** In a longer query two neighbours that stand together in a paper count this much: they are a hint of what belongs together. */
const PAIR_WEIGHT = 0.1;
/** What asks for papers (`what is known about …`) counts this much: nearly always it says nothing of what they are about. */
const ASKING_WEIGHT = 0.2;
/** Longer queries than this explain themselves. */
const MOST_WORDS_TO_EXPAND = 6;

/** What a query says, before it is put into the terms of the index. */
interface Saying extends Omit<Concept, "ways"> {
  readonly ways: readonly Phrase[];
  /** Said only by the way: nothing to mark in what was found. */
  readonly isAside?: boolean;
}

/** `typed`: by a word that was corrected, what stood there; it is looked for too. */
export function planQuery(query: Query, acronyms: Acronyms, typed: ReadonlyMap<string, string>): QueryPlan {
  const { from, to } = subjectOf(query.words);
  const subject = query.words.slice(from, to);
  const content = subject.filter(saysSomething);
  const phrases = [...query.phrases, ...query.titlePhrases];
  const words = content.length > 0 || phrases.length > 0 ? content : subject;
  const isShort = words.length <= MOST_WORDS_TO_EXPAND;

  const otherWays = writtenWays(query, typed);
  const inOtherWords = (phrase: Phrase) =>
    acronyms.equivalents(phrase.join(" ")).map((other) => other.split(" "));
  const sayings: Saying[] = [];
  for (const [word, times] of countOf(words)) {
    const ways = [[word], ...(isShort ? inOtherWords([word]) : []), ...otherWays(word)];
    sayings.push({ ways, weight: timesWeight(times), isOfMany: !isShort });
  }
  const asking = [...query.words.slice(0, from), ...query.words.slice(to)];
  for (const word of new Set(asking.filter(saysSomething))) {
    sayings.push({ ways: [[word]], weight: ASKING_WEIGHT, isAside: true });
  }
  for (const phrase of phrases) {
    for (const word of phrase.filter(saysSomething))
      sayings.push({ ways: [[word]], weight: 1, isAside: true });
    sayings.push({ ways: [phrase, ...inOtherWords(phrase)], weight: PHRASE_WEIGHT });
  }
  if (content.length > PHRASE_WORDS.most) {
    const pairs = neighbours(subject).map((pair) => ({ ways: [pair], weight: PAIR_WEIGHT }));
    sayings.push(...pairs.map((pair) => ({ ...pair, isHint: true, isAside: true })));
  } else if (content.length >= PHRASE_WORDS.least) {
    const phrase = trimStopWords(subject);
    const asOneWord = phrase.length === 2 ? [[phrase.join("")]] : [];
    sayings.push({ ways: [phrase, ...inOtherWords(phrase), ...asOneWord], weight: PHRASE_WEIGHT });
  }
  return {
    concepts: sayings.map(({ ways, ...saying }) => ({ ...saying, ways: ways.map(phraseTerms) })),
    said: sayings.flatMap(({ ways, isAside }) => (isAside ? [] : ways)),
    terms: countOf([...words, ...phrases.flat()].map(stemOf)),
    isShort,
  };
}

function saysSomething(word: string): boolean {
  return !isStopWord(word);
}

function countOf(words: Phrase): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/**
 * A word said twice is meant a little more, not twice as much: G. Salton, C. Buckley, "Term-weighting approaches in
 * automatic text retrieval" (1988), the logarithm of the query's own counts.
 */
function timesWeight(times: number): number {
  return 1 + Math.log(times);
}

/**
 * Each two content words that follow each other, with the function words between them. The weight is that of D. Metzler,
 * W. B. Croft, "A Markov random field model for term dependencies" (2005), sequential dependence.
 */
function neighbours(words: Phrase): readonly Phrase[] {
  const places = words.flatMap((word, place) => (isStopWord(word) ? [] : [place]));
  return places.slice(1).map((place, index) => words.slice(places[index], place + 1));
}

function trimStopWords(words: Phrase): Phrase {
  const first = words.findIndex((word) => !isStopWord(word));
  const last = words.findLastIndex((word) => !isStopWord(word));
  return words.slice(first, last + 1);
}
