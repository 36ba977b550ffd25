/** How papers, a day's list and the samples are written: each a step of one transaction. */
import type { Transaction } from "kysely";
import type { Schema } from "../storage/schema.ts";
import type { ListDay } from "./list-day.ts";
import type { Paper } from "./paper.ts";
import { sameColumns, toColumns } from "./paper-row.ts";
import type { SaveResult } from "./paper-store.ts";

/** SQLite's default limit of variables in one statement is 32,766; a paper has 21. */
export const ROWS_PER_STATEMENT = 500;

/** Adds or updates papers; one that is the same as before is not touched. */
export async function savePapers(
  step: Transaction<Schema>,
  papers: readonly Paper[],
  now: Date,
): Promise<SaveResult> {
  const latest = [...new Map(papers.map((paper) => [paper.id, toColumns(paper)])).values()];
  let added = 0;
  let changed = 0;
  for (const columns of chunks(latest, ROWS_PER_STATEMENT)) {
    const ids = columns.map((row) => row.id);
    const rows = await step.selectFrom("paper").selectAll().where("id", "in", ids).execute();
    const known = new Map(rows.map((row) => [row.id, row]));
    const touched = columns.filter((row) => {
      const before = known.get(row.id);
      return before === undefined || !sameColumns(before, row);
    });
    if (touched.length === 0) continue;
    const last = await advanceSequence(step, "change", touched.length);
    const values = touched.map((row, index) => ({
      ...row,
      firstSeenAt: known.get(row.id)?.firstSeenAt ?? now.getTime(),
      changedAt: now.getTime(),
      change: last - touched.length + 1 + index,
    }));
    // A row a time: SQLite's prepared statement is reused, and a conflict names its own new values.
    for (const value of values) {
      const { id: _id, firstSeenAt: _firstSeenAt, ...update } = value;
      await step
        .insertInto("paper")
        .values(value)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(update))
        .execute();
    }
    const updated = touched.filter((row) => known.has(row.id)).length;
    changed += updated;
    added += touched.length - updated;
  }
  return { added, changed };
}

/** Notes each paper's place on the day's list, and that the list was fetched. */
export async function saveListings(
  step: Transaction<Schema>,
  day: ListDay,
  papers: readonly Paper[],
  now: Date,
): Promise<void> {
  const firstSeenAt = papers.length === 0 ? 0 : await momentAfterAll(step, now);
  for (const [place, paper] of papers.entries()) {
    await step
      .insertInto("listing")
      .values({ paperId: paper.id, day, place, firstSeenAt, firstVotes: paper.votes })
      .onConflict((conflict) => conflict.columns(["day", "paperId"]).doUpdateSet({ place }))
      .execute();
  }
  const fetched = { entries: papers.length, fetchedAt: now.getTime() };
  await step
    .insertInto("listDay")
    .values({ day, ...fetched })
    .onConflict((conflict) => conflict.column("day").doUpdateSet(fetched))
    .execute();
}

/**
 * Now, or as many milliseconds later as make it later than the moment of every list saved before. A digest considers what
 * was first seen after the digest before it: what is saved at the same time by the clock as that one was composed, or by
 * a clock that was put back, must not be taken for considered.
 */
async function momentAfterAll(step: Transaction<Schema>, now: Date): Promise<number> {
  const name = "list saved";
  const last = await step.selectFrom("sequence").select("value").where("name", "=", name).executeTakeFirst();
  const value = Math.max(now.getTime(), (last?.value ?? 0) + 1);
  await step
    .insertInto("sequence")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
  return value;
}

/** Removes the samples, what hangs on them, and the lists on which nothing else stood. */
export async function dropSamples(step: Transaction<Schema>): Promise<void> {
  const days = await step
    .selectFrom("listing")
    .innerJoin("paper", "paper.id", "listing.paperId")
    .where("paper.source", "=", "sample")
    .select("listing.day")
    .distinct()
    .execute();
  const { numDeletedRows } = await step
    .deleteFrom("paper")
    .where("source", "=", "sample")
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) return;
  for (const { day } of days) {
    // Otherwise the day would count as fetched, and its real list might never be asked for.
    await step
      .deleteFrom("listDay")
      .where("day", "=", day)
      .where("day", "not in", (select) => select.selectFrom("listing").select("day"))
      .execute();
  }
  await advanceSequence(step, "epoch", 1);
}

async function advanceSequence(step: Transaction<Schema>, name: string, by: number): Promise<number> {
  const { value } = await step
    .updateTable("sequence")
    .set((update) => ({ value: update("value", "+", by) }))
    .where("name", "=", name)
    .returning("value")
    .executeTakeFirstOrThrow();
  return value;
}

export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
