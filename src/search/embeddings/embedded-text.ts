/** What of a paper is turned into a vector, and the name of that text. */
import { createHash } from "node:crypto";
import type { Paper } from "../../papers/paper.ts";

/** Longer than any abstract; what is beyond says nothing new, and costs. */
const MOST_CHARACTERS = 6000;
/** For models that read little: about 250 tokens. */
const FEW_CHARACTERS = 1000;

const MOST_ASKED = 2000;

type Text = Pick<Paper, "title" | "abstract">;

export function textOf({ title, abstract }: Text): string {
  return first(`${title}\n\n${abstract}`.trim(), MOST_CHARACTERS);
}

/** The beginning, for a server that would not take it all. */
export function beginningOf(text: string): string {
  return first(text, FEW_CHARACTERS);
}

/** Differs whenever the text does. */
export function versionOf(paper: Text): string {
  return createHash("sha256").update(textOf(paper)).digest("hex").slice(0, 32);
}

/** What is asked for; longer questions say no more and only cost. */
export function questionOf(typed: string): string {
  return first(typed.trim(), MOST_ASKED);
}

/** Half a character, which no server would take, becomes U+FFFD. */
function first(text: string, characters: number): string {
  return Buffer.from(text.slice(0, characters)).toString();
}
