/** Query -> what the index is asked: which words and phrases bring a paper up, and by how much. */
import type { Acronyms } from "./acronyms.ts";
import { subjectOf } from "./asking.ts";
import type { PhraseTerm } from "./index-reader.ts";
import { phraseTerms } from "./indexed-paper.ts";
import type { Phrase, Query } from "./query.ts";
import { isStopWord, stemOf } from "./words.ts";

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

/** `typed`: by a word that was corrected, what stood there; it may be right, so it is looked for too. */
export function planQuery(query: Query, acronyms: Acronyms, typed: ReadonlyMap<string, string>): QueryPlan {
  const concepts: Concept[] = [];
  const said: Phrase[] = [];
  const { from, to } = subjectOf(query.words);
  const all = query.words.slice(from, to);
  const content = all.filter((word) => !isStopWord(word));
  const words =
    content.length > 0 ? content : query.phrases.length + query.titlePhrases.length > 0 ? [] : all;
  const expand = words.length <= MOST_WORDS_TO_EXPAND;

  const joined = writtenTogether(query);
  const timesTyped = new Map<string, number>();
  for (const word of words) timesTyped.set(word, (timesTyped.get(word) ?? 0) + 1);
  for (const [word, times] of timesTyped) {
    const ways = [
      [word],
      ...(expand ? acronyms.equivalents(word).map(split) : []),
      ...takenApart(word),
      ...(joined.get(word) ?? []),
      ...asTyped(typed.get(word)),
    ];
    concepts.push({ ways: ways.map(phraseTerms), weight: timesWeight(times), isOfMany: !expand });
    said.push(...ways);
  }
  const asking = [...query.words.slice(0, from), ...query.words.slice(to)];
  for (const word of new Set(asking)) {
    if (!isStopWord(word)) concepts.push({ ways: [phraseTerms([word])], weight: ASKING_WEIGHT });
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
    const ways = [
      phrase,
      ...acronyms.equivalents(phrase.join(" ")).map(split),
      ...(phrase.length === 2 ? [[phrase.join("")]] : []),
    ];
    concepts.push({ ways: ways.map(phraseTerms), weight: PHRASE_WEIGHT });
    said.push(...ways);
  }
  if (content.length > PHRASE_WORDS.most) {
    for (const pair of neighbours(all)) {
      concepts.push({ ways: [phraseTerms(pair)], weight: PAIR_WEIGHT, isHint: true });
    }
  }
  const terms = new Map<string, number>();
  for (const word of [...words, ...query.phrases.flat(), ...query.titlePhrases.flat()]) {
    terms.set(stemOf(word), (terms.get(stemOf(word)) ?? 0) + 1);
  }
  return { concepts, said, terms, isShort: expand };
}

/**
 * Names with numbers are written in every way: `gpt4`, `gpt-4`, `gpt 4`. So a change between letters and digits, and a
 * hyphen, may be a gap between words or none: J. Jiang, C. Zhai, "An empirical study of tokenization strategies for
 * biomedical information retrieval" (2007).
 */
function takenApart(word: string): readonly Phrase[] {
  const parts = word.split(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u);
  return parts.length === 2 ? [parts] : [];
}

/** The other way round: by each word of a name in two parts, `gpt` and `4`, the name as one word. */
function writtenTogether({ words, compounds }: Query): ReadonlyMap<string, readonly Phrase[]> {
  const together = new Map<string, Phrase[]>();
  for (const [from, to] of compounds) {
    const parts = words.slice(from, to);
    if (parts.length !== 2) continue;
    for (const part of parts) together.set(part, [...(together.get(part) ?? []), [parts.join("")]]);
  }
  return together;
}

/**
 * A word said twice is meant a little more, not twice as much: G. Salton, C. Buckley, "Term-weighting approaches in
 * automatic text retrieval" (1988), the logarithm of the query's own counts.
 */
function timesWeight(times: number): number {
  return 1 + Math.log(times);
}

function asTyped(word: string | undefined): readonly Phrase[] {
  return word === undefined ? [] : [[word]];
}

function split(phrase: string): Phrase {
  return phrase.split(" ");
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
