/** Where the vectors of one generation are kept: in full, and one bit for each number of them. */
import { toBits, toBytes } from "./vector.ts";
import type { Connection } from "./vector-file.ts";

export interface VectorTables {
  /** Whether the paper had none before. */
  put(number: number, vector: Float32Array): boolean;
  /** Whether the paper had one. */
  drop(number: number): boolean;
  get(number: number): Uint8Array | undefined;
  /** The papers whose bits differ least from these, best first. */
  nearestBits(bits: Uint8Array, limit: number): readonly number[];
  /** Deletes so many; says whether there were any. */
  empty(limit: number): boolean;
}

export function makeVectorTables(db: Connection, generation: number): void {
  for (const table of tablesOf(generation))
    db.exec(`CREATE TABLE ${table} (number INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT`);
}

export function dropVectorTables(db: Connection, generation: number): void {
  for (const table of tablesOf(generation)) db.exec(`DROP TABLE ${table}`);
}

export function openVectorTables(db: Connection, generation: number): VectorTables {
  const [exact, bits] = tablesOf(generation);
  const put = (table: string) =>
    db.prepare(
      `INSERT INTO ${table} (number, vector) VALUES (?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector`,
    );
  const drop = (table: string) => db.prepare(`DELETE FROM ${table} WHERE number = ?`);
  const empty = (table: string) =>
    db.prepare(`DELETE FROM ${table} WHERE number IN (SELECT number FROM ${table} LIMIT ?)`);
  const statements = {
    has: db.prepare(`SELECT 1 FROM ${bits} WHERE number = ?`),
    put: { exact: put(exact), bits: put(bits) },
    drop: { exact: drop(exact), bits: drop(bits) },
    empty: { exact: empty(exact), bits: empty(bits) },
    get: db.prepare<[number], Uint8Array>(`SELECT vector FROM ${exact} WHERE number = ?`).pluck(),
    near: db
      .prepare<[Uint8Array, number], number>(
        `SELECT number FROM ${bits} ORDER BY vec_distance_hamming(vec_bit(vector), vec_bit(?)) LIMIT ?`,
      )
      .pluck(),
  };
  return {
    put(number, vector) {
      const isNew = statements.has.get(number) === undefined;
      statements.put.exact.run(number, toBytes(vector));
      statements.put.bits.run(number, toBits(vector));
      return isNew;
    },
    drop(number) {
      statements.drop.exact.run(number);
      return statements.drop.bits.run(number).changes > 0;
    },
    get: (number) => statements.get.get(number),
    nearestBits: (wanted, limit) => statements.near.all(wanted, limit),
    empty: (limit) =>
      statements.empty.exact.run(limit).changes > 0 || statements.empty.bits.run(limit).changes > 0,
  };
}

function tablesOf(generation: number): readonly [exact: string, bits: string] {
  return [`exact_${generation}`, `bits_${generation}`];
}
