/** Marks, in a paper's title and abstract, what made a search find it. */
import type { Span } from "../platform/message.ts";
import type { Phrase } from "./query.ts";
import { type SaidIn, saidIn } from "./said-in.ts";

/** Characters of a passage, about two lines. */
const PASSAGE = 240;
/** A passage begins so many characters before the first mark, and ends within so many of its length, to end at a space. */
const BEFORE_MARK = PASSAGE / 3;
const LEAST_PASSAGE = PASSAGE / 2;

/** A full stop without a space behind it ends no sentence, unless it is of a script without spaces. */
const SENTENCE = /[^.!?。！？]+(?:[.!?]+(?!\s)[^.!?。！？]*)*[.!?。！？]*\s*/gu;

export interface Marks {
  readonly title: readonly Span[];
  readonly passage: readonly Span[];
}

/** `said`: the words and phrases that were looked for, folded. */
export function markFound(title: string, abstract: string, said: readonly Phrase[]): Marks {
  const find = saidIn(said);
  return { title: mark(title, find), passage: mark(bestPassage(abstract, find), find) };
}

function mark(text: string, find: SaidIn): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { from, to } of runs(text, find)) {
    if (from > at) spans.push(text.slice(at, from));
    spans.push({ text: text.slice(from, to), style: "match" });
    at = to;
  }
  if (at < text.length) spans.push(text.slice(at));
  return spans;
}

/** Neighbours with nothing but a space or a hyphen between them become one mark. */
function runs(text: string, find: SaidIn): readonly { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { start, end } of find(text)) {
    const last = found.at(-1);
    if (last !== undefined && (start < last.to || /^[\s-]?$/u.test(text.slice(last.to, start)))) {
      last.to = Math.max(last.to, end);
    } else found.push({ from: start, to: end });
  }
  return found;
}

/** The sentence that says the most of what was looked for, each counted once; the beginning if none says any. */
function bestPassage(text: string, find: SaidIn): string {
  const found = find(text);
  let best: { readonly sentence: string; readonly first: number } = { sentence: text, first: 0 };
  let most = 0;
  let at = 0;
  for (const { 0: sentence, index } of found.length === 0 ? [] : text.matchAll(SENTENCE)) {
    const said = new Set<string>();
    const end = index + sentence.length;
    const first = (found[at]?.start ?? index) - index;
    for (let one = found[at]; one !== undefined && one.start < end; one = found[++at]) said.add(one.said);
    if (said.size > most) [best, most] = [{ sentence, first }, said.size];
  }
  return shorten(best.sentence, best.first);
}

/** Cuts around the place of the first mark, at spaces where there are any. */
function shorten(sentence: string, first: number): string {
  const text = sentence.trim();
  if (text.length <= PASSAGE) return text;
  const mark = first - (sentence.length - sentence.trimStart().length);
  const wish = Math.max(0, Math.min(mark - BEFORE_MARK, text.length - PASSAGE));
  const space = text.indexOf(" ", wish);
  const from = wish === 0 ? 0 : space >= 0 && space < mark ? space + 1 : wholeFrom(text, wish);
  const end = from + PASSAGE;
  if (end >= text.length) return `${from > 0 ? "… " : ""}${text.slice(from)}`;
  const lastSpace = text.lastIndexOf(" ", end);
  const to = lastSpace >= from + LEAST_PASSAGE ? lastSpace : wholeFrom(text, end);
  return `${from > 0 ? "… " : ""}${text.slice(from, to)} …`;
}

/** The same place, or the next if this one is within a character of two units. */
function wholeFrom(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;
}
