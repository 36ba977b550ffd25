import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import SQLite from "better-sqlite3";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, DatabaseError, openDatabase } from "../../src/storage/database.ts";
import { migrations } from "../../src/storage/migrations/index.ts";

let folder: string;
let file: string;
const open: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-"));
  file = join(folder, "paperboy.db");
});

afterEach(async () => {
  for (const database of open.splice(0)) await database.destroy();
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

async function opened(): Promise<Database> {
  const database = await openDatabase(file);
  open.push(database);
  return database;
}

/** The message with which opening fails. */
async function refusal(path = file): Promise<string> {
  const error: unknown = await openDatabase(path).then(
    (database) => database.destroy(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseError);
  return error instanceof Error ? error.message : "";
}

async function pragma(database: Database, name: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.raw(`pragma_${name}`)}`.execute(
    database,
  );
  return Object.values(rows[0] ?? {})[0];
}

/** Root may write everything, so it steps down for a moment; others are ordinary already. */
async function asOrdinaryUser<Result>(act: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return act();
  const NOBODY = 65_534;
  process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

/** Opens the file in another process, which may be kept from writing more than so many kilobytes; tells what it said. */
async function openElsewhere(path: string, limit?: { kilobytes: number }): Promise<string> {
  const script = join(import.meta.dirname, "../helpers/open-database.ts");
  const command = `${limit === undefined ? "" : `ulimit -f ${limit.kilobytes};`} exec "$0" --import "$1" "$2" "$3"`;
  const { stdout } = await promisify(execFile)("bash", [
    "-c",
    command,
    process.execPath,
    import.meta.resolve("tsx"),
    script,
    path,
  ]);
  return stdout.trim();
}

/** A database of ours, closed again, that something can be done to. */
async function made(change: (connection: SQLite.Database) => void = () => {}): Promise<void> {
  await (await openDatabase(file)).destroy();
  const connection = new SQLite(file);
  change(connection);
  connection.close();
}

describe("a database", () => {
  test("survives a power cut and keeps its references whole", async () => {
    const database = await opened();
    expect(await pragma(database, "journal_mode")).toBe("wal");
    expect(await pragma(database, "synchronous")).toBe(2);
    expect(await pragma(database, "foreign_keys")).toBe(1);
  });

  test("has strict tables only", async () => {
    const { rows } = await sql<{ name: string; strict: number }>`
      SELECT name, strict FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`.execute(await opened());
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter((row) => row.strict !== 1)).toEqual([]);
  });

  test("runs every migration once, in order", async () => {
    const ran = sql<{ name: string }>`SELECT name, ran_at FROM migration ORDER BY rowid`;
    const first = (await ran.execute(await opened())).rows;
    expect(first.map((row) => row.name)).toEqual(migrations.map((step) => step.name));
    expect((await ran.execute(await opened())).rows).toEqual(first);
  });

  test("can be opened by several processes at once while it is made", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => openElsewhere(file)));
    expect(answers).toEqual(["opened", "opened", "opened"]);
    const { rows } = await sql<{ name: string }>`SELECT name FROM migration`.execute(await opened());
    expect(rows).toHaveLength(migrations.length);
  });

  test("can be used through several connections", async () => {
    const [one, other] = [await opened(), await opened()];
    await one.insertInto("memory").values({ owner: "x", key: "k", value: "1", expiresAt: null }).execute();
    expect(await other.selectFrom("memory").select("key").execute()).toEqual([{ key: "k" }]);
  });

  test("keeps what was written", async () => {
    const database = await openDatabase(file);
    await database
      .insertInto("memory")
      .values({ owner: "x", key: "k", value: "1", expiresAt: null })
      .execute();
    await database.destroy();
    expect(await (await opened()).selectFrom("memory").select("value").execute()).toEqual([{ value: "1" }]);
  });

  test("lets go of its file when it is closed, also if it was never used", async () => {
    await (await openDatabase(file)).destroy();
    expect(readdirSync(folder)).toEqual(["paperboy.db"]);
  });
});

describe("migrations", () => {
  test("are numbered without a gap, and each has a name of its own", () => {
    expect(migrations.map((step) => step.name.slice(0, 5))).toEqual(
      migrations.map((_, index) => `${String(index + 1).padStart(4, "0")}-`),
    );
  });
});

describe("what is not ours is refused and left as it was", () => {
  test.each([
    ["text", "Dear diary, today I read forty papers. ".repeat(100)],
    ["a few bytes", "hello"],
    ["the beginning of a database and then garbage", `SQLite format 3\0${"garbage ".repeat(200)}`],
  ])("a file of %s", async (_what, content) => {
    writeFileSync(file, content);
    expect(await refusal()).toMatch(/paperboy\.db is (not a database|damaged)/);
    expect(readFileSync(file, "utf8")).toBe(content);
    expect(readdirSync(folder)).toEqual(["paperboy.db"]);
  });

  test("another program's database", async () => {
    const connection = new SQLite(file);
    connection.exec("CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')");
    connection.close();
    const before = readFileSync(file);
    expect(await refusal()).toContain("is the database of another program");
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(["paperboy.db"]);
  });

  test("an empty database that another program has marked as its own", async () => {
    const connection = new SQLite(file);
    connection.pragma("application_id = 1196444487");
    connection.close();
    const before = readFileSync(file);
    expect(await refusal()).toContain("is the database of another program");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a database that a newer Paperboy has written", async () => {
    await made((connection) => {
      connection.exec("INSERT INTO migration VALUES ('9999-telepathy', 0)");
      connection.pragma("wal_checkpoint(TRUNCATE)");
    });
    const before = readFileSync(file);
    const message = await refusal();
    expect(message).toContain("newer Paperboy (9999-telepathy)");
    expect(message).toContain("PAPERBOY_DATA_DIR");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("a folder where the file should be", async () => {
    mkdirSync(file);
    expect(await refusal()).toContain("paperboy.db cannot be written");
    expect(readdirSync(file)).toEqual([]);
  });

  test("a file whose folder does not exist", async () => {
    expect(await refusal(join(folder, "nowhere", "paperboy.db"))).toMatch(/folder of .* does not exist/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a folder that cannot be written", async () => {
    chmodSync(folder, 0o555);
    expect(await asOrdinaryUser(() => refusal())).toContain("paperboy.db cannot be written");
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["and its folder", 0o555],
    ["in a folder that can", 0o777],
  ])("a database that cannot be written, %s", async (_which, mode) => {
    await made();
    const before = readFileSync(file);
    chmodSync(file, 0o444);
    chmodSync(folder, mode);
    expect(await asOrdinaryUser(() => refusal())).toContain("paperboy.db cannot be written");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  // A process may write no file longer than this: the nearest that every Unix has to a disk of that size.
  test.skipIf(process.platform === "win32")("a disk that is full", async () => {
    expect(await openElsewhere(file, { kilobytes: 64 })).toContain("the disk is full or failing");
    const { rows } = await sql<{ name: string }>`SELECT name FROM migration`.execute(await opened());
    expect(rows).toHaveLength(migrations.length);
  });

  test("a damaged page", async () => {
    await made();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file, bytes);
    expect(await refusal()).toContain("paperboy.db is damaged");
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});
