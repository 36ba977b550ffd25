/** Papers for tests: whole, and different only in what the test is about. */
import type { Paper } from "../../src/papers/paper.ts";

export function paper(id: string, changes: Partial<Paper> = {}): Paper {
  return {
    id,
    source: "hugging-face",
    title: `Paper ${id}`,
    abstract: `What paper ${id} found.`,
    authors: ["Ada Lovelace"],
    authorCount: 1,
    organization: undefined,
    categories: [],
    keywords: [],
    publishedAt: new Date("2026-11-16T00:00:00Z"),
    votes: 0,
    comments: 0,
    sourceSummary: undefined,
    code: undefined,
    projectUrl: undefined,
    withdrawnAt: undefined,
    ...changes,
  };
}
