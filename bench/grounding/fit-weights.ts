/**
 * Fits the weights of src/summaries/grounding/weights.ts: one logistic regression for each kind of claim, by Adam, with a
 * ridge on all but the bias. What true summaries claim is true; what was altered in them is false.
 */
import { CLAIM_KINDS, type ClaimKind, claimsIn } from "../../src/summaries/grounding/claims.ts";
import { evidenceIn } from "../../src/summaries/grounding/evidence.ts";
import type { Evidence } from "../../src/summaries/grounding/measure.ts";
import { plain } from "../../src/summaries/grounding/plain.ts";
import { readSource, type Source } from "../../src/summaries/grounding/source.ts";
import { splitSentences } from "../../src/summaries/sentences.ts";
import { stemOf } from "../../src/summaries/words.ts";
import { alterDirections } from "./alter-directions.ts";
import type { Summarized } from "./summaries.ts";

const RIDGE = 0.5;
const STEPS = 600;
const RATE = 0.05;

export interface Example {
  readonly kind: ClaimKind;
  readonly evidence: Evidence;
  readonly isTrue: boolean;
}

export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

export function fitWeights(papers: readonly Summarized[]): Weights {
  const examples = papers.flatMap(examplesOf);
  return Object.fromEntries(
    CLAIM_KINDS.map((kind) => [kind, fit(examples.filter((example) => example.kind === kind))]),
  );
}

export function examplesOf(paper: Summarized): readonly Example[] {
  const source = readSource(paper.title, paper.text);
  const truths = claimsWithPlaces(paper.summary, source);
  const lies = alterDirections(paper.summary, () => 0).flatMap((text) => {
    const [from, end, endBefore] = difference(paper.summary, text);
    // In "fails to achieve" it is "fails" that is false.
    const was = plain(paper.summary.slice(from, endBefore)).toLowerCase().split(" ").map(stemOf);
    return claimsWithPlaces(text, source).filter(
      ({ at, word }) => at + word.length > from && at < end && !was.includes(stemOf(word)),
    );
  });
  return [
    ...truths.map(({ kind, evidence }) => ({ kind, evidence, isTrue: true })),
    ...lies.map(({ kind, evidence }) => ({ kind, evidence, isTrue: false })),
  ];
}

function claimsWithPlaces(summary: string, source: Source) {
  let from = 0;
  return summary
    .split("\n")
    .flatMap(splitSentences)
    .flatMap((sentence) => {
      from = Math.max(from, summary.indexOf(sentence, from));
      const statement = plain(sentence);
      const words = statement.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
      const start = from;
      const evidenceOf = evidenceIn(words, source);
      return claimsIn(statement).map((claim) => ({
        kind: claim.kind,
        word: claim.word,
        at: start + claim.index,
        evidence: evidenceOf(claim),
      }));
    });
}

/** Where two texts begin to differ, and where that ends in the second and in the first. */
function difference(before: string, after: string): readonly [from: number, end: number, endBefore: number] {
  let from = 0;
  while (from < after.length && before[from] === after[from]) from++;
  while (from > 0 && /\p{L}/u.test(after[from - 1] ?? "")) from--;
  let same = 0;
  while (same < Math.min(before.length, after.length) - from && before.at(-1 - same) === after.at(-1 - same))
    same++;
  return [from, Math.max(from, after.length - same) + 1, Math.max(from, before.length - same) + 1];
}

function fit(examples: readonly Example[]): Readonly<Record<string, number>> {
  const names = [...new Set(examples.flatMap(({ evidence }) => Object.keys(evidence)))];
  const rows = examples.map(({ evidence }) => names.map((name) => evidence[name] ?? 0));
  const weights = names.map(() => 0);
  const speed = names.map(() => 0);
  const spread = names.map(() => 0);
  for (let step = 1; step <= STEPS; step++) {
    const slope = weights.map((weight, place) => (names[place] === "bias" ? 0 : RIDGE * weight));
    rows.forEach((row, index) => {
      const sum = row.reduce((total, value, place) => total + value * (weights[place] ?? 0), 0);
      const off = 1 / (1 + Math.exp(-sum)) - (examples[index]?.isTrue ? 1 : 0);
      row.forEach((value, place) => {
        slope[place] = (slope[place] ?? 0) + off * value;
      });
    });
    slope.forEach((total, place) => {
      const mean = total / rows.length;
      speed[place] = 0.9 * (speed[place] ?? 0) + 0.1 * mean;
      spread[place] = 0.999 * (spread[place] ?? 0) + 0.001 * mean * mean;
      const pace = (speed[place] ?? 0) / (1 - 0.9 ** step);
      const width = Math.sqrt((spread[place] ?? 0) / (1 - 0.999 ** step));
      weights[place] = (weights[place] ?? 0) - (RATE * pace) / (width + 1e-8);
    });
  }
  return Object.fromEntries(
    names.flatMap((name, place) => {
      const weight = Math.round(100 * (weights[place] ?? 0)) / 100;
      return weight === 0 ? [] : [[name, weight]];
    }),
  );
}
