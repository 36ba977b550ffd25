/** The shape of what a person typed into a search or a topic: words, "phrases", -exclusions, field:values. */

/** One piece of it, before anybody asks what it means. */
export interface QueryPart {
  /** Undefined for plain words and phrases. */
  readonly field: Field | undefined;
  /** The field's name as typed, for talking about it. */
  readonly typedField: string;
  readonly value: string;
  /** Where the value begins in what was typed. */
  readonly at: number;
  readonly quoted: boolean;
  readonly excluded: boolean;
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

/** A minus that excludes stands before a word, not within one: `-survey`, but not `GPT-4`. */
const PART =
  /(?<minus>[-\u2010-\u2015\u2212\u2796])?(?:(?<field>[A-Za-z]+)[:\uFF1A]\s*)?(?:"(?<phrase>[^"]*)(?:"|$)|(?<word>[^\s"]+))(?<comma>\s*[,;\u3001\uFF0C])?/dgu;

/** Anything at all can be typed: every character that is not part of the language is left to the words. */
export function queryParts(typed: string): readonly QueryPart[] {
  const text = typed.replaceAll(
    /[\u201C-\u201F\u2033\u2036\u00AB\u00BB\uFF02\u300C\u300D\u300E\u300F]/gu,
    '"',
  );
  const parts: QueryPart[] = [];
  for (const { 0: whole, index, indices, groups = {} } of text.matchAll(PART)) {
    const { minus, field: name = "", phrase, word = "", comma } = groups;
    const field = fieldNamed(name);
    const quoted = phrase !== undefined;
    const startsAnew = index === 0 || /[\s,;"(]/u.test(text[index - 1] ?? "");
    // An unknown name before a colon is no field: `LoRA: low-rank` and `https://…` are words.
    const isWhole = name !== "" && field === undefined && !quoted;
    const value = isWhole ? whole.slice(minus?.length ?? 0) : (phrase ?? word);
    const [start = index] = indices?.groups?.[quoted ? "phrase" : "word"] ?? [];
    const from = isWhole ? index + (minus?.length ?? 0) : start;
    const trimmed = quoted ? value : value.replace(/[\s,;\u3001\uFF0C]+$/u, "");
    const excluded = minus !== undefined && startsAnew && trimmed !== "";
    if (trimmed.trim() === "") continue;
    parts.push({
      field,
      typedField: name,
      value: trimmed.trim(),
      at: from + trimmed.length - trimmed.trimStart().length,
      quoted,
      excluded,
      last: comma !== undefined || (!quoted && /[,;]$/u.test(whole)),
    });
  }
  return parts;
}

function fieldNamed(name: string): Field | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
}

/** `>20`, `>=20`, `20`, `20+`, `<5`, `5-20`, `5..20`: how many votes, both ends included. Undefined if it is none of these. */
export function parseVotes(value: string): { readonly min: number; readonly max: number } | undefined {
  const text = value.replaceAll(/\s/gu, "");
  const range = /^(\d{1,9})(?:-|–|\.\.)(\d{1,9})$/u.exec(text);
  if (range !== null) return { min: Number(range[1]), max: Number(range[2]) };
  const bound = /^(>=|≥|=>|>|<=|≤|=<|<|=)?(\d{1,9})\+?$/u.exec(text);
  if (bound === null) return undefined;
  const number = Number(bound[2]);
  const none = Number.MAX_SAFE_INTEGER;
  if (bound[1] === ">") return { min: number + 1, max: none };
  if (bound[1] === "<") return { min: 0, max: number - 1 };
  if (bound[1] === "<=" || bound[1] === "≤" || bound[1] === "=<") return { min: 0, max: number };
  return { min: number, max: none };
}

/**
 * arXiv's name of a category: `cs.CL`, or `cs` for all of an archive. Undefined for anything else.
 * https://arxiv.org/category_taxonomy
 */
export function parseCategory(value: string): string | undefined {
  const [, archive, subject] = /^([a-z]+(?:-[a-z]+)*)(?:\.([a-z-]{2,20}|\*))?$/iu.exec(value.trim()) ?? [];
  if (archive === undefined) return undefined;
  const name = archive.toLowerCase();
  if (subject === undefined || subject === "*") return name;
  return `${name}.${subject.length === 2 ? subject.toUpperCase() : subject.toLowerCase()}`;
}
