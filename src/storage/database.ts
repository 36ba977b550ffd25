/** The truth on disk: `paperboy.db`, SQLite behind Kysely. */
import SQLite from "better-sqlite3";
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely";
import { z } from "zod";
import { migrations } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;

/** The database cannot be used; the message says why and what would help, and nothing was overwritten. */
export class DatabaseError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "DatabaseError";
  }
}

/** Marks the file as ours ("Ppby"), so that another program's database is never migrated. https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50706279;

/** How long one process waits for another that is writing, in milliseconds. */
const LOCK_TIMEOUT_MS = 5000;

/** Opens the database, creates it if need be, and brings its form up to date. Rejects with DatabaseError. */
export async function openDatabase(file: string): Promise<Database> {
  const database = new Kysely<Schema>({
    dialect: new WritingDialect({ database: withPreparedStatements(connect(file)) }),
    plugins: [new CamelCasePlugin()],
  });
  // Kysely takes the connection at its first query, and closes on `destroy` only what it has taken.
  await database.connection().execute(async () => {});
  return database;
}

/** More different statements than the program has; those with lists in them differ by their lengths. */
const MOST_PREPARED = 500;

/** The connection with its statements kept: preparing one takes as long as running it. */
function withPreparedStatements(connection: SQLite.Database): SqliteDatabase {
  const prepared = new Map<string, SQLite.Statement<unknown[]>>();
  return {
    prepare(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      const statement = connection.prepare<unknown[]>(text);
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      prepared.set(text, statement);
      return statement;
    },
    close: () => connection.close(),
  };
}

/**
 * Transactions take the write lock as they begin. One that reads first and writes then would be refused, not made to
 * wait, when another process wrote in between: https://sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions
 */
class WritingDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new WritingDriver(this.#config);
  }
}

class WritingDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("BEGIN IMMEDIATE"));
  }
}

function connect(file: string): SQLite.Database {
  try {
    const connection = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
    try {
      // Nothing is written before it is certain that the file is ours and that we understand it.
      refuseForeign(connection, file);
      refuseNewer(connection, file);
      connection.pragma("journal_mode = WAL");
      // A claim that was committed must survive a power cut: https://sqlite.org/pragma.html#pragma_synchronous
      connection.pragma("synchronous = FULL");
      connection.pragma("foreign_keys = ON");
      migrate(connection, file);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    throw explain(error, file);
  }
}

function refuseForeign(connection: SQLite.Database, file: string): void {
  const id = connection.pragma("application_id", { simple: true });
  const isNew = id === 0 && connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
  if (id !== APPLICATION_ID && !isNew) {
    throw new DatabaseError(
      `${file} is the database of another program. Set PAPERBOY_DATA_DIR to a folder of Paperboy's own.`,
    );
  }
}

function refuseNewer(connection: SQLite.Database, file: string): void {
  const known = new Set(migrations.map((step) => step.name));
  const unknown = ranMigrations(connection).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new DatabaseError(
      `${file} was written by a newer Paperboy (${unknown.join(", ")}). Update Paperboy, or set PAPERBOY_DATA_DIR to another folder.`,
    );
  }
}

function ranMigrations(connection: SQLite.Database): readonly string[] {
  const exists = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migration'").get();
  if (exists === undefined) return [];
  const rows: unknown = connection.prepare("SELECT name FROM migration ORDER BY name").pluck().all();
  return z.array(z.string()).parse(rows);
}

/**
 * All or nothing, and one process at a time: whoever comes second waits for the lock and finds the work done.
 */
function migrate(connection: SQLite.Database, file: string): void {
  const run = connection.transaction(() => {
    refuseNewer(connection, file);
    const done = new Set(ranMigrations(connection));
    const missing = migrations.filter((step) => !done.has(step.name));
    // Written at every start, so that a file that cannot be written shows now and not at the first digest.
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    connection.exec(
      "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, ran_at INTEGER NOT NULL) STRICT",
    );
    const record = connection.prepare("INSERT INTO migration (name, ran_at) VALUES (?, unixepoch() * 1000)");
    for (const { name, statements } of missing) {
      for (const statement of statements) connection.exec(statement);
      record.run(name);
    }
  });
  run.immediate();
}

const EXPLANATIONS: readonly (readonly [RegExp, (file: string) => string])[] = [
  [
    /^SQLITE_NOTADB/,
    (file) => `${file} is not a database. Move it away, or set PAPERBOY_DATA_DIR to another folder.`,
  ],
  [
    /^SQLITE_CORRUPT/,
    (file) => `${file} is damaged. Restore it from a backup, or move it away to begin anew.`,
  ],
  [
    /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)/,
    (file) => `${file} cannot be written. Check the folder's permissions, or set PAPERBOY_DATA_DIR.`,
  ],
  [/^SQLITE_(FULL|IOERR)/, (file) => `${file} cannot be written: the disk is full or failing.`],
  [/^SQLITE_(BUSY|LOCKED)/, (file) => `${file} is locked by another program.`],
];

function explain(error: unknown, file: string): unknown {
  const code = error instanceof SQLite.SqliteError ? error.code : undefined;
  const known = code === undefined ? undefined : EXPLANATIONS.find(([pattern]) => pattern.test(code));
  if (known) return new DatabaseError(known[1](file), error);
  if (error instanceof TypeError && /directory does not exist/.test(error.message)) {
    return new DatabaseError(`The folder of ${file} does not exist.`, error);
  }
  return error;
}
