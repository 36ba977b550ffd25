/** What a model wrote, in the table `model_text`: paid for once, whoever asks, in whichever process. */
import { z } from "zod";
import type { PaperId } from "../papers/paper.ts";
import type { Json } from "../platform/memory.ts";
import type { Database } from "../storage/database.ts";

/** What a text depends on. */
export interface TextIdentity {
  readonly key: string;
  readonly kind: "gist" | "points" | "answer";
  readonly paperId: PaperId;
  readonly model: string;
  /** The prompt's version. */
  readonly prompt: number;
  readonly language: string;
}

export type Claim =
  /** Nobody has it: whoever claims pays, and nobody else until the lease ends. */
  | { readonly kind: "claimed" }
  | { readonly kind: "written"; readonly content: unknown }
  /** Somebody else is paying for it. */
  | { readonly kind: "busy" }
  /** It failed not long ago. */
  | { readonly kind: "resting" };

export interface ModelTextStore {
  /** Undefined if it is not written. */
  get(key: string): Promise<unknown>;
  claim(identity: TextIdentity, owner: string, now: Date, leaseMs: number): Promise<Claim>;
  write(key: string, content: Json, temperature: number | undefined, now: Date): Promise<void>;
  /** After the first failure it rests for minutes, after each other one for longer. */
  fail(key: string, owner: string, now: Date): Promise<void>;
  /** Gives a claim back that cost nothing. */
  release(key: string, owner: string): Promise<void>;
}

const REST_MS = 5 * 60_000;
const LONGEST_REST_MS = 24 * 3_600_000;
const REST_FACTOR = 6;

const json = z.json();

export function createModelTextStore(database: Database): ModelTextStore {
  return {
    async get(key) {
      const row = await database
        .selectFrom("modelText")
        .select("content")
        .where("key", "=", key)
        .executeTakeFirst();
      return row === undefined || row.content === null ? undefined : json.parse(JSON.parse(row.content));
    },

    async claim(identity, owner, now, leaseMs) {
      const lease = { leaseOwner: owner, leaseUntil: now.getTime() + leaseMs };
      const { numInsertedOrUpdatedRows } = await database
        .insertInto("modelText")
        .values({ ...identity, ...lease, failures: 0 })
        .onConflict((conflict) =>
          conflict
            .column("key")
            .doUpdateSet(lease)
            .where("modelText.content", "is", null)
            .where((where) =>
              where.or([
                where("modelText.leaseUntil", "is", null),
                where("modelText.leaseUntil", "<=", now.getTime()),
              ]),
            )
            .where((where) =>
              where.or([
                where("modelText.retryAt", "is", null),
                where("modelText.retryAt", "<=", now.getTime()),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return { kind: "claimed" };
      const row = await database
        .selectFrom("modelText")
        .select(["content", "leaseUntil"])
        .where("key", "=", identity.key)
        .executeTakeFirst();
      if (row?.content != null) return { kind: "written", content: json.parse(JSON.parse(row.content)) };
      return { kind: (row?.leaseUntil ?? 0) > now.getTime() ? "busy" : "resting" };
    },

    async write(key, content, temperature, now) {
      await database
        .updateTable("modelText")
        .set({
          content: JSON.stringify(content),
          temperature: temperature ?? null,
          writtenAt: now.getTime(),
          leaseOwner: null,
          leaseUntil: null,
        })
        .where("key", "=", key)
        .where("content", "is", null)
        .execute();
    },

    async fail(key, owner, now) {
      const row = await database
        .selectFrom("modelText")
        .select("failures")
        .where("key", "=", key)
        .executeTakeFirst();
      const failures = row?.failures ?? 0;
      const rest = Math.min(LONGEST_REST_MS, REST_MS * REST_FACTOR ** failures);
      await database
        .updateTable("modelText")
        .set({
          failures: failures + 1,
          retryAt: now.getTime() + rest,
          leaseOwner: null,
          leaseUntil: null,
        })
        .where("key", "=", key)
        .where("leaseOwner", "=", owner)
        .execute();
    },

    async release(key, owner) {
      await database
        .updateTable("modelText")
        .set({ leaseOwner: null, leaseUntil: null })
        .where("key", "=", key)
        .where("leaseOwner", "=", owner)
        .execute();
    },
  };
}
