/** Text -> words, the same for papers, queries and topics: folded, stemmed, function words known as such. */
import { stemmer } from "stemmer";

/** A word where it stands in a text. */
export interface Word {
  /** Lower case, without accents. */
  readonly folded: string;
  /** Porter's stem of it: what is compared. http://snowball.tartarus.org/algorithms/porter/stemmer.html */
  readonly stem: string;
  /** Offsets into the text: the word is `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** `C++` and `C#` are words of their own. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;
const WORD_HERE = new RegExp(WORD.source, "uy");

/** Scripts written without spaces: each character stands for itself. With what belongs to several of them, such as `ー`. */
const UNSPACED = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}`;
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
/** What a run without spaces is made of: `用C++写` is `用`, `C++` and `写`. */
const PIECE = new RegExp(String.raw`[${UNSPACED}]\p{M}*|[^${UNSPACED}+#][^${UNSPACED}]*`, "gu");

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Longer words are noise (hashes, encoded data), and cut so that they cannot blow up an index. */
export const MAX_WORD = 48;

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  forEachWord(text, (written, start) => {
    const folded = foldWord(written);
    words.push({ folded, stem: stemOf(folded), start, end: start + written.length });
  });
  return words;
}

/** The words that have one of these stems: what `wordsOf` finds, but only words that begin like one are looked at. */
export function wordsWith(stems: ReadonlySet<string>, text: string): readonly Word[] {
  const words: Word[] = [];
  const take = (written: string, start: number) => {
    const folded = foldWord(written);
    const stem = stemOf(folded);
    if (stems.has(stem)) words.push({ folded, stem, start, end: start + written.length });
  };
  if (BEYOND_ASCII.test(text)) forEachWord(text, take);
  else for (const { 0: written, index } of text.matchAll(asciiWordsLike(stems))) take(written, index);
  return words;
}

/** `WORD` in ASCII, where it begins like one of these stems: no stem begins otherwise than its word. */
function asciiWordsLike(stems: ReadonlySet<string>): RegExp {
  const beginnings = new Set(
    Array.from(stems, (stem) => stem.charAt(0)).filter((one) => /[a-z0-9]/.test(one)),
  );
  return new RegExp(`(?<![a-z0-9])[${[...beginnings].join("")}][a-z0-9]*(?:\\+\\+|#(?![a-z0-9]))?`, "gi");
}

function forEachWord(text: string, take: (written: string, start: number) => void): void {
  for (const { 0: written, index } of text.matchAll(WORD)) {
    if (isMixed(written)) for (const piece of written.matchAll(PIECE)) take(piece[0], index + piece.index);
    else take(written, index);
  }
}

function isMixed(written: string): boolean {
  return BEYOND_ASCII.test(written) && HAS_UNSPACED.test(written);
}

/** The words as `wordsOf` folds them that begin at this very place, several where there are no spaces between them. */
export function foldedAt(
  text: string,
  place: number,
): { folded: readonly string[]; end: number } | undefined {
  WORD_HERE.lastIndex = place;
  const written = WORD_HERE.exec(text)?.[0];
  if (written === undefined) return undefined;
  return {
    folded: (isMixed(written) ? (written.match(PIECE) ?? []) : [written]).map(foldWord),
    end: place + written.length,
  };
}

function foldWord(written: string): string {
  const folded = BEYOND_ASCII.test(written)
    ? written.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()
    : written.toLowerCase();
  return folded.length > MAX_WORD ? folded.slice(0, MAX_WORD) : folded;
}

/** Stems by word: stemming is most of the cost of indexing, and most words come again. */
const stems = new Map<string, string>();
const MAX_STEMS = 200_000;

export function stemOf(folded: string): string {
  const known = stems.get(folded);
  if (known !== undefined) return known;
  const stem = stemAnew(folded);
  if (stems.size >= MAX_STEMS) stems.clear();
  stems.set(folded, stem);
  return stem;
}

/** Porter's rules are for English words, and for names with digits in them, whose plurals too end in s; numbers and other scripts stay as they are. */
function stemAnew(folded: string): string {
  if (/^[a-z]{3,}$/.test(folded)) return stemmer(americanSpelling(folded));
  return /^(?=.*[a-z])[a-z\d]{3,}$/.test(folded) ? stemmer(folded) : folded;
}

/**
 * `tumour`, `optimisation`, `analysed`, `fibre`, `leukaemia` and what an American writes have one stem. Words that only
 * look alike (`raise`, `contour`) change too, but everywhere, so nothing is lost.
 * https://en.wikipedia.org/wiki/American_and_British_English_spelling_differences
 */
function americanSpelling(word: string): string {
  if (!/is|ys|our|re|ae|oe/.test(word)) return word;
  return word
    .replace(/(?<=[a-z]{2})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)/, "iz")
    .replace(/(?<=[a-z]{2})ys(?=(?:e|ed|er|ers|ing)$)/, "yz")
    .replace(/(?<=[a-z]{3})our(?=(?:s|ed|ing|al|ally|able|ite|less|hood|ist|ists)?$)/, "or")
    .replace(/(?<=[bt])re(?=s?$)/, "er")
    .replaceAll(/(?<=[a-z])ae(?!r)|(?<=[a-z])oe(?=[dmst])/g, "e");
}

/** For comparing titles and names: their words, whatever stands between them. */
export function foldText(text: string): string {
  return wordsOf(text)
    .map(({ folded }) => folded)
    .join(" ");
}

export function stemsOf(text: string): readonly string[] {
  return wordsOf(text).map(({ stem }) => stem);
}

/** Words that say nothing of what a text is about. */
export function isStopWord(folded: string): boolean {
  return STOP_WORDS.has(folded);
}

export function stopWordsFrom(beginning: string): readonly string[] {
  return [...STOP_WORDS].filter((word) => word.startsWith(beginning));
}

const STOP_WORDS = new Set(
  `a about above after again against all also although always am among an and any are aren as at be became because
  been before being below between both but by can cannot could couldn d did didn do does doesn doing don done down
  during each either et etc ever every few for from further get gets given gives had hadn has hasn have haven having
  he hence her here hers him his how however i if in into is isn it its itself just ll m may me might mine more most
  much must my neither no nor not of off often on once one only or other others our ours out over own re per s same
  shall she should shouldn since so some such t than that the their theirs them themselves then there therefore these
  they this those though through thus to too under until up upon us ve very via was wasn we were weren what whatever
  when where whereas whether which while who whom whose why will with within without won would wouldn yet you your
  yours`.split(/\s+/),
);
