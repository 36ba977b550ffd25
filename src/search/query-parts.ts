/** The shape of what a person typed into a search or a topic: words, "phrases", -exclusions, field:values. */
import { isStopWord } from "./words.ts";

/** One piece of it, before anybody asks what it means. */
export interface QueryPart {
  /** Undefined for plain words and phrases. */
  readonly field: Field | undefined;
  /** The field's name as typed, for talking about it. */
  readonly typedField: string;
  /** Empty only behind a field that nothing follows. */
  readonly value: string;
  /** Where the value begins in what was typed. */
  readonly at: number;
  readonly quoted: boolean;
  readonly excluded: boolean;
  /** Excluded by the word NOT, not by a minus. */
  readonly negated: boolean;
  /** A comma or semicolon came after it: what follows begins anew. */
  readonly last: boolean;
}

export type Field = "title" | "author" | "org" | "cat" | "after" | "before" | "day" | "votes" | "has";

const FIELDS: Readonly<Record<string, Field>> = {
  title: "title",
  intitle: "title",
  ti: "title",
  author: "author",
  authors: "author",
  au: "author",
  by: "author",
  org: "org",
  organization: "org",
  organisation: "org",
  lab: "org",
  company: "org",
  cat: "cat",
  category: "cat",
  categories: "cat",
  after: "after",
  since: "after",
  before: "before",
  until: "before",
  day: "day",
  on: "day",
  date: "day",
  votes: "votes",
  vote: "votes",
  upvotes: "votes",
  min: "votes",
  has: "has",
};

const FIELD_NAMES = Object.keys(FIELDS).join("|");

/**
 * A minus that excludes stands before a word, not within one: `-survey`, but not `GPT-4`. After a field a blank may stand,
 * and another between the sign and the number of votes; a field that nothing follows, or another one, is empty.
 */
const PART = new RegExp(
  String.raw`(?<minus>[-\u2010-\u2015\u2212\u2796])?(?:(?<empty>${FIELD_NAMES})[:\uFF1A](?=\s*$|\s+-?(?:${FIELD_NAMES})[:\uFF1A])|` +
    String.raw`(?:(?<field>[A-Za-z]+)[:\uFF1A]\s*)?` +
    String.raw`(?:"(?<phrase>[^"]*)"|(?<word>(?:(?<=[:\uFF1A]\s*)[<>=≤≥]+\s+(?=\d))?[^\s"]+)))(?<comma>\s*[,;\u3001\uFF0C])?`,
  "dgiu",
);

export interface QueryParts {
  readonly parts: readonly QueryPart[];
  /** The last quotation mark had no second one, which was then put at the end. */
  readonly isUnclosed: boolean;
  /** How the shape was understood, where that is worth saying; sentences for people. */
  readonly remarks: readonly string[];
}

