/** The one face of this folder: which kind of summary, in which order, at what cost. */
import type { Paper } from "../papers/paper.ts";
import { literalLine } from "../platform/literal.ts";
import { type Budget, BudgetError } from "./budget.ts";
import { contributionSentence } from "./extract.ts";
import {
  canBeWritten,
  type ModelGist,
  type ModelPoints,
  type ModelSummaries,
  summaryCheck,
} from "./model-summaries.ts";
import { outline } from "./outline.ts";
import { splitSentences } from "./sentences.ts";
import type { Payer } from "./spend-store.ts";
import { abstractLabel, type Gist, type Summary } from "./summary.ts";
import { clause, NotWritten } from "./write-once.ts";

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
  /** Who asks, and for which workspace. */
  readonly payer: Payer;
}

/** Writes with a model, within a budget. */
export interface Writing {
  readonly summaries: ModelSummaries;
  readonly budget: Budget;
}

/** Without `writing` there is no model: everything is the source's or the abstract's. */
export function createSummaries(writing?: Writing): Summaries {
  return {
    gist: async (paper, { language }) => preferred(await writing?.summaries.keptGist(paper, language), paper),

    async summary(paper, options) {
      if (writing === undefined || !canBeWritten(paper)) return withoutModel(paper, undefined);
      const { summaries, budget } = writing;
      const { language, payer, now } = options;
      try {
        if (!(await summaries.isKept(paper, language))) await budget.admit(payer, now);
      } catch (error) {
        if (error instanceof BudgetError) return withoutModel(paper, clause(error.message));
        throw error;
      }
      const [gist, points] = await Promise.all([
        orWhyNot(summaries.gist(paper, language, payer)),
        orWhyNot(summaries.points(paper, language, payer)),
      ]);
      return combined(paper, gist, points, language);
    },
  };
}

async function orWhyNot<Content>(writing: Promise<Content>): Promise<Content | NotWritten> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof NotWritten) return error;
    throw error;
  }
}

/** What the model did not write is filled from what there is without it, and labelled so. */
function combined(
  paper: Paper,
  gist: ModelGist | NotWritten,
  points: ModelPoints | NotWritten,
  language: string | undefined,
): Summary | undefined {
  const written = gist instanceof NotWritten ? undefined : gist;
  const shown = preferred(written?.gist, paper);
  if (shown === undefined) return undefined;
  if (points instanceof NotWritten) {
    const summary = extracted(paper, shown);
    const isMixed = summary.points.length > 0;
    return { ...summary, check: isMixed ? summary.check : undefined, remark: remarkOf(points.message) };
  }
  const check = summaryCheck(written, points, language);
  return {
    gist: shown,
    points: points.points,
    check: written === undefined ? `the points: AI summary, ${check}` : check,
    remark: gist instanceof NotWritten ? remarkOf(gist.message) : undefined,
  };
}

function withoutModel(paper: Paper, why: string | undefined): Summary | undefined {
  const gist = preferred(undefined, paper);
  return gist && { ...extracted(paper, gist), remark: why === undefined ? undefined : remarkOf(why) };
}

/** A clause as a sentence. */
function remarkOf(why: string): string {
  return `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`;
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

function extracted(paper: Paper, gist: Gist): Summary {
  const points = outline(paper.title, paper.abstract, gist.text);
  const isMixed = gist.source !== "abstract" && points.length > 0;
  return {
    gist,
    points,
    check: isMixed ? `the points are ${abstractLabel(paper)}` : undefined,
    remark: undefined,
  };
}
