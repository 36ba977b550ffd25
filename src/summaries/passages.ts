/** Cuts a text into passages and finds those that a question is about. */
import { splitSentences } from "./sentences.ts";
import { contentStems } from "./words.ts";

/** In characters: a few sentences. */
const LENGTH = 900;

/** Paragraphs, long ones cut between sentences, short ones together; without the references at the end. */
export function splitPassages(markdown: string): readonly string[] {
  const body = markdown.replace(/^#{1,6}[^\n]*\b(?:references|bibliography)\b[^\n]*$[\s\S]*/im, "");
  const passages: string[] = [];
  let current = "";
  const close = () => {
    if (current !== "") passages.push(current);
    current = "";
  };
  for (const paragraph of body.split(/\n\s*\n/u)) {
    if (/^#{1,6}\s/.test(paragraph)) close();
    for (const sentence of splitSentences(paragraph.replace(/^#{1,6}\s+/gm, ""))) {
      if (current.length + sentence.length > LENGTH) close();
      current = current === "" ? cut(sentence) : `${current} ${cut(sentence)}`;
    }
  }
  close();
  return passages;
}

/** A table or formula can be one endless sentence. */
function cut(sentence: string): string {
  return sentence.length <= 2 * LENGTH ? sentence : `${sentence.slice(0, 2 * LENGTH)}…`;
}

/** The usual weights of BM25 (Robertson and Zaragoza 2009, https://doi.org/10.1561/1500000019). */
const BM25 = { k: 1.2, b: 0.75 };

/** The passages that share words with the question, best first. */
export function rankPassages(question: string, passages: readonly string[]): readonly string[] {
  const wanted = new Set(contentStems(question));
  const stems = passages.map(contentStems);
  const average = Math.max(1, stems.reduce((sum, list) => sum + list.length, 0) / Math.max(1, stems.length));
  const weights = new Map(
    [...wanted].map((stem) => {
      const holding = stems.filter((list) => list.includes(stem)).length;
      return [stem, Math.log(1 + (stems.length - holding + 0.5) / (holding + 0.5))] as const;
    }),
  );
  const scored = passages.map((passage, index) => {
    const list = stems[index] ?? [];
    let score = 0;
    for (const [stem, weight] of weights) {
      const times = list.filter((one) => one === stem).length;
      const length = 1 - BM25.b + (BM25.b * list.length) / average;
      score += (weight * times * (BM25.k + 1)) / (times + BM25.k * length);
    }
    return { passage, score };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ passage }) => passage);
}

/** As many of them, in this order, as fit into so many characters. */
export function fitPassages(passages: readonly string[], characters: number): readonly string[] {
  let left = characters;
  return passages.filter((passage) => {
    if (passage.length > left) return false;
    left -= passage.length;
    return true;
  });
}
