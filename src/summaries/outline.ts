/** No key needed: the sentences of an abstract that say why the work was done, how, and with what result. */
import { bestBy, type MeasuredSentence, measureSentences } from "./extract.ts";
import type { Point } from "./summary.ts";

type Rate = (sentence: MeasuredSentence, contribution: MeasuredSentence) => number;

/** What makes a sentence one of its kind; 0 for one that is not. */
const KINDS: readonly (readonly [name: string, rate: Rate])[] = [
  [
    "Problem",
    (it, best) => (it.index < best.index ? 1 + it.value("contrast") + it.value("background") / 2 : 0),
  ],
  ["Method", (it, best) => (it === best ? 1 : it.index === best.index + 1 && !isResult(it) ? 0.5 : 0)],
  ["Result", (it, best) => (it.index >= best.index && isResult(it) ? 1 + it.index / 100 + evidence(it) : 0)],
];

/** A kind of which nothing is found is missing, no sentence stands twice, and `gist` is not repeated. */
export function outline(title: string, abstract: string, gist: string): readonly Point[] {
  const { sentences, best } = measureSentences(title, abstract);
  if (best === undefined) return [];
  const used = new Set([gist]);
  return KINDS.flatMap(([name, rate]) => {
    const unused = sentences.filter(({ shown }) => !used.has(shown));
    const found = bestBy(unused, (sentence) => rate(sentence, best));
    if (found === undefined) return [];
    used.add(found.shown);
    return [{ name, text: found.shown }];
  });
}

/** How much was reached: "87% of", "6 points", "5 times". */
const OUTCOME = /\d\s*(?:%|percent\b|points?\b|(?:times|fold|x|×)(?!\w))/i;

/** Where to find the code is no result, and neither is a number in what the work proposes. */
function isResult(it: MeasuredSentence): boolean {
  const isMeasured = it.value("proposes") === 0 && OUTCOME.test(it.shown);
  const isTold = it.value("result") === 1 || it.value("finds") === 1 || isMeasured;
  return it.value("pointer") === 0 && isTold;
}

/** Numbers count, the numbers of a list's items do not. */
function evidence(it: MeasuredSentence): number {
  const measured = /\d/.test(it.shown.replace(/\(\d\)/g, "")) ? 1 : 0;
  return measured + it.value("result") + it.value("finds") / 2 + it.value("experiments") / 2;
}
