/** The words by which a statement says that something is more or less, better or worse, there or not. */
import { stemOf } from "../words.ts";
import { isHarm, type Polarity, polarityOf, worthOf } from "./polarity.ts";

/**
 * What is claimed: that something is done with or without a thing, that something is not so, that something good is
 * so, or something bad, or that there is more or less of what is neither; or that no harm is done ("without losing").
 */
export const CLAIM_KINDS = ["with", "without", "not", "good", "bad", "more", "less", "spared"] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export interface Claim {
  /** As it stands in the statement, in lower case. */
  readonly word: string;
  readonly kind: ClaimKind;
  readonly polarity: Polarity | undefined;
  /** The few words it is said of, up to where something else begins. */
  readonly object: readonly string[];
  /** Where it begins, as a number of letters. */
  readonly index: number;
  /** The words before it in its statement, and those after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const UNDONE: Readonly<Partial<Record<ClaimKind, ClaimKind>>> = { bad: "spared", more: "less", less: "more" };

/** Ends what a word of direction is said of. */
const STOPS = new Set(
  (
    ", ; : ( ) — . and or but while by through via with without that which when where to for on across during over than " +
    "as of from compared using under into within between at in"
  ).split(" "),
);
const SKIPPED = new Set("in of the a an its their on to for is are".split(" "));
const MOST_WORDS = 6;

/** `statement` went through `plain`. */
export function claimsIn(statement: string): readonly Claim[] {
  const tokens = [...statement.toLowerCase().matchAll(/[\p{L}\p{N}]+(?:'t)?|[,;:()—]|\.(?= |$)/gu)];
  const words = tokens.map(([word]) => word);
  return tokens.flatMap(({ 0: word, index }, at) => {
    const polarity = polarityOf(word);
    // "training-free" is a word of its own.
    if (word === "free" || (polarity === undefined && word !== "with")) return [];
    const object =
      polarity === undefined || polarity === "not" ? words.slice(at + 1, at + 7) : objectOf(words, at);
    const kind = kindOf(word, polarity, object);
    const undone = UNDONE[kind];
    // That something good is not so, the word says that denies it.
    if (isUndoneAt(words, at) && undone === undefined && kind === "good") return [];
    return [
      {
        word,
        kind: undone !== undefined && isUndoneAt(words, at) ? undone : kind,
        polarity,
        object,
        index,
        before: words.slice(0, at),
        after: words.slice(at + 1),
      },
    ];
  });
}

function kindOf(word: string, polarity: Polarity | undefined, object: readonly string[]): ClaimKind {
  if (polarity === undefined) return "with";
  if (polarity === "not") return word === "without" ? "without" : "not";
  if (polarity === "worse") return "bad";
  if (polarity === "better") return isBettering(word) && isHarm(valued(object) ?? "") ? "bad" : "good";
  if (/^(?:prevent|avoid)/u.test(word)) return object.some(isHarm) ? "good" : "bad";
  const worth = worthOf(valued(object) ?? "");
  if (worth === 0) return polarity;
  return (polarity === "more") === worth > 0 ? "good" : "bad";
}

/** "improves" makes more of a thing; "achieves" and the like say nothing of how much. */
export function isBettering(word: string): boolean {
  return /^(?:improv|enhanc|boost)/u.test(word);
}

/** The last of these words that is good or bad to have, which is what the others describe: "accuracy loss" is a loss. */
export function valued(words: readonly string[]): string | undefined {
  return words.findLast((word) => worthOf(word) !== 0);
}

function isUndoneAt(words: readonly string[], at: number): boolean {
  const before = words.slice(Math.max(0, at - 3), at);
  const near = before.slice(
    before.findLastIndex((word) => /^(?:and|or|but|to|by|while|,|;)$/u.test(word)) + 1,
  );
  return near.some((word) => word !== "free" && ["less", "not"].includes(polarityOf(word) ?? ""));
}

/** The few words that follow it, up to where something else begins; those before it if none follow. */
function objectOf(words: readonly string[], at: number): readonly string[] {
  let start = at + 1;
  while (SKIPPED.has(words[start] ?? "")) start++;
  const stop = words.findIndex((word, index) => index >= start && STOPS.has(word));
  const after = words.slice(start, Math.min(stop < 0 ? words.length : stop, start + MOST_WORDS));
  return after.length > 0 ? after : words.slice(Math.max(0, at - 3), at).filter((word) => !STOPS.has(word));
}

const COMMON = new Set(
  (
    "the a an of in on for to and or by with its their that this which is are was be been it as at from into both such " +
    "these those can will while when than also across various different new model models method methods approach framework"
  ).split(" "),
);

/** The stems of the words that say something. */
export function stemsOf(words: readonly string[]): readonly string[] {
  return words.filter((word) => /[\p{L}\p{N}]/u.test(word) && !COMMON.has(word)).map(stemOf);
}
