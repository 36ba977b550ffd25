/** One day's list from Hugging Face into the catalog, so that nothing good is lost to a bad answer. */
import type { ListDay } from "./list-day.ts";
import { mergePaper } from "./merge-papers.ts";
import type { Paper } from "./paper.ts";
import type { PaperStore, SaveResult } from "./paper-store.ts";
import type { HuggingFace } from "./sources/hugging-face.ts";
import { SourceError } from "./sources/source-error.ts";

export interface DayResult extends SaveResult {
  /** Entries that could not be read. */
  readonly skipped: number;
}

/**
 * Reads a day's list and saves it. A list that has lost more than half of its papers is an answer that broke: what it holds
 * is brought up to date, but the day does not count as read. Rejects with SourceError.
 */
export async function readDay(
  { papers, huggingFace }: { papers: PaperStore; huggingFace: HuggingFace },
  day: ListDay,
  now: Date,
  signal?: AbortSignal,
): Promise<DayResult> {
  const list = await huggingFace.list(day, signal);
  const merged = await mergeWithKnown(papers, list.papers);
  const before = (await papers.listedOn(day)).filter(({ paper }) => paper.source !== "sample").length;
  if (list.papers.length * 2 < before) {
    await papers.save(merged, now);
    throw new SourceError(
      "garbled",
      `Hugging Face's list for ${day} came back with ${list.papers.length} of ${before} papers; what was there is kept.`,
    );
  }
  const saved = await papers.saveList(day, merged, now);
  if (merged.length > 0 && (await papers.sampleCount()) > 0) await papers.dropSamples();
  return { ...saved, skipped: list.skipped };
}

async function mergeWithKnown(papers: PaperStore, fresh: readonly Paper[]): Promise<readonly Paper[]> {
  const known = new Map((await papers.getMany(fresh.map(({ id }) => id))).map((paper) => [paper.id, paper]));
  return fresh.map((paper) => mergePaper(known.get(paper.id), paper));
}
