/** Which names of a statement (of methods, data sets, models, organizations) its source does not have. */
import { stemOf } from "../words.ts";
import { isLongFor, isShortFor } from "./acronyms.ts";
import { partsOf } from "./plain.ts";
import type { Source } from "./source.ts";

/** A word that looks like a name, and the words around it that do. */
interface Name {
  readonly text: string;
  /** All of "Group Relative Policy Optimization". */
  readonly group: readonly string[];
  /** The word after it. */
  readonly next: string;
}

/** A capital or a digit: "Attic", "vLLM", "o1". */
const LOOKS_NAMED = /\p{Lu}|\p{L}[^\s]*\d|\d[^\s]*\p{L}/u;

/** A word, with the number behind it if it is a name's: "OpenVision 3". */
const TOKEN =
  /[\p{L}\p{N}][^\s()[\],;:"!?/—]*(?:(?<=^\p{Lu}[^\s]*|[^.!?] \p{Lu}[^\s]*) \d+(?:\.\d+)*(?![\p{L}\p{N}%-]| ?(?:times|x)\b))?/gu;

/** Begin a sentence about any paper, without naming anything. */
const OPENERS = new Set(
  (
    "researchers research authors study studies analysis analyses experiment experiments experimental results result findings " +
    "evaluation evaluations evidence paper work this these that those the a an it its they we our in on by with for from to " +
    "as at of through via under without while when where if although though however but and both no not each all some " +
    "many most several one two three unlike despite instead rather compared using based given including training " +
    "performance accuracy quality efficiency participants people users code data models methods existing current new " +
    "novel proposed introducing presents introduces proposes there here such more less only even also finally overall"
  ).split(" "),
);

/** `statement` went through `plain`. */
export function missingNames(statement: string, source: Source): readonly string[] {
  return namesIn(statement)
    .filter((name) => !stands(name, source))
    .map(({ text }) => text);
}

function namesIn(statement: string): readonly Name[] {
  const names: Name[] = [];
  let group: string[] = [];
  let end = -1;
  for (const { 0: token, index } of statement.matchAll(TOKEN)) {
    const text = token.replace(/(?:'s|[.'*-])+$/u, "");
    if (!LOOKS_NAMED.test(text) || /^\d[\d.,]*(?:st|nd|rd|th|s|x)?(?:-\p{Ll}+)*$/u.test(text)) continue;
    if (beginsSentence(statement, index) && isOrdinary(text, statement.slice(index + token.length))) continue;
    if (index !== end + 1) group = [];
    group.push(text);
    end = index + token.length;
    names.push({ text, group, next: partsOf(statement.slice(end, end + 40))[0] ?? "" });
  }
  return names;
}

function beginsSentence(statement: string, index: number): boolean {
  return /^["']*$|[.!?:]["')]* ["']*$/u.test(statement.slice(0, index));
}

/** A sentence's first word is large anyway: it names something if it is said what it is, or does. */
function isOrdinary(word: string, after: string): boolean {
  if (!/^\p{Lu}\p{Ll}*$/u.test(word)) return false;
  if (OPENERS.has(word.toLowerCase()) || /(?:ing|ed|ly|ions?|ness|ments?)$/u.test(word)) return true;
  return !/^(?:,? (?:is|are|an?|the|which|that)| \p{Ll}{3,}s) /u.test(after);
}

function stands({ text, group, next }: Name, source: Source): boolean {
  if (hasOtherDimension(text, next, source)) return false;
  if (group.length > 1) {
    const parts = partsOf(group.join(" "));
    if (isLongFor(parts.join(""), source)) return true;
    // Names of several words stand there as such: "Group Relative Policy" is not "Relative Group Policy".
    if (group.every(isTitled) && !source.stemLine.includes(` ${parts.map(stemOf).join(" ")} `)) return false;
  }
  return has(text, source) || isShortFor(text, source) || hasParts(text, source);
}

/** "3D poses" where the paper has 2D poses only, though it may have 3D scenes. */
function hasOtherDimension(text: string, next: string, source: Source): boolean {
  const [dimension = "", thing = next] = partsOf(text);
  if (!/^\dd$/.test(dimension) || thing === "") return false;
  const line = (digit: string) => source.stemLine.includes(` ${digit}d ${stemOf(thing)} `);
  return !line(dimension.slice(0, 1)) && ["1", "2", "3", "4"].some(line);
}

function isTitled(word: string): boolean {
  return /^\p{Lu}\p{Ll}+(?:-\p{L}\p{Ll}*)*$/u.test(word);
}

/** "GPT-4-based", "Qwen/Llama": what looks like a name in it stands by itself. */
function hasParts(text: string, source: Source): boolean {
  const parts = text.split(/[-_+&^]+/u).filter((part) => LOOKS_NAMED.test(part) || /\d/.test(part));
  const isWhole = parts.length === 1 && parts[0] === text;
  return !isWhole && parts.every((part) => has(part, source) || isShortFor(part, source));
}

/** Shorter names differ by a letter and mean something else. */
const SAFE_LENGTH = 6;

/** Whether one letter too many or too few makes the difference: "MLLLMs" for "MLLMs". */
function isSlip(one: string, other: string): boolean {
  const [long, short] = one.length > other.length ? [one, other] : [other, one];
  if (long.length !== short.length + 1) return false;
  let same = 0;
  while (same < short.length && long[same] === short[same]) same++;
  return long.slice(same + 1) === short.slice(same);
}

function has(name: string, source: Source): boolean {
  const run = partsOf(name).join("");
  if (source.runs.has(run) || source.runs.has(run.replace(/s$/, "")) || source.runs.has(`${run}s`))
    return true;
  if (/^\p{Lu}?\p{Ll}+$/u.test(name) && source.stems.has(stemOf(name.toLowerCase()))) return true;
  return (
    run.length >= SAFE_LENGTH && /^\p{L}+$/u.test(name) && source.words.some((word) => isSlip(run, word))
  );
}
