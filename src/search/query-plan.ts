/** Query -> what the index is asked: which words and phrases bring a paper up, and by how much. */
import type { Acronyms } from "./acronyms.ts";
import type { PhraseTerm } from "./index-reader.ts";
import { phraseTerms } from "./indexed-paper.ts";
import type { Phrase, Query } from "./query.ts";
import { isStopWord, stemOf } from "./words.ts";

/** Something that a paper may say, in any of several ways. */
export interface Concept {
  readonly ways: readonly (readonly PhraseTerm[])[];
  readonly weight: number;
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
/** In a long query a corrected word counts this much: the others say enough, and it may be a name of its own. */
const GUESS_WEIGHT = 0.5;
/** Longer queries than this explain themselves. */
const MOST_WORDS_TO_EXPAND = 6;

/** `guessed`: words that were not typed so, but corrected. */
export function planQuery(
  query: Query,
  acronyms: Acronyms,
  guessed: ReadonlySet<string> = new Set(),
): QueryPlan {
  const concepts: Concept[] = [];
  const said: Phrase[] = [];
  const all = query.words.length > 0 ? query.words : [];
  const content = all.filter((word) => !isStopWord(word));
  const words =
    content.length > 0 ? content : query.phrases.length + query.titlePhrases.length > 0 ? [] : all;
  const expand = words.length <= MOST_WORDS_TO_EXPAND;

  const timesTyped = new Map<string, number>();
  for (const word of words) timesTyped.set(word, (timesTyped.get(word) ?? 0) + 1);
  for (const [word, times] of timesTyped) {
    const ways = [[word], ...(expand ? acronyms.equivalents(word).map(split) : [])];
    const sure = expand || !guessed.has(word) ? 1 : GUESS_WEIGHT;
    concepts.push({ ways: ways.map(phraseTerms), weight: times * sure });
    said.push(...ways);
  }
  for (const phrase of [...query.phrases, ...query.titlePhrases]) {
    for (const word of phrase) {
      if (!isStopWord(word)) concepts.push({ ways: [phraseTerms([word])], weight: 1 });
    }
    const ways = [phrase, ...acronyms.equivalents(phrase.join(" ")).map(split)];
    concepts.push({ ways: ways.map(phraseTerms), weight: PHRASE_WEIGHT });
    said.push(...ways);
  }
  if (content.length >= PHRASE_WORDS.least && content.length <= PHRASE_WORDS.most) {
    const phrase = trimStopWords(all);
    const ways = [phrase, ...acronyms.equivalents(phrase.join(" ")).map(split)];
    concepts.push({ ways: ways.map(phraseTerms), weight: PHRASE_WEIGHT });
    said.push(...ways);
  }
  const terms = new Map<string, number>();
  for (const word of [...words, ...query.phrases.flat(), ...query.titlePhrases.flat()]) {
    terms.set(stemOf(word), (terms.get(stemOf(word)) ?? 0) + 1);
  }
  return { concepts, said, terms, isShort: expand };
}

function split(phrase: string): Phrase {
  return phrase.split(" ");
}

function trimStopWords(words: Phrase): Phrase {
  const first = words.findIndex((word) => !isStopWord(word));
  const last = words.findLastIndex((word) => !isStopWord(word));
  return words.slice(first, last + 1);
}
