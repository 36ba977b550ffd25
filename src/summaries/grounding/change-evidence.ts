/** What a source has for and against a claim that something is more or less, better or worse. */
import { stemOf } from "../words.ts";
import { type Claim, isBettering, stemsOf, valued } from "./claims.ts";
import { type Evidence, flag, share } from "./measure.ts";
import { isHarm, worthOf } from "./polarity.ts";
import type { PolarWord, Source } from "./source.ts";

const OPPOSITE = { more: "less", less: "more", better: "worse", worse: "better" } as const;

/** Troubles that papers report of others, in many words: that one is spoken of is enough. */
const TROUBLES = /^(?:suffer|struggl|lack|inefficienc|unreliab|collaps|compromis|weakness|failure|limited)/u;
const EASING = /^(?:mitigat|alleviat|lessen|prevent|avoid|eliminat|remov|minimi)/u;
const WORDINGS = {
  reducing: /^(?:reduc|decreas)/u,
  increasing: /^increas/u,
  degrading: /^(?:degrad|hurt|destroy)/u,
  bettering: /^(?:improv|enhanc|boost)/u,
  lower: /^low/u,
  higher: /^high/u,
  limited: /^limit/u,
  enabling: /^enabl/u,
  failing: /^fail/u,
  effective: /^(?:effic|effect)/u,
  strong: /^(?:strong|larg)/u,
  small: /^(?:small|weak)/u,
  more: /^(?:more|fewer)$/u,
  losing: /^los/u,
  belittling: /^(?:bare|neglig|poor)/u,
  easing: EASING,
  trouble: TROUBLES,
  verb: /(?:[^s]s|ing|ed)$/u,
  comparative: /(?:er|est|more|less|worse|better)$/u,
} as const;

/** `like` says how much of the statement the sentence around a place of the source has. */
export function changeEvidence(claim: Claim, source: Source, like: (at: number) => number): Evidence {
  const { word, polarity, object, kind } = claim;
  const stems = stemsOf(object);
  const own = stemOf(word);
  const worth = worthOf(valued(object) ?? "");
  const said = kind === "good" || kind === "more" || kind === "spared" ? 1 : -1;
  const opposite = polarity === undefined || polarity === "not" ? undefined : OPPOSITE[polarity];
  const hits = stems.slice(-3).flatMap((stem) => hitsOn(stem, source));
  const places = source.places.get(own) ?? [];
  const next = stemOf(object[0] ?? "");
  const isBeside = (at: number) => stemOf(source.words[at + 1] ?? "") === next;
  const best = (wanted: number, weigh: (at: number) => number) =>
    Math.max(
      0,
      ...hits
        .filter((hit) => goodness(hit, worth) === wanted)
        .map(({ strength, at }) => strength * weigh(at)),
    );
  const isSaid = (is: string) => hits.some((hit) => hit.word.is === is);
  return {
    for: best(said, () => 1),
    against: best(-said, () => 1),
    forLike: best(said, like),
    againstLike: best(-said, like),
    sameWordNear: flag(hits.some((hit) => hit.word.stem === own)),
    sameWord: flag(places.length > 0),
    sameWordLike: Math.max(0, ...places.map(like)),
    samePolarity: flag(source.polarities.some(({ is }) => is === polarity)),
    sameNear: nearness(stems, source, ({ is }) => is === polarity),
    oppositeNear: nearness(stems, source, ({ is }) => is === opposite),
    sameBeside: flag(places.some(isBeside)),
    oppositeBeside: flag(source.polarities.some(({ is, at }) => is === opposite && isBeside(at))),
    known: share(stems, (stem) => source.stems.has(stem)),
    noObject: flag(stems.length === 0),
    easingHarm: flag(EASING.test(word) && object.some(isHarm)),
    betteringCost: flag(isBettering(word) && worth < 0),
    betteringLess: flag(isBettering(word) && isSaid("less") && !isSaid("better")),
    saysBetter: flag(polarity === "better"),
    saysWorse: flag(polarity === "worse"),
    saysMore: flag(polarity === "more"),
    ...Object.fromEntries(
      Object.entries(WORDINGS).map(([name, wording]) => [name, flag(wording.test(word))]),
    ),
  };
}

interface Hit {
  readonly word: PolarWord;
  /** Where what it is said of stands. */
  readonly at: number;
  readonly isUndone: boolean;
  /** How surely it is said of that, from 0 to 1. */
  readonly strength: number;
}

/** 1 if it is said to be good, or to be more of what is neither good nor bad; -1 for the contrary. */
function goodness({ word, isUndone }: Hit, worth: number): number {
  const is = { better: 1, worse: -1, more: worth || 1, less: -(worth || 1), not: 0 }[word.is];
  return isUndone ? -is : is;
}

/** The words of direction that are said of this stem: the last two before it, and one close behind. */
function hitsOn(stem: string, source: Source): readonly Hit[] {
  return (source.places.get(stem) ?? []).flatMap((at) => {
    const here = source.polarities.filter(
      (word) => word.is !== "not" && word.at !== at && source.sentences[word.at] === source.sentences[at],
    );
    const last = here.findLast((word) => word.at < at);
    const other = here.findLast((word) => word.at < (last?.at ?? 0));
    const next = here.find((word) => word.at > at);
    const hit = (word: PolarWord | undefined, reach: number, strength: (distance: number) => number) => {
      const distance = Math.abs((word?.at ?? 0) - at);
      return word === undefined || distance > reach
        ? []
        : [{ word, at, isUndone: isUndone(word, source), strength: strength(distance) }];
    };
    return [
      ...hit(last, 10, (distance) => 1.1 - 0.1 * distance),
      ...hit(other, 8, (distance) => 0.6 - 0.05 * distance),
      ...hit(next, 4, (distance) => 0.9 - 0.2 * distance),
    ];
  });
}

/** "not degrading", "reduces the loss". */
function isUndone(word: PolarWord, source: Source): boolean {
  return source.polarities.some(
    ({ is, at }) =>
      (is === "not" || is === "less") &&
      at < word.at &&
      at >= word.at - 3 &&
      source.sentences[at] === source.sentences[word.at],
  );
}

const FAR = 8;

/** How near such a word of direction stands to any of these stems: 0 from eight words on. */
function nearness(stems: readonly string[], source: Source, isWanted: (word: PolarWord) => boolean): number {
  const places = stems.flatMap((stem) => source.places.get(stem) ?? []);
  const distances = source.polarities
    .filter(isWanted)
    .flatMap((word) => places.map((place) => Math.abs(place - word.at)).filter((distance) => distance > 0));
  return 1 - Math.min(FAR, ...distances) / FAR;
}
