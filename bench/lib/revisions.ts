/** Abstracts as authors revise them and others copy them: made mechanically, the same in every run with the same seed. */
import type { Paper } from "../../src/papers/paper.ts";

export type Random = () => number;

/** A later version under another id: the title mostly stays, some sentences and a tenth of the words do not. */
export function revision(paper: Paper, id: string, vocabulary: readonly string[], random: Random): Paper {
  const title =
    random() < 0.6 ? restyled(paper.title, random) : reworded(paper.title, 0.25, vocabulary, random);
  const sentences = sentencesOf(paper.abstract);
  const kept = dropOne(sentences, random).map((one) => reworded(one, 0.1, vocabulary, random));
  const added = random() < 0.5 ? ["We also release our code and further results on a second benchmark."] : [];
  return { ...paper, id, title, abstract: [...kept, ...added].join(" ") };
}

/** The text with another title, one sentence moved, one left out, and a seventh of the words replaced. */
export function editedCopy(paper: Paper, id: string, vocabulary: readonly string[], random: Random): Paper {
  const sentences = dropOne(sentencesOf(paper.abstract), random);
  const moved = [...sentences.slice(1), ...sentences.slice(0, 1)];
  return {
    ...paper,
    id,
    title: reworded(paper.title, 0.7, vocabulary, random),
    abstract: moved.map((one) => reworded(one, 0.14, vocabulary, random)).join(" "),
  };
}

/** Other capitals, dashes and quotes: what typesetting changes. */
function restyled(title: string, random: Random): string {
  const kinds = [title, title.toLowerCase(), title.toUpperCase(), title.replaceAll(/[-:]\s*/g, " – ")];
  return kinds[Math.floor(random() * kinds.length)] ?? title;
}

function reworded(text: string, share: number, vocabulary: readonly string[], random: Random): string {
  return text
    .split(" ")
    .map((word) => (random() < share ? (vocabulary[Math.floor(random() * vocabulary.length)] ?? word) : word))
    .join(" ");
}

function dropOne(sentences: readonly string[], random: Random): readonly string[] {
  if (sentences.length < 4) return sentences;
  const dropped = Math.floor(random() * sentences.length);
  return sentences.filter((_, index) => index !== dropped);
}

function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+/u).filter((one) => one !== "");
}
