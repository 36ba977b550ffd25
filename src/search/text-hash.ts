/** Texts and their words as numbers, by FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
import { foldedAt, MAX_WORD } from "./words.ts";

const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

export function hashText(text: string): number {
  let hash = BASIS;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash >>> 0;
}

/** `hashText` of each of the words that `wordsOf` finds, folded: read off the text, because of the words nothing is kept. */
export function wordHashesOf(text: string): readonly number[] {
  const hashes: number[] = [];
  let place = 0;
  while (place < text.length) {
    const end = endOfPlain(text, place);
    if (end === place) place += 1;
    else if (end > place) {
      hashes.push(hashOfPlain(text, place, end));
      place = end;
    } else {
      const found = foldedAt(text, place);
      for (const word of found?.folded ?? []) hashes.push(hashText(word));
      place = found?.end ?? place + ((text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1);
    }
  }
  return hashes;
}

/** Where the word that begins here ends; `place` itself if none does; UNSURE if characters beyond ASCII decide it. */
function endOfPlain(text: string, place: number): number {
  let end = place;
  while (isPlain(text.charCodeAt(end))) end += 1;
  const next = text.charCodeAt(end);
  if (next >= BEYOND_ASCII) return UNSURE;
  if (end === place) return place;
  const afterNext = text.charCodeAt(end + 1);
  if (next === PLUS && afterNext === PLUS) return end + 2;
  if (next !== SHARP) return end;
  if (afterNext >= BEYOND_ASCII) return UNSURE;
  return isPlain(afterNext) ? end : end + 1;
}

function hashOfPlain(text: string, place: number, end: number): number {
  const last = Math.min(end, place + MAX_WORD);
  let hash = BASIS;
  for (let at = place; at < last; at += 1) {
    const code = text.charCodeAt(at);
    hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code + 32 : code), PRIME);
  }
  return hash >>> 0;
}

const UNSURE = -1;
const BEYOND_ASCII = 0x80;
const PLUS = 43;
const SHARP = 35;

/** A letter or a digit of ASCII. */
function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}
