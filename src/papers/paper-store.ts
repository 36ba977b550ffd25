/** The catalog: every paper that we know, and on which days' lists it stood. */
import type { Database } from "../storage/database.ts";
import type { ListDay } from "./list-day.ts";
import type { Paper, PaperId } from "./paper.ts";
import { type PaperColumns, toPaper } from "./paper-row.ts";
import { chunks, dropSamples, ROWS_PER_STATEMENT, saveListings, savePapers } from "./paper-writes.ts";

/** A paper and its place on one day's list. */
export interface ListedPaper {
  readonly paper: Paper;
  readonly day: ListDay;
  /** From 0, in the source's order. */
  readonly place: number;
  /** When we first saw it on this list, and how many votes it had then. */
  readonly firstSeenAt: Date;
  readonly firstVotes: number;
}

export interface SaveResult {
  readonly added: number;
  readonly changed: number;
}

/** What the catalog's followers ask for: the papers changed after `change`, oldest change first. */
export interface ChangedPaper {
  readonly paper: Paper;
  readonly change: number;
}

export interface PaperStore {
  /** Adds or updates papers; one that is the same as before is not touched. */
  save(papers: readonly Paper[], now: Date): Promise<SaveResult>;
  /** Saves one day's list: its papers in the source's order. A paper once listed stays listed. */
  saveList(day: ListDay, papers: readonly Paper[], now: Date): Promise<SaveResult>;
  get(id: PaperId): Promise<Paper | undefined>;
  /** In the order asked; ids that we do not know are left out. */
  getMany(ids: readonly PaperId[]): Promise<readonly Paper[]>;
  /** A day's list, most votes first, then in the source's order. */
  listedOn(day: ListDay): Promise<readonly ListedPaper[]>;
  /** Everything on the lists of `from` to `to`, both included, in no particular order. */
  listedBetween(from: ListDay, to: ListDay): Promise<readonly ListedPaper[]>;
  /** The latest list days up to `until` that have papers, newest first. */
  latestListDays(count: number, until: ListDay): Promise<readonly ListDay[]>;
  /** Every list day that this paper stood on, oldest first. */
  listDaysOf(id: PaperId): Promise<readonly ListDay[]>;
  /** Which of these days were fetched, with when. */
  fetchedDays(from: ListDay, to: ListDay): Promise<ReadonlyMap<ListDay, Date>>;
  /** How many papers stood on these days' lists when they were last fetched. */
  fetchedSizes(from: ListDay, to: ListDay): Promise<ReadonlyMap<ListDay, number>>;
  changedAfter(change: number, limit: number): Promise<readonly ChangedPaper[]>;
  /** How many papers were changed after `change`. */
  countChangedAfter(change: number): Promise<number>;
  /** The number of the latest change; 0 for an empty catalog. */
  latestChange(): Promise<number>;
  /** Grows whenever papers are removed: what follows the catalog begins anew when it differs from its own. */
  epoch(): Promise<number>;
  /** Differs whenever the papers or their lists do. */
  version(): Promise<string>;
  count(): Promise<number>;
  /** How many of the papers are samples. */
  sampleCount(): Promise<number>;
  /** Removes the samples and everything that hangs on them. */
  dropSamples(): Promise<void>;
}

export function createPaperStore(database: Database): PaperStore {
  const listed = () =>
    database
      .selectFrom("listing")
      .innerJoin("paper", "paper.id", "listing.paperId")
      .selectAll("paper")
      .select(["listing.day", "listing.place", "listing.firstSeenAt as listedAt", "listing.firstVotes"]);
  const toListed = (
    row: PaperColumns & { day: string; place: number; listedAt: number; firstVotes: number },
  ): ListedPaper => ({
    paper: toPaper(row),
    day: row.day,
    place: row.place,
    firstSeenAt: new Date(row.listedAt),
    firstVotes: row.firstVotes,
  });

  const store: PaperStore = {
    save: (papers, now) => database.transaction().execute((step) => savePapers(step, papers, now)),

    saveList: (day, papers, now) =>
      database.transaction().execute(async (step) => {
        const result = await savePapers(step, papers, now);
        await saveListings(step, day, papers, now);
        return result;
      }),

    async get(id) {
      const row = await database.selectFrom("paper").selectAll().where("id", "=", id).executeTakeFirst();
      return row && toPaper(row);
    },

    async getMany(ids) {
      const found = new Map<PaperId, Paper>();
      for (const some of chunks([...new Set(ids)], ROWS_PER_STATEMENT)) {
        const rows = await database.selectFrom("paper").selectAll().where("id", "in", some).execute();
        for (const row of rows) found.set(row.id, toPaper(row));
      }
      return ids.map((id) => found.get(id)).filter((paper) => paper !== undefined);
    },

    async listedOn(day) {
      const rows = await listed()
        .where("listing.day", "=", day)
        .orderBy("paper.votes", "desc")
        .orderBy("listing.place")
        .orderBy("paper.id")
        .execute();
      return rows.map(toListed);
    },

    async listedBetween(from, to) {
      const rows = await listed().where("listing.day", ">=", from).where("listing.day", "<=", to).execute();
      return rows.map(toListed);
    },

    async latestListDays(count, until) {
      const rows = await database
        .selectFrom("listing")
        .select("day")
        .distinct()
        .where("day", "<=", until)
        .orderBy("day", "desc")
        .limit(count)
        .execute();
      return rows.map((row) => row.day);
    },

    async listDaysOf(id) {
      const rows = await database
        .selectFrom("listing")
        .select("day")
        .where("paperId", "=", id)
        .orderBy("day")
        .execute();
      return rows.map((row) => row.day);
    },

    async fetchedDays(from, to) {
      const rows = await database
        .selectFrom("listDay")
        .select(["day", "fetchedAt"])
        .where("day", ">=", from)
        .where("day", "<=", to)
        .execute();
      return new Map(rows.map((row) => [row.day, new Date(row.fetchedAt)]));
    },

    async fetchedSizes(from, to) {
      const rows = await database
        .selectFrom("listDay")
        .select(["day", "entries"])
        .where("day", ">=", from)
        .where("day", "<=", to)
        .execute();
      return new Map(rows.map((row) => [row.day, row.entries]));
    },

    async changedAfter(change, limit) {
      const rows = await database
        .selectFrom("paper")
        .selectAll()
        .where("change", ">", change)
        .orderBy("change")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ paper: toPaper(row), change: row.change }));
    },

    async countChangedAfter(change) {
      const { count } = await database
        .selectFrom("paper")
        .select((select) => select.fn.countAll().as("count"))
        .where("change", ">", change)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    latestChange: () => sequenceValue(database, "change"),
    epoch: () => sequenceValue(database, "epoch"),

    async version() {
      const { fetchedAt } = await database
        .selectFrom("listDay")
        .select((select) => select.fn.max("fetchedAt").as("fetchedAt"))
        .executeTakeFirstOrThrow();
      const [change, epoch] = [await store.latestChange(), await store.epoch()];
      return `${epoch}.${change}.${fetchedAt ?? 0}`;
    },

    // Every paper has changed once: when it came.
    count: () => store.countChangedAfter(0),

    async sampleCount() {
      const { count } = await database
        .selectFrom("paper")
        .select((select) => select.fn.countAll().as("count"))
        .where("source", "=", "sample")
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    dropSamples: () => database.transaction().execute(dropSamples),
  };
  return store;
}

async function sequenceValue(database: Database, name: string): Promise<number> {
  const { value } = await database
    .selectFrom("sequence")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  return value;
}
