/** A catalog in memory, for the search service to index. */
import type { Paper } from "../../src/papers/paper.ts";
import type { Catalog } from "../../src/search/search.ts";
import type { Document } from "./collection.ts";

export function paperOf({ id, title, text }: Document): Paper {
  return {
    id,
    source: "arxiv",
    title,
    abstract: text,
    authors: [],
    authorCount: 0,
    organization: undefined,
    categories: [],
    keywords: [],
    publishedAt: new Date("2026-01-01T00:00:00Z"),
    votes: 0,
    comments: 0,
    sourceSummary: undefined,
    code: undefined,
    projectUrl: undefined,
    withdrawnAt: undefined,
  };
}

/** `at` makes the paper with this number, from 0; made anew each time, so that a million need no memory. */
export function catalogOf(
  size: number,
  at: (number: number) => Paper,
  numberOf: (id: string) => number | undefined,
): Catalog {
  const get = (id: string) => {
    const number = numberOf(id);
    return number === undefined ? undefined : at(number);
  };
  return {
    get: async (id) => get(id),
    getMany: async (ids) => ids.map(get).filter((paper) => paper !== undefined),
    save: async () => ({ added: 0, changed: 0 }),
    listedOn: async () => [],
    changedAfter: async (change, limit) =>
      Array.from({ length: Math.max(0, Math.min(limit, size - change)) }, (_, index) => ({
        paper: at(change + index),
        change: change + index + 1,
      })),
    countChangedAfter: async (change) => Math.max(0, size - change),
    latestChange: async () => size,
    epoch: async () => 1,
  };
}

export function catalogOfDocuments(documents: readonly Document[]): Catalog {
  const papers = documents.map(paperOf);
  const numbers = new Map(papers.map(({ id }, number) => [id, number]));
  const [blank] = papers;
  return catalogOf(
    papers.length,
    (number) => papers[number] ?? blank ?? paperOf({ id: "", title: "", text: "" }),
    (id) => numbers.get(id),
  );
}
