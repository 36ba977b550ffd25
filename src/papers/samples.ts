/** The sample catalog: real papers, told in our own words, for a first run without a network. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { packageInfo } from "../package.ts";
import { currentListDay, type ListDay } from "./list-day.ts";
import { type Paper, parsePaperId } from "./paper.ts";
import type { PaperStore } from "./paper-store.ts";

const sample = z.strictObject({
  id: z.string().refine((id) => parsePaperId(id) === id, "must be an arXiv id without version"),
  title: z.string().min(1),
  authors: z.array(z.string().min(1)).min(1),
  /** Where not all names are known. */
  authorCount: z.int().positive().optional(),
  organization: z.string().min(1).optional(),
  date: z.iso.date(),
  categories: z.array(z.string().min(1)).default([]),
  keywords: z.array(z.string().min(1)),
  votes: z.int().nonnegative().default(0),
  comments: z.int().nonnegative().default(0),
  /** Named by the authors. */
  code: z.url({ protocol: /^https$/ }).optional(),
  /** What the paper found and how: our words, in the place of its abstract. */
  about: z.string().min(1),
});

const samples = z.array(sample);

/** Reads a file of samples, in its order; ours if none is named. Rejects if it is missing or not one. */
export async function readSamples(file?: string): Promise<readonly Paper[]> {
  const text = await readFile(file ?? join(packageInfo().root, "samples/papers.json"), "utf8");
  return samples.parse(JSON.parse(text)).map(toPaper);
}

/** Saves the samples as one list on the list day at `now`, and tells which day that is. */
export async function loadSamples(store: PaperStore, papers: readonly Paper[], now: Date): Promise<ListDay> {
  const day = currentListDay(now);
  await store.saveList(day, papers, now);
  return day;
}

function toPaper(sample: z.infer<typeof samples>[number]): Paper {
  return {
    id: sample.id,
    source: "sample",
    title: sample.title,
    abstract: sample.about,
    authors: sample.authors,
    authorCount: sample.authorCount ?? sample.authors.length,
    organization: sample.organization,
    categories: sample.categories,
    keywords: sample.keywords,
    publishedAt: new Date(`${sample.date}T00:00:00Z`),
    votes: sample.votes,
    comments: sample.comments,
    sourceSummary: undefined,
    code: sample.code === undefined ? undefined : { url: sample.code, stars: undefined, official: true },
    projectUrl: undefined,
    withdrawnAt: undefined,
  };
}
