/** What readers said of single papers: "look at this", "not for us", "keep it for me". */
import type { PaperId } from "../papers/paper.ts";
import type { Database } from "../storage/database.ts";
import { grouped } from "../storage/grouped.ts";
import type { Person } from "./channel-store.ts";

/** A colleague's find, waiting for the channel's next digest. */
export interface Addition {
  readonly paperId: PaperId;
  readonly note: string | undefined;
  readonly by: Person;
  readonly at: Date;
}

/** One person in one workspace. */
export interface Reader {
  readonly platform: string;
  readonly workspace: string;
  readonly personId: string;
}

export interface ReaderStore {
  /** Adds the find, or gives it a new note; tells whether it is new. */
  add(channelId: number, addition: Addition): Promise<boolean>;
  /** Oldest first. */
  additions(channelId: number): Promise<readonly Addition[]>;
  /** As `additions`, for many channels in one query; none for a channel without finds. */
  additionsOfMany(channelIds: readonly number[]): Promise<ReadonlyMap<number, readonly Addition[]>>;
  /** Tells whether it is the first time that the channel hears so. */
  dismiss(channelId: number, paperId: PaperId, by: Person, now: Date): Promise<boolean>;
  /** Tells whether it had been dismissed. */
  undismiss(channelId: number, paperId: PaperId): Promise<boolean>;
  dismissed(channelId: number): Promise<ReadonlyMap<PaperId, Person>>;
  /** The papers that many channels have dismissed, in one query; none for a channel that dismissed nothing. */
  dismissedOfMany(channelIds: readonly number[]): Promise<ReadonlyMap<number, readonly PaperId[]>>;
  /** Tells whether it is new to the reader's list. */
  save(reader: Reader, paperId: PaperId, now: Date): Promise<boolean>;
  unsave(reader: Reader, paperId: PaperId): Promise<boolean>;
  /** Latest first. */
  saved(reader: Reader): Promise<readonly { readonly paperId: PaperId; readonly at: Date }[]>;
}

export function createReaderStore(database: Database): ReaderStore {
  const additionsOfMany: ReaderStore["additionsOfMany"] = async (channelIds) => {
    const rows = await database
      .selectFrom("addition")
      .selectAll()
      .where("channelId", "in", channelIds)
      .orderBy("at")
      .orderBy("paperId")
      .execute();
    return grouped(rows, (row) => ({
      paperId: row.paperId,
      note: row.note ?? undefined,
      by: { id: row.byId, name: row.byName },
      at: new Date(row.at),
    }));
  };

  return {
    async add(channelId, addition) {
      const note = addition.note ?? null;
      const before = await database
        .selectFrom("addition")
        .select("paperId")
        .where("channelId", "=", channelId)
        .where("paperId", "=", addition.paperId)
        .executeTakeFirst();
      await database
        .insertInto("addition")
        .values({
          channelId,
          paperId: addition.paperId,
          note,
          byId: addition.by.id,
          byName: addition.by.name,
          at: addition.at.getTime(),
        })
        .onConflict((conflict) =>
          conflict
            .columns(["channelId", "paperId"])
            .doUpdateSet({ note, byId: addition.by.id, byName: addition.by.name }),
        )
        .execute();
      return before === undefined;
    },

    additions: async (channelId) => (await additionsOfMany([channelId])).get(channelId) ?? [],
    additionsOfMany,

    async dismiss(channelId, paperId, by, now) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("dismissal")
        .values({ channelId, paperId, byId: by.id, byName: by.name, at: now.getTime() })
        .onConflict((conflict) => conflict.columns(["channelId", "paperId"]).doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async undismiss(channelId, paperId) {
      const { numDeletedRows } = await database
        .deleteFrom("dismissal")
        .where("channelId", "=", channelId)
        .where("paperId", "=", paperId)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    async dismissed(channelId) {
      const rows = await database
        .selectFrom("dismissal")
        .selectAll()
        .where("channelId", "=", channelId)
        .execute();
      return new Map(rows.map((row) => [row.paperId, { id: row.byId, name: row.byName }]));
    },

    async dismissedOfMany(channelIds) {
      const rows = await database
        .selectFrom("dismissal")
        .select(["channelId", "paperId"])
        .where("channelId", "in", channelIds)
        .execute();
      return grouped(rows, (row) => row.paperId);
    },

    async save(reader, paperId, now) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("savedPaper")
        .values({ ...reader, paperId, at: now.getTime() })
        .onConflict((conflict) =>
          conflict.columns(["platform", "workspace", "personId", "paperId"]).doNothing(),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async unsave(reader, paperId) {
      const { numDeletedRows } = await database
        .deleteFrom("savedPaper")
        .where("platform", "=", reader.platform)
        .where("workspace", "=", reader.workspace)
        .where("personId", "=", reader.personId)
        .where("paperId", "=", paperId)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    async saved(reader) {
      const rows = await database
        .selectFrom("savedPaper")
        .select(["paperId", "at"])
        .where("platform", "=", reader.platform)
        .where("workspace", "=", reader.workspace)
        .where("personId", "=", reader.personId)
        .orderBy("at", "desc")
        .orderBy("paperId")
        .execute();
      return rows.map((row) => ({ paperId: row.paperId, at: new Date(row.at) }));
    },
  };
}
