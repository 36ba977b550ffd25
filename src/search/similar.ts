/**
 * The papers most like one: by the model of likeness once the catalog is large enough to teach one, and by the words
 * that they share. Below that, by their words alone.
 */
import type { Paper } from "../papers/paper.ts";
import type { Ranked } from "./best-heap.ts";
import type { IndexReader } from "./index-reader.ts";
import { rankByWords } from "./lexical.ts";
import { nearest } from "./nearest.ts";
import type { SemanticModel } from "./semantic-model.ts";
import { isStopWord, wordsOf } from "./words.ts";

/** The most telling words of a paper; more of them say little and cost time. */
const MOST_WORDS = 40;
/** The nearest by the model are compared by their words too. */
const RESCORED = 200;
/** How much shared words count beside the model's cosine. */
const WORDS_WEIGHT = 0.5;

/** Best first. A score is a cosine by the model, and up to half as much again for shared words. */
export function similarNumbers(
  index: IndexReader,
  model: SemanticModel,
  paper: Paper,
  limit: number,
): readonly Ranked[] {
  const own = new Set(index.numbersOf([paper.id]));
  const terms = termsOf(paper);
  const direction = model.exists() ? model.directionOf(terms) : undefined;
  const near = direction === undefined ? [] : nearest(model.all(), direction, RESCORED + own.size);
  const wanted = Math.max(limit, near.length > 0 ? RESCORED : 0) + own.size;
  const byWords = rankByWords(index, { concepts: tellingConcepts(index, terms) }, undefined, wanted).best;
  const best = byWords.find(({ number }) => !own.has(number))?.score ?? 1;
  const scores = new Map(near.map(({ number, score }) => [number, score]));
  // Of those that only share words, the model has said that it knows nearer ones.
  const furthest = near.at(-1)?.score ?? 0;
  for (const { number, score } of byWords) {
    scores.set(number, (scores.get(number) ?? furthest) + (WORDS_WEIGHT * score) / best);
  }
  return [...scores]
    .filter(([number]) => !own.has(number))
    .sort(([one, a], [other, b]) => b - a || other - one)
    .slice(0, limit)
    .map(([number, score]) => ({ number, score }));
}

/** How often each term stands in the paper; a title's words count twice. */
function termsOf({ title, abstract }: Paper): ReadonlyMap<string, number> {
  const terms = new Map<string, number>();
  for (const { folded, stem } of wordsOf(`${title} ${title} ${abstract}`)) {
    if (!isStopWord(folded)) terms.set(stem, (terms.get(stem) ?? 0) + 1);
  }
  return terms;
}

/** The terms that tell most, by tf-idf. */
function tellingConcepts(index: IndexReader, terms: ReadonlyMap<string, number>) {
  const { count } = index.columns();
  return [...terms]
    .map(([term, times]) => {
      const papers = index.termPapers(term);
      return {
        term,
        weight: Math.log(1 + times),
        telling: Math.log(1 + times) * Math.log(1 + count / (papers + 1)),
        papers,
      };
    })
    .filter(({ papers }) => papers > 0)
    .sort((one, other) => other.telling - one.telling)
    .slice(0, MOST_WORDS)
    .map(({ term, weight }) => ({ ways: [[{ term, gap: 0 }]], weight }));
}
