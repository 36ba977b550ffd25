/** Names in the environment that are nobody's, but most likely were meant to be ours. */
import { nearest } from "../nearest.ts";

export interface Names {
  /** Those that stand in `.env`, a file of Paperboy's own. */
  readonly inFile: readonly string[];
  /** Those of the whole process, which other programs have put there too. */
  readonly inProcess: readonly string[];
}

/** What a name of ours can begin with, for instance `PAPERBOY_`. */
export interface OurNames {
  readonly known: readonly string[];
  /** No other program's settings begin with these. */
  readonly ownPrefixes: readonly string[];
  /** Other programs have settings that begin with these, too. */
  readonly sharedPrefixes: readonly string[];
}

/** One sentence for each slip, with what was meant where that can be told. */
export function findSlips({ inFile, inProcess }: Names, ours: OurNames): readonly string[] {
  const { known, ownPrefixes, sharedPrefixes } = ours;
  const begins = (name: string, prefixes: readonly string[]) =>
    prefixes.some((prefix) => name.toUpperCase().startsWith(prefix));
  const isUnknown = (name: string) => !known.includes(name);
  const prefixed = known.filter((name) => begins(name, [...ownPrefixes, ...sharedPrefixes]));

  const slipsInFile = inFile
    .filter(isUnknown)
    .map((name) => ({ name, meant: whichWereMeant(name, known) }))
    .filter(({ name, meant }) => meant.length > 0 || begins(name, [...ownPrefixes, ...sharedPrefixes]))
    .map(({ name, meant }) => sentence(`${name} in .env`, meant));
  const slipsInProcess = inProcess
    .filter((name) => isUnknown(name) && !inFile.includes(name))
    .flatMap((name) => {
      if (begins(name, ownPrefixes)) return [sentence(name, whichWereMeant(name, known))];
      const meant = nearest(name, prefixed, MOST_EDITS);
      return meant === undefined ? [] : [sentence(name, [meant])];
    });
  return [...slipsInFile, ...slipsInProcess];
}

/** So few that no other program's setting is as near: `HF_HOME` and `OPENAI_ORG_ID` are not. */
const MOST_EDITS = 2;
/** More would be a list, and that is .env.example. */
const MOST_MEANT = 2;

/** The nearest name by letters, or those that have a word more or less: `HF_URL` for `HF_API_URL`. */
function whichWereMeant(name: string, known: readonly string[]): readonly string[] {
  const near = nearest(name.toUpperCase(), known);
  if (near !== undefined) return [near];
  const words = name.toUpperCase().split("_");
  const alike = known.filter((one) => {
    const others = one.split("_");
    return others[0] === words[0] && (isWithin(words, others) || isWithin(others, words));
  });
  return words.length > 1 && alike.length <= MOST_MEANT ? alike : [];
}

function isWithin(few: readonly string[], many: readonly string[]): boolean {
  return few.length > 1 && few.every((word) => many.includes(word));
}

function sentence(name: string, meant: readonly string[]): string {
  const hint = meant.length === 0 ? ".env.example lists them all." : `did you mean ${meant.join(" or ")}?`;
  return `${name} is no setting of Paperboy${meant.length === 0 ? "; " : ": "}${hint}`;
}
