/**
 * No key needed: the sentence of an abstract that says what the paper contributes, picked by what can be measured
 * about it, and shortened without changing a word.
 */
import { FEATURES, type Feature, sentenceFeatures } from "./sentence-features.ts";
import { splitSentences } from "./sentences.ts";
import { trimSentence } from "./trim.ts";

/**
 * How much each feature tells: ridge regression of the mean of ROUGE-1, -2 and -L on the features, both relative to
 * their abstract's mean, over SciTLDR's development set (Cachola et al. 2020, https://arxiv.org/abs/2004.15011).
 * `npm run bench:summaries -- --file FILE` measures what they bring. Those of `hope` and `beforeCue` were set by hand:
 * reference summaries rarely tell, readers do.
 */
const WEIGHTS: Readonly<Record<Feature, number>> = {
  proposes: 0.025,
  finds: 0.006,
  thisPaper: 0.026,
  ourThing: 0.001,
  passive: -0.013,
  newness: 0.014,
  result: 0.0,
  experiments: -0.008,
  contrast: -0.002,
  background: -0.011,
  followUp: -0.008,
  pointer: 0.007,
  question: -0.007,
  hope: -0.1,
  pronoun: -0.007,
  firstCue: 0.06,
  earlierCue: 0.019,
  beforeCue: -0.08,
  beginning: 0.014,
  first: 0.009,
  last: -0.012,
  place: -0.011,
  short: -0.105,
  long: 0.017,
  veryLong: -0.041,
  titleRecall: 0.087,
  titlePrecision: 0.098,
  titleBigrams: 0.034,
  centrality: 0.074,
};

/** Beyond this a sentence is cut at the end of a clause. */
const MAX_CHARACTERS = 320;

/** The sentence that says what the paper contributes; undefined if the abstract has no words. */
export function contributionSentence(title: string, abstract: string): string | undefined {
  return measureSentences(title, abstract).best?.shown;
}

export interface MeasuredSentence {
  readonly index: number;
  readonly shown: string;
  readonly score: number;
  value(feature: Feature): number;
}

/** Every sentence as it would be shown, measured, and the one that says most of what the paper contributes. */
export function measureSentences(
  title: string,
  abstract: string,
): { sentences: readonly MeasuredSentence[]; best: MeasuredSentence | undefined } {
  const whole = splitSentences(abstract).filter((sentence) => /\p{L}{2}|\p{Lo}/u.test(sentence));
  const shown = whole.map(trimSentence);
  const rows = sentenceFeatures(title, whole, shown);
  const sentences = rows.map((row, index): MeasuredSentence => {
    const value = (feature: Feature) => row[FEATURES.indexOf(feature)] ?? 0;
    const score = FEATURES.reduce((sum, feature, at) => sum + WEIGHTS[feature] * (row[at] ?? 0), 0);
    return { index, shown: cutClause(shown[index] ?? ""), score, value };
  });
  return { sentences, best: bestBy(sentences, ({ score }) => score + 10) };
}

/** The highest rated, the first of equals; undefined if none is above 0. */
export function bestBy(
  sentences: readonly MeasuredSentence[],
  rate: (sentence: MeasuredSentence) => number,
): MeasuredSentence | undefined {
  let best: MeasuredSentence | undefined;
  let most = 0;
  for (const sentence of sentences) {
    const rating = rate(sentence);
    if (rating > most) [best, most] = [sentence, rating];
  }
  return best;
}

function cutClause(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const head = [...text].slice(0, MAX_CHARACTERS).join("");
  const clause = /^.{120,}(?=[,;:。，；])/su.exec(head)?.[0] ?? /^.{60,}(?=\s)/su.exec(head)?.[0] ?? head;
  return `${clause}…`;
}
