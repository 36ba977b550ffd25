/** Short forms and what they stand for, mined from the catalog's own abstracts ("large language model (LLM)"). */
import { stemsOf } from "./words.ts";

export interface Acronyms {
  /** Other ways to say this word or phrase: its long forms if it is an acronym, its acronyms if it is a long form. */
  equivalents(phrase: string): readonly string[];
}

/** In how many papers a short form was explained so. */
export interface AcronymCount {
  readonly short: string;
  /** The long form's stems, joined by spaces. */
  readonly long: string;
  /** The long form as it was written first. */
  readonly written: string;
  readonly papers: number;
}

export const NO_ACRONYMS: Acronyms = { equivalents: () => [] };

/** Explained once may be a slip, or one paper's own coinage, which its own text explains anyway. */
const LEAST_PAPERS = 2;
/** A meaning of a short form counts if it has this share of all its explanations. */
const LEAST_SHARE = 0.25;
const MOST = 2;

export function createAcronyms(counts: readonly AcronymCount[]): Acronyms {
  const totals = new Map<string, number>();
  for (const { short, papers } of counts) totals.set(short, (totals.get(short) ?? 0) + papers);
  const forms = new Map<string, string[]>();
  const add = (phrase: string, form: string) => {
    const known = forms.get(phrase);
    if (known === undefined) forms.set(phrase, [form]);
    else if (known.length < MOST) known.push(form);
  };
  for (const { short, long, written, papers } of [...counts].sort((a, b) => b.papers - a.papers)) {
    if (papers < LEAST_PAPERS || papers < LEAST_SHARE * (totals.get(short) ?? 0)) continue;
    add(keyOf(short), written);
    add(long, short);
  }
  return { equivalents: (phrase) => forms.get(keyOf(phrase)) ?? [] };
}

function keyOf(phrase: string): string {
  return stemsOf(phrase).join(" ");
}
