/** What a paper found: the words, whose they are, and how they were checked. */
import type { Paper } from "../papers/paper.ts";

/** One sentence. */
export interface Gist {
  readonly text: string;
  /** A model's of ours, the source's own model's, or a sentence of the abstract as it stands there. */
  readonly source: "model" | "hugging-face" | "abstract";
  /** For people, beside the text: "Hugging Face's AI summary", "from the abstract". */
  readonly label: string;
}

/** Whose words a paper's abstract is: a sample's is not its authors'. */
export function abstractLabel({ source }: Pick<Paper, "source">): string {
  return source === "sample" ? "from our own description" : "from the abstract";
}

export interface Point {
  /** One word for people: "Problem", "Method", "Result", "Limits". */
  readonly name: string;
  readonly text: string;
}

export interface Summary {
  readonly gist: Gist;
  readonly points: readonly Point[];
  /** How it was checked, for people: "5 of 5 statements found in the abstract". Undefined where there is nothing to say. */
  readonly check: string | undefined;
  /** Why it is not what it could be, a sentence for people: "The model did not answer." */
  readonly remark: string | undefined;
}
