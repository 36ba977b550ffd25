/** Paper -> what the index keeps of it: terms with their places. */
import { createHash } from "node:crypto";
import type { Paper } from "../papers/paper.ts";
import { DAY_MS } from "./query-dates.ts";
import { foldText, isStopWord, stemOf, type Word, wordsOf } from "./words.ts";

/** Titles have the places below this one; what is in the text begins here, keywords after it. */
export const TEXT_FROM = 64;
const KEYWORDS_FROM = 16_000;

/** Names are fields of terms: `author song` at place 8 × the author's number + the word's number. */
export const NAME_WORDS = 8;
const MAX_NAMES = 1500;

/** A word of title, text or keywords. Its term is its stem. */
export interface PlacedWord {
  /** As written, folded: the vocabulary that typing errors are mended with. */
  readonly folded: string;
  readonly stem: string;
  readonly place: number;
  readonly isStop: boolean;
}

/** Its term is a field's name, a space and a word. */
export interface PlacedField {
  readonly term: string;
  readonly place: number;
}

export interface IndexedPaper {
  readonly id: string;
  /** In the order of their places. */
  readonly words: readonly PlacedWord[];
  /** In the order of their places within a field. */
  readonly fields: readonly PlacedField[];
  /** Words of title, text and keywords that are not function words. */
  readonly length: number;
  /** The same for titles that differ only in case, accents and punctuation. */
  readonly titleKey: number;
  /** Differs when anything does that the terms are made from. */
  readonly textKey: number;
  /** Votes and days since 1970 of the first appearance. */
  readonly votes: number;
  readonly published: number;
}

export function indexedPaper(paper: Paper): IndexedPaper {
  const words: PlacedWord[] = [];
  const fields: PlacedField[] = [];
  let length = 0;

  const title = wordsOf(paper.title);
  for (const [place, { folded, stem }] of title.slice(0, TEXT_FROM - 1).entries()) {
    // Function words are kept for titles alone: they find `Attention is all you need` by its last four words.
    const isStop = isStopWord(folded);
    words.push({ folded, stem, place, isStop });
    if (!isStop) length += 1;
  }
  const addWords = (added: readonly Word[], from: number, to: number) => {
    let place = from;
    for (const { folded, stem } of added) {
      if (place >= to) break;
      if (!isStopWord(folded)) {
        words.push({ folded, stem, place, isStop: false });
        length += 1;
      }
      place += 1;
    }
    // Two texts never make one phrase.
    return place + 1;
  };
  // What of a title is too long for one is text.
  const excess = title.slice(TEXT_FROM - 1);
  const textFrom = excess.length === 0 ? TEXT_FROM : addWords(excess, TEXT_FROM, KEYWORDS_FROM - 1);
  addWords(wordsOf(paper.abstract), textFrom, KEYWORDS_FROM - 1);
  let place = KEYWORDS_FROM;
  for (const keyword of paper.keywords) place = addWords(wordsOf(keyword), place, KEYWORDS_FROM * 2);

  const addNames = (field: string, names: readonly string[]) => {
    for (const [number, name] of names.slice(0, MAX_NAMES).entries()) {
      for (const [index, word] of wordsOf(name).slice(0, NAME_WORDS).entries()) {
        fields.push({ term: `${field} ${word.folded}`, place: number * NAME_WORDS + index });
      }
    }
  };
  addNames("author", paper.authors);
  addNames("org", paper.organization === undefined ? [] : [paper.organization]);
  for (const category of categoryTerms(paper.categories)) fields.push({ term: `cat ${category}`, place: 0 });
  if (paper.code !== undefined) fields.push({ term: "has code", place: 0 });

  return {
    id: paper.id,
    words,
    fields,
    length,
    titleKey: titleKey(paper.title),
    textKey: textKey(paper),
    votes: paper.votes,
    published: Math.floor(paper.publishedAt.getTime() / DAY_MS),
  };
}

/** `cs.CL` belongs to `cs` too. */
function categoryTerms(categories: readonly string[]): ReadonlySet<string> {
  return new Set(categories.flatMap((category) => [category.split(".")[0] ?? category, category]));
}

export function titleKey(title: string): number {
  return hash(foldText(title));
}

/** A paper whose votes alone have changed keeps its terms. */
function textKey(paper: Paper): number {
  const { title, abstract, authors, organization, categories, keywords, code } = paper;
  return hash(
    JSON.stringify([title, abstract, authors, organization, categories, keywords, code !== undefined]),
  );
}

/** 48 bits of SHA-1: a whole number that SQLite and JavaScript both keep exactly. */
function hash(text: string): number {
  return createHash("sha1").update(text).digest().readUIntBE(0, 6);
}

/** The terms of a phrase in title and text, with their distance from its first word; function words leave a gap. */
export function phraseTerms(
  words: readonly string[],
): readonly { readonly term: string; readonly gap: number }[] {
  const all = words.map((word, gap) => ({ term: stemOf(word), gap, stop: isStopWord(word) }));
  const content = all.filter(({ stop }) => !stop);
  return content.length > 0 ? content : all;
}
