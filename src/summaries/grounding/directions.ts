/**
 * Which directions of a statement its source does not bear out: more for less, better for worse, with for without.
 * A claim that something is worse must stand in the source; one that it is better must not stand against it.
 */
import { stemOf } from "../words.ts";
import { isHarm, type Polarity, polarityOf, worthOf } from "./polarity.ts";
import type { Source } from "./source.ts";

/** How far before and after a word of direction another one may stand that belongs to it, in words. */
type Reach = readonly [before: number, after: number];
const NEAR: Reach = [7, 7];
const MIDDLE: Reach = [5, 5];
const CLOSE: Reach = [3, 3];
/** A negation stands before what it denies; only "-free" stands after it. */
const DENIED: Reach = [1, 3];

/** Troubles that papers report of others, in many words: that one is spoken of is enough. */
const TROUBLES = /^(?:suffer|struggl|lack|inefficienc|unreliab|collaps|compromis|weakness|failure|limited)/u;

/** Ends what a word of direction is said of. */
const STOPS = new Set(
  (
    ", ; : ( ) — . and or but while by through via with without that which when where to for on across during over than " +
    "as of from compared using under into within between at in"
  ).split(" "),
);
const SKIPPED = new Set("in of the a an its their on to for is are".split(" "));
const COMMON = new Set(
  (
    "the a an of in on for to and or by with its their that this which is are was be been it as at from into both such " +
    "these those can will while when than also across various different new model models method methods approach framework"
  ).split(" "),
);
const MOST_WORDS = 6;

/** `statement` went through `plain`. */
export function missingDirections(statement: string, source: Source): readonly string[] {
  const words = statement.toLowerCase().match(/[\p{L}\p{N}]+(?:'t)?|[,;:()—]|\.(?= |$)/gu) ?? [];
  return words.filter((word, at) => {
    if (word === "with") return isAlwaysDenied(words.slice(at + 1, at + 5), source);
    const polarity = polarityOf(word);
    // "training-free" is a word of its own.
    return polarity !== undefined && word !== "free" && !isBorneOut(polarity, words, at, source);
  });
}

function isBorneOut(polarity: Polarity, words: readonly string[], at: number, source: Source): boolean {
  const word = words[at] ?? "";
  if (polarity === "not") return isDenied(word, words.slice(at + 1, at + 7), source);
  if (polarity === "worse" && isUndone(words, at)) return true;
  const object = objectOf(words, at);
  const stems = stemsOf(object);
  const worth = claimedWorth(polarity, object, word);
  const isKnown = source.stems.has(stemOf(word));
  if (worth > 0 || /^(?:mitigat|alleviat|lessen)/u.test(word)) return true;
  if (/^(?:bare|neglig)/u.test(word)) return isKnown;
  if (TROUBLES.test(word)) {
    return isKnown || source.polarities.some(({ is }) => is === "worse" || is === "not");
  }
  if (polarity === "worse")
    return isNear(stems, stemOf(word), source, [4, 4]) || isNear(stems, ["worse"], source, [2, 2]);
  if (polarity === "better") return isNear(stems, stemOf(word), source, CLOSE);
  if (/^(?:prevent|avoid|eliminat)/u.test(word)) return isNear(stems, stemOf(word), source, NEAR);
  if (worth === 0 && polarity === "more" && isKnown) return true;
  if (/^(?:drop|declin)/u.test(word) && isNear(stems, ["worse"], source, CLOSE)) return true;
  return isNear(stems.slice(-3), [polarity], source, worth < 0 ? CLOSE : NEAR);
}

/** Needs that papers like to do without, and say so in many ways. */
const NEEDS =
  /^(?:requir|rely|need|additional|extra|further|explicit|any|re\p{L}+ing|train|fine|costly|extensive|human)/u;

/** Whether the source, too, says "not", "without" or the like of what follows. */
function isDenied(word: string, after: readonly string[], source: Source): boolean {
  const isDone = (next: string) => polarityOf(next) === "worse" || /^(?:affect|impact|chang)/u.test(next);
  if (after.slice(0, 3).some(isDone)) return true;
  if (word !== "without") return isNear(stemsOf(after).slice(0, 2), ["not"], source, DENIED);
  const isNeed = NEEDS.test(after[0] ?? "");
  return isNear(stemsOf(after).slice(0, isNeed ? 4 : 3), ["not", "less"], source, isNeed ? NEAR : MIDDLE);
}

/** Whether the source says the first two of these together, or the only one, but only to say that it does without. */
function isAlwaysDenied(after: readonly string[], source: Source): boolean {
  const [first = "", second = first] = stemsOf(after);
  const firsts = source.places.get(first) ?? [];
  const places = firsts.filter((place) =>
    (source.places.get(second) ?? []).some((other) => other >= place && other <= place + 2),
  );
  const isDeniedAt = (place: number) =>
    source.polarities.some(({ is, at }) => is === "not" && at < place && at >= place - 3);
  return places.length > 0 && places.every(isDeniedAt);
}

function stemsOf(words: readonly string[]): readonly string[] {
  return words.filter((word) => /[\p{L}\p{N}]/u.test(word) && !COMMON.has(word)).map(stemOf);
}

/** "prevents degradation", "without losing": worse is not what is said. */
function isUndone(words: readonly string[], at: number): boolean {
  return words
    .slice(Math.max(0, at - 3), at)
    .some((word) => ["less", "not"].includes(polarityOf(word) ?? ""));
}

/** Whether this is good, bad or neither to say of this object. */
function claimedWorth(polarity: Polarity, object: readonly string[], word: string): number {
  if (polarity === "better")
    return /^(?:improv|enhanc|boost)/u.test(word) &&
      isHarm(object.findLast((thing) => worthOf(thing) !== 0) ?? "")
      ? -1
      : 1;
  if (polarity === "worse") return -1;
  const worth = worthOfAll(object);
  return polarity === "more" ? worth : -worth;
}

/** What the last of these words is worth, which is what the others describe: "accuracy loss" is a loss. */
function worthOfAll(words: readonly string[]): number {
  return words.map(worthOf).findLast((value) => value !== 0) ?? 0;
}

/** The few words that follow it, up to where something else begins; those before it if none follow. */
function objectOf(words: readonly string[], at: number): readonly string[] {
  let start = at + 1;
  while (SKIPPED.has(words[start] ?? "")) start++;
  const stop = words.findIndex((word, index) => index >= start && STOPS.has(word));
  const after = words.slice(start, Math.min(stop < 0 ? words.length : stop, start + MOST_WORDS));
  return after.length > 0 ? after : words.slice(Math.max(0, at - 3), at).filter((word) => !STOPS.has(word));
}

/** Whether one of these stems stands near a word of these polarities, or with this stem; without stems, whether any such does. */
function isNear(
  stems: readonly string[],
  wanted: readonly Polarity[] | string,
  source: Source,
  [before, after]: Reach,
): boolean {
  return source.polarities.some(
    ({ is, stem: own, at }) =>
      (typeof wanted === "string" ? own === wanted : wanted.includes(is)) &&
      (stems.length === 0 ||
        stems.some((stem) =>
          source.places
            .get(stem)
            ?.some((place) => place !== at && place >= at - before && place <= at + after),
        )),
  );
}
