/** What each adapter must remember, in the table `memory`. */
import { z } from "zod";
import type { Json, Memory } from "../platform/memory.ts";
import type { Database } from "./database.ts";

const jsonValue = z.json();

/** The memory of one owner; `now` decides what has expired. */
export function createMemory(database: Database, owner: string, now: () => Date): Memory {
  const alive = () =>
    database
      .selectFrom("memory")
      .where("owner", "=", owner)
      .where((where) => where.or([where("expiresAt", "is", null), where("expiresAt", ">", now().getTime())]));

  const row = (key: string, value: Json, expiresAt: Date | undefined) => ({
    owner,
    key,
    value: JSON.stringify(value),
    expiresAt: expiresAt?.getTime() ?? null,
  });

  return {
    async get(key) {
      const found = await alive().where("key", "=", key).select("value").executeTakeFirst();
      return found === undefined ? undefined : jsonValue.parse(JSON.parse(found.value));
    },

    async set(key, value, expiresAt) {
      const { value: text, expiresAt: until } = row(key, value, expiresAt);
      await database
        .insertInto("memory")
        .values(row(key, value, expiresAt))
        .onConflict((conflict) =>
          conflict.columns(["owner", "key"]).doUpdateSet({ value: text, expiresAt: until }),
        )
        .execute();
    },

    async add(key, value, expiresAt) {
      const added = row(key, value, expiresAt);
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("memory")
        .values(added)
        .onConflict((conflict) =>
          conflict
            .columns(["owner", "key"])
            .doUpdateSet({ value: added.value, expiresAt: added.expiresAt })
            .where("memory.expiresAt", "<=", now().getTime()),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async delete(key) {
      const { numDeletedRows } = await database
        .deleteFrom("memory")
        .where("owner", "=", owner)
        .where("key", "=", key)
        .where((where) =>
          where.or([where("expiresAt", "is", null), where("expiresAt", ">", now().getTime())]),
        )
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },

    async list(prefix) {
      const rows = await alive().where("key", ">=", prefix).select("key").orderBy("key").execute();
      return rows.map(({ key }) => key).filter((key) => key.startsWith(prefix));
    },
  };
}

/** Forgets what has expired; tells how many entries. */
export async function forgetExpired(database: Database, now: Date): Promise<number> {
  const { numDeletedRows } = await database
    .deleteFrom("memory")
    .where("expiresAt", "<=", now.getTime())
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
