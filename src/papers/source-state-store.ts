/** How the sources are doing: what operators and people are told when the lists stop coming. */
import type { Insertable } from "kysely";
import type { Database } from "../storage/database.ts";
import type { SourceStateTable } from "../storage/schema.ts";

export type SourceName = "hugging-face" | "arxiv";

export interface SourceState {
  readonly attemptedAt: Date | undefined;
  readonly succeededAt: Date | undefined;
  /** What went wrong at the last attempt, for people; undefined if it went well. */
  readonly problem: string | undefined;
  /** Attempts without success since the last one. */
  readonly failures: number;
  /** The source itself asked not to be asked before. */
  readonly retryAt: Date | undefined;
  /** Entries that could not be read, since the beginning. */
  readonly skipped: number;
}

export interface SourceStateStore {
  get(source: SourceName): Promise<SourceState>;
  /** `skipped` entries are added to those of before. */
  recordSuccess(source: SourceName, now: Date, skipped: number): Promise<void>;
  recordFailure(
    source: SourceName,
    now: Date,
    failure: { problem: string; retryAt: Date | undefined; skipped: number },
  ): Promise<void>;
}

export function createSourceStateStore(database: Database): SourceStateStore {
  const get = async (source: SourceName): Promise<SourceState> => {
    const row = await database
      .selectFrom("sourceState")
      .selectAll()
      .where("source", "=", source)
      .executeTakeFirst();
    return {
      attemptedAt: toDate(row?.attemptedAt),
      succeededAt: toDate(row?.succeededAt),
      problem: row?.problem ?? undefined,
      failures: row?.failures ?? 0,
      retryAt: toDate(row?.retryAt),
      skipped: row?.skipped ?? 0,
    };
  };

  const put = async (row: Insertable<SourceStateTable>): Promise<void> => {
    const { source: _source, ...values } = row;
    await database
      .insertInto("sourceState")
      .values(row)
      .onConflict((conflict) => conflict.column("source").doUpdateSet(values))
      .execute();
  };

  return {
    get,

    async recordSuccess(source, now, skipped) {
      const before = await get(source);
      await put({
        source,
        attemptedAt: now.getTime(),
        succeededAt: now.getTime(),
        problem: null,
        failures: 0,
        retryAt: null,
        skipped: before.skipped + skipped,
      });
    },

    async recordFailure(source, now, { problem, retryAt, skipped }) {
      const before = await get(source);
      await put({
        source,
        attemptedAt: now.getTime(),
        succeededAt: before.succeededAt?.getTime() ?? null,
        problem,
        failures: before.failures + 1,
        retryAt: retryAt?.getTime() ?? null,
        skipped: before.skipped + skipped,
      });
    },
  };
}

function toDate(time: number | null | undefined): Date | undefined {
  return time === null || time === undefined ? undefined : new Date(time);
}
