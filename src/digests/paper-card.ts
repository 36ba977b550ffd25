/** How a paper is shown, wherever it is shown. */
import { type Paper, paperUrl } from "../papers/paper.ts";
import type { Action, PaperCard, Span } from "../platform/message.ts";
import { abstractLabel, type Gist } from "../summaries/summary.ts";

export interface CardDetails {
  readonly gist: Gist | undefined;
  readonly reasons?: readonly string[];
  readonly note?: PaperCard["note"];
  /** The gist's place taken by a passage with marked words, for an answer to a search. */
  readonly passage?: readonly Span[];
  /** A button that would show what is shown already. */
  readonly except?: PaperCommand;
}

/** A command that a paper's button runs. */
export type PaperCommand = (typeof PAPER_ACTIONS)[number][1];

/** The buttons of a paper, in the order of their use. */
const PAPER_ACTIONS = [
  ["Summary", "summary"],
  ["Similar", "similar"],
  ["Abstract", "show"],
  ["Save", "save"],
  ["Not for us", "less"],
] as const;

export function paperCard(paper: Paper, details: CardDetails): PaperCard {
  return {
    paperId: paper.id,
    title: paper.title,
    url: paperUrl(paper),
    authors: foldAuthors(paper),
    gist: gistOf(paper, details),
    reasons: details.reasons ?? [],
    facts: paperFacts(paper),
    note: details.note,
    actions: paperActions(paper.id).filter(({ command }) => command.name !== details.except),
  };
}

function gistOf(paper: Paper, { gist, passage }: CardDetails): PaperCard["gist"] {
  if (passage !== undefined && passage.length > 0) return { spans: passage, source: abstractLabel(paper) };
  return gist && { spans: [gist.text], source: gist.label };
}

/** "Ada Lovelace, Alan Turing and 12 others"; the organization stands in for names that we do not know. */
function foldAuthors(paper: Pick<Paper, "authors" | "authorCount" | "organization">): string {
  const shown = paper.authors.length <= 3 && paper.authorCount === paper.authors.length ? 3 : 2;
  const names = paper.authors.slice(0, shown);
  const others = paper.authorCount - names.length;
  const by = names.length === 0 ? "" : listNames(names, others);
  if (by === "") return paper.organization ?? (others > 0 ? count(others, "author") : "");
  return paper.organization === undefined ? by : `${by} · ${paper.organization}`;
}

function paperFacts(paper: Paper): readonly Span[] {
  const facts: Span[] = [];
  if (paper.withdrawnAt !== undefined) facts.push({ text: "withdrawn", style: "strong" });
  if (paper.votes > 0) facts.push(count(paper.votes, "vote"));
  if (paper.comments > 0) facts.push(count(paper.comments, "comment"));
  if (paper.code !== undefined) {
    const stars = (paper.code.stars ?? 0) === 0 ? "" : ` (${count(paper.code.stars ?? 0, "star")})`;
    facts.push({ text: `code${stars}`, url: paper.code.url });
  }
  if (paper.projectUrl !== undefined) facts.push({ text: "project page", url: paper.projectUrl });
  return facts;
}

function paperActions(paperId: string): readonly Action[] {
  return PAPER_ACTIONS.map(([label, name]) => ({ label, command: { name, argument: paperId, page: 1 } }));
}

/** "1 vote", "1,234 votes". */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString("en-US")} ${thing}${number === 1 ? "" : "s"}`;
}

function listNames(names: readonly string[], others: number): string {
  if (others > 0) return `${names.join(", ")} and ${count(others, "other")}`;
  const last = names.at(-1) ?? "";
  return names.length <= 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
