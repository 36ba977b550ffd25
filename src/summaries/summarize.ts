/** The one face of this folder: which kind of summary, in which order, at what cost. */
import type { Paper } from "../papers/paper.ts";
import { literalLine } from "../platform/literal.ts";
import { contributionSentence } from "./extract.ts";
import { outline } from "./outline.ts";
import { splitSentences } from "./sentences.ts";
import type { Gist, Summary } from "./summary.ts";

export interface Summaries {
  /**
   * One sentence, from what is there already: never waits for a model. Undefined if the paper has neither a summary
   * nor an abstract.
   */
  gist(paper: Paper, options: GistOptions): Promise<Gist | undefined>;
  /** The gist and its points, on demand. Undefined as for `gist`. */
  summary(paper: Paper, options: SummaryOptions): Promise<Summary | undefined>;
}

export interface GistOptions {
  /** The channel's language, of what a model writes. English if undefined. */
  readonly language: string | undefined;
}

export interface SummaryOptions extends GistOptions {
  readonly now: Date;
}

export function createSummaries(): Summaries {
  return {
    gist: async (paper) => preferred(undefined, paper),
    async summary(paper) {
      const gist = preferred(undefined, paper);
      return gist && extracted(paper, gist);
    },
  };
}

/** The order of preference, and the labels that say whose words these are. */
function preferred(model: Gist | undefined, paper: Paper): Gist | undefined {
  return model ?? sourceGist(paper) ?? abstractGist(paper);
}

function sourceGist({ sourceSummary }: Paper): Gist | undefined {
  const text = literalLine(sourceSummary ?? "");
  return text === "" ? undefined : { text, source: "hugging-face", label: "Hugging Face's AI summary" };
}

function abstractGist(paper: Paper): Gist | undefined {
  // We wrote the samples' descriptions so that each begins with what the paper found.
  const [first] = paper.source === "sample" ? splitSentences(paper.abstract) : [];
  const text = first ?? contributionSentence(paper.title, paper.abstract);
  return text === undefined ? undefined : { text, source: "abstract", label: abstractLabel(paper) };
}

/** A sample's abstract is not its authors'. */
function abstractLabel({ source }: Paper): string {
  return source === "sample" ? "from our own description" : "from the abstract";
}

function extracted(paper: Paper, gist: Gist): Summary {
  const points = outline(paper.title, paper.abstract, gist.text);
  const isMixed = gist.source !== "abstract" && points.length > 0;
  return { gist, points, check: isMixed ? `the points are ${abstractLabel(paper)}` : undefined };
}