/** Anything at all can be typed: every character that is not part of the language is left to the words. */
export function queryParts(typed: string): QueryParts {
  const { text, isUnclosed } = pairQuotes(
    typed.replaceAll(/[\u201C-\u201F\u2033\u2036\u00AB\u00BB\uFF02\u300C\u300D\u300E\u300F]/gu, '"'),
  );
  const parts: QueryPart[] = [];
  for (const { 0: whole, index, indices, groups = {} } of text.matchAll(PART)) {
    const { minus, empty, field: name = empty ?? "", phrase, word = "", comma } = groups;
    const field = fieldNamed(name);
    const quoted = phrase !== undefined;
    const startsAnew = index === 0 || /[\s,;"(]/u.test(text[index - 1] ?? "");
    // An unknown name before a colon is no field: `LoRA: low-rank` and `https://…` are words.
    const isWhole = name !== "" && field === undefined && !quoted;
    const value = isWhole ? whole.slice(minus?.length ?? 0) : (phrase ?? word);
    const [start = index] = indices?.groups?.[quoted ? "phrase" : "word"] ?? [];
    const from = isWhole ? index + (minus?.length ?? 0) : start;
    const trimmed = quoted ? value : value.replace(/[\s,;\u3001\uFF0C]+$/u, "");
    if (trimmed.trim() === "" && field === undefined) continue;
    parts.push({
      field,
      typedField: name,
      value: trimmed.trim(),
      at: from + trimmed.length - trimmed.trimStart().length,
      quoted,
      excluded: minus !== undefined && startsAnew,
      negated: false,
      last: comma !== undefined || (!quoted && /[,;]$/u.test(whole)),
    });
  }
  return {
    parts: isShouted(text) ? parts : withoutOperators(parts),
    isUnclosed,
    remarks: isUnclosed ? [`A quotation mark was not closed; this was understood as ${text.trim()}.`] : [],
  };
}

/** Whoever forgets the last mark means the rest as a phrase. Behind a number a mark means inches, and is left out. */
function pairQuotes(text: string): { readonly text: string; readonly isUnclosed: boolean } {
  const characters = text.split("");
  let isOpen = false;
  for (const [place, character] of characters.entries()) {
    if (character !== '"') continue;
    if (!isOpen && /\d/.test(characters[place - 1] ?? "")) characters[place] = " ";
    else isOpen = !isOpen;
  }
  return { text: `${characters.join("")}${isOpen ? '"' : ""}`, isUnclosed: isOpen };
}

/** A sentence in capitals: its NOT is a word. */
function isShouted(text: string): boolean {
  const words = text.split(/[^\p{L}]+/u).filter((word) => !/^(?:AND|OR|NOT)$/.test(word));
  return !/\p{Ll}/u.test(text) && words.some((word) => isStopWord(word.toLowerCase()));
}

/** NOT leaves out what follows it; AND says what is so anyway, but parts what stands around it. */
function withoutOperators(parts: readonly QueryPart[]): readonly QueryPart[] {
  const read: QueryPart[] = [];
  let isNegated = false;
  for (const part of parts) {
    const operator = part.field === undefined && !part.quoted && !part.excluded ? part.value : "";
    if (/^(?:AND|\+|&|&&|NOT)$/.test(operator)) {
      const before = read.pop();
      if (before !== undefined) read.push({ ...before, last: true });
      isNegated = operator === "NOT";
    } else {
      read.push(isNegated ? { ...part, excluded: true, negated: true } : part);
      isNegated = false;
    }
  }
  return read;
}

/** Whether it stands between two things of which either would do. */
export function isEither({ field, quoted, value }: QueryPart): boolean {
  return field === undefined && !quoted && /^(?:or|\||\|\|)$/iu.test(value);
}

/** As it was typed, or nearly so. */
export function shownPart({ field, typedField, value, quoted, excluded, negated }: QueryPart): string {
  const before = negated ? "NOT " : excluded ? "-" : "";
  return `${before}${field === undefined ? "" : `${typedField}:`}${quoted ? `"${value}"` : value}`;
}

function fieldNamed(name: string): Field | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
}

/** `>20`, `>=20`, `20`, `20+` (or more), `=20`, `<5`, `5-20`, `5..20`: how many votes, both ends included. Undefined if it is none of these. */
export function parseVotes(value: string): { readonly min: number; readonly max: number } | undefined {
  const text = value.replaceAll(/\s/gu, "");
  const range = /^(\d{1,9})(?:-|–|\.\.)(\d{1,9})$/u.exec(text);
  if (range !== null) {
    const ends = [Number(range[1]), Number(range[2])];
    return { min: Math.min(...ends), max: Math.max(...ends) };
  }
  const bound = /^(>=|≥|=>|>|<=|≤|=<|<|=)?(\d{1,9})\+?$/u.exec(text);
  if (bound === null) return undefined;
  const number = Number(bound[2]);
  const none = Number.MAX_SAFE_INTEGER;
  if (bound[1] === ">") return { min: number + 1, max: none };
  if (bound[1] === "<") return { min: 0, max: number - 1 };
  if (bound[1] === "<=" || bound[1] === "≤" || bound[1] === "=<") return { min: 0, max: number };
  return { min: number, max: bound[1] === "=" ? number : none };
}
