/** Marks, in a paper's title and abstract, what made a search find it. */
import type { Span } from "../platform/message.ts";
import type { Phrase } from "./query.ts";
import { isStopWord, stemOf, type Word, wordsWith } from "./words.ts";

/** Characters of a passage, about two lines. */
const PASSAGE = 240;

/** A full stop without a space behind it ends no sentence. */
const SENTENCE = /[^.!?]+(?:[.!?]+(?!\s)[^.!?]*)*[.!?]*\s*/gu;

export interface Marks {
  readonly title: readonly Span[];
  readonly passage: readonly Span[];
}

/** `said`: the words and phrases that were looked for, folded. */
export function markFound(title: string, abstract: string, said: readonly Phrase[]): Marks {
  const wanted = new Set(said.flatMap((phrase) => phrase.filter((word) => !isStopWord(word)).map(stemOf)));
  const passage = bestPassage(abstract, wanted);
  return { title: mark(title, wanted), passage: mark(passage, wanted) };
}

function mark(text: string, wanted: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { from, to } of runs(text, wordsWith(wanted, text))) {
    if (from > at) spans.push(text.slice(at, from));
    spans.push({ text: text.slice(from, to), style: "match" });
    at = to;
  }
  if (at < text.length) spans.push(text.slice(at));
  return spans;
}

/** Neighbours with nothing but a space or a hyphen between them become one mark. */
function runs(text: string, words: readonly Word[]): readonly { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { start, end } of words) {
    const last = found.at(-1);
    if (last !== undefined && /^[\s-]?$/u.test(text.slice(last.to, start))) last.to = end;
    else found.push({ from: start, to: end });
  }
  return found;
}

/** The sentence with the most of the wanted words, each counted once; the beginning if none has any. */
function bestPassage(text: string, wanted: ReadonlySet<string>): string {
  const found = wordsWith(wanted, text);
  if (found.length === 0) return shorten(text.trim(), wanted);
  let best = "";
  let most = 0;
  let at = 0;
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    const stems = new Set<string>();
    const end = index + sentence.length;
    for (let word = found[at]; word !== undefined && word.start < end; word = found[++at])
      stems.add(word.stem);
    if (stems.size > most) [best, most] = [sentence, stems.size];
  }
  return shorten(best.trim(), wanted);
}

/** Cuts around the first wanted word, at spaces. */
function shorten(text: string, wanted: ReadonlySet<string>): string {
  if (text.length <= PASSAGE) return text;
  const first = wordsWith(wanted, text)[0]?.start ?? 0;
  const wish = Math.max(0, Math.min(first - PASSAGE / 3, text.length - PASSAGE));
  const from = wish === 0 ? 0 : text.indexOf(" ", wish) + 1;
  const rest = text.slice(from, from + PASSAGE);
  const isEnd = from + PASSAGE >= text.length;
  const cut = isEnd ? rest : rest.slice(0, Math.max(rest.lastIndexOf(" "), PASSAGE / 2));
  return `${from > 0 ? "… " : ""}${cut}${isEnd ? "" : " …"}`;
}
