/** Marks, in a paper's title and abstract, what made a search find it. */
import type { Span } from "../platform/message.ts";
import type { Phrase } from "./query.ts";
import { isStopWord, stemOf, type Word, wordsOf } from "./words.ts";

/** Characters of a passage, about two lines. */
const PASSAGE = 240;

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
  for (const { from, to } of runs(text, wordsOf(text), wanted)) {
    if (from > at) spans.push(text.slice(at, from));
    spans.push({ text: text.slice(from, to), style: "match" });
    at = to;
  }
  if (at < text.length) spans.push(text.slice(at));
  return spans;
}

/** Neighbours with nothing but a space or a hyphen between them become one mark. */
function runs(
  text: string,
  words: readonly Word[],
  wanted: ReadonlySet<string>,
): readonly { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const { stem, start, end } of words) {
    if (!wanted.has(stem)) continue;
    const last = found.at(-1);
    if (last !== undefined && /^[\s-]?$/u.test(text.slice(last.to, start))) last.to = end;
    else found.push({ from: start, to: end });
  }
  return found;
}

/** The sentences with the most of the wanted words, each counted once; the first ones if none has any. */
function bestPassage(text: string, wanted: ReadonlySet<string>): string {
  const sentences = text.match(/[^.!?]+(?:[.!?]+(?!\s)[^.!?]*)*[.!?]*\s*/gu) ?? [];
  let best = "";
  let most = 0;
  for (const sentence of sentences) {
    const stems = new Set(
      wordsOf(sentence)
        .map(({ stem }) => stem)
        .filter((stem) => wanted.has(stem)),
    );
    if (stems.size > most) [best, most] = [sentence, stems.size];
  }
  return shorten((most === 0 ? text : best).trim(), wanted);
}

/** Cuts around the first wanted word, at spaces. */
function shorten(text: string, wanted: ReadonlySet<string>): string {
  if (text.length <= PASSAGE) return text;
  const first = wordsOf(text).find(({ stem }) => wanted.has(stem))?.start ?? 0;
  const wish = Math.max(0, Math.min(first - PASSAGE / 3, text.length - PASSAGE));
  const from = wish === 0 ? 0 : text.indexOf(" ", wish) + 1;
  const rest = text.slice(from, from + PASSAGE);
  const isEnd = from + PASSAGE >= text.length;
  const cut = isEnd ? rest : rest.slice(0, Math.max(rest.lastIndexOf(" "), PASSAGE / 2));
  return `${from > 0 ? "… " : ""}${cut}${isEnd ? "" : " …"}`;
}
