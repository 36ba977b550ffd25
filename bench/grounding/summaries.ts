/** Recorded papers with the summaries that Hugging Face's model wrote of them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { entrySchema } from "../../src/papers/sources/hugging-face-schema.ts";
import { namesIn } from "./alter-names.ts";

export interface Summarized {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly summary: string;
}

/** Every second paper that has a summary, as the product reads it; which ones, `half` says: 0 or 1. */
export function readSummaries(folder: string, half: number): readonly Summarized[] {
  const papers = new Map<string, Summarized>();
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".json.gz"))
    .sort()) {
    const day = z
      .array(z.unknown())
      .parse(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString("utf8")));
    for (const entry of day) {
      const paper = entrySchema.safeParse(entry).data;
      if (paper?.sourceSummary === undefined) continue;
      papers.set(paper.id, {
        id: paper.id,
        title: paper.title,
        text: paper.abstract,
        summary: paper.sourceSummary,
      });
    }
  }
  return [...papers.values()].filter((_, index) => index % 2 === half);
}

/** The names of all these papers by kind, as often as they occur. */
export function namePool(papers: readonly Summarized[]): ReadonlyMap<string, readonly string[]> {
  const pool = new Map<string, string[]>();
  for (const { text, kind } of papers.flatMap(({ summary }) => namesIn(summary))) {
    const known = pool.get(kind) ?? [];
    known.push(text);
    pool.set(kind, known);
  }
  return pool;
}
