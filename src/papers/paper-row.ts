/** Paper <-> the row that keeps it. */
import type { Selectable } from "kysely";
import { z } from "zod";
import type { PaperTable } from "../storage/schema.ts";
import type { Paper } from "./paper.ts";

const texts = z.array(z.string());

/** The columns that a source decides; the store adds when it was seen and its place among the changes. */
export type PaperColumns = Omit<PaperTable, "firstSeenAt" | "changedAt" | "change">;

export function toColumns(paper: Paper): PaperColumns {
  return {
    id: paper.id,
    source: paper.source,
    title: paper.title,
    abstract: paper.abstract,
    authors: JSON.stringify(paper.authors),
    authorCount: paper.authorCount,
    organization: paper.organization ?? null,
    categories: JSON.stringify(paper.categories),
    keywords: JSON.stringify(paper.keywords),
    publishedAt: paper.publishedAt.getTime(),
    votes: paper.votes,
    comments: paper.comments,
    sourceSummary: paper.sourceSummary ?? null,
    codeUrl: paper.code?.url ?? null,
    codeStars: paper.code?.stars ?? null,
    codeOfficial: paper.code === undefined ? null : Number(paper.code.official),
    projectUrl: paper.projectUrl ?? null,
    withdrawnAt: paper.withdrawnAt?.getTime() ?? null,
  };
}

export function toPaper(row: Selectable<PaperColumns>): Paper {
  return {
    id: row.id,
    source: row.source,
    title: row.title,
    abstract: row.abstract,
    authors: texts.parse(JSON.parse(row.authors)),
    authorCount: row.authorCount,
    organization: row.organization ?? undefined,
    categories: texts.parse(JSON.parse(row.categories)),
    keywords: texts.parse(JSON.parse(row.keywords)),
    publishedAt: new Date(row.publishedAt),
    votes: row.votes,
    comments: row.comments,
    sourceSummary: row.sourceSummary ?? undefined,
    code:
      row.codeUrl === null
        ? undefined
        : { url: row.codeUrl, stars: row.codeStars ?? undefined, official: row.codeOfficial === 1 },
    projectUrl: row.projectUrl ?? undefined,
    withdrawnAt: row.withdrawnAt === null ? undefined : new Date(row.withdrawnAt),
  };
}

/** Whether two rows say the same of a paper. */
export function sameColumns(a: PaperColumns, b: PaperColumns): boolean {
  return COLUMNS.every((column) => a[column] === b[column]);
}

const COLUMNS = [
  "id",
  "source",
  "title",
  "abstract",
  "authors",
  "authorCount",
  "organization",
  "categories",
  "keywords",
  "publishedAt",
  "votes",
  "comments",
  "sourceSummary",
  "codeUrl",
  "codeStars",
  "codeOfficial",
  "projectUrl",
  "withdrawnAt",
] as const satisfies readonly (keyof PaperColumns)[];
