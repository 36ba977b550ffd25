/** The truth on disk: `paperboy.db`, SQLite behind Kysely. */
import SQLite from "better-sqlite3";
import { CamelCasePlugin, Kysely, type MigrationProvider, Migrator, SqliteDialect, sql } from "kysely";
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

/** Opens the database, creates it if need be, and brings its form up to date. Rejects with DatabaseError. */
export async function openDatabase(file: string): Promise<Database> {
  const connection = connect(file);
  const database = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: connection }),
    plugins: [new CamelCasePlugin()],
  });
  try {
    await migrate(database, file);
    return database;
  } catch (error) {
    await database.destroy();
    throw explain(error, file);
  }
}

function connect(file: string): SQLite.Database {
  try {
    const connection = new SQLite(file);
    try {
      identify(connection, file);
      connection.pragma("journal_mode = WAL");
      // A claim that was committed must survive a power cut: https://sqlite.org/pragma.html#pragma_synchronous
      connection.pragma("synchronous = FULL");
      connection.pragma("foreign_keys = ON");
      connection.pragma("busy_timeout = 5000");
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    throw explain(error, file);
  }
}

function identify(connection: SQLite.Database, file: string): void {
  const id = connection.pragma("application_id", { simple: true });
  const isEmpty = connection.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
  if (id !== APPLICATION_ID && !isEmpty) {
    throw new DatabaseError(
      `${file} is the database of another program. Set PAPERBOY_DATA_DIR to a folder of Paperboy's own.`,
    );
  }
}

async function migrate(database: Database, file: string): Promise<void> {
  const provider: MigrationProvider = {
    getMigrations: async () =>
      Object.fromEntries(migrations.map((step) => [step.name, { up: run(step.statements) }])),
  };
  const migrator = new Migrator({ db: database, provider });
  const known = new Set(migrations.map((step) => step.name));
  const unknown = (await ranMigrations(database)).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new DatabaseError(
      `${file} was written by a newer Paperboy (${unknown.join(", ")}). Update Paperboy, or set PAPERBOY_DATA_DIR to another folder.`,
    );
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

async function ranMigrations(database: Database): Promise<readonly string[]> {
  const tables = await sql<{ name: string }>`
    SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'kysely_migration'`.execute(database);
  if (tables.rows.length === 0) return [];
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database);
  return rows.map((row) => row.name);
}

function run(statements: readonly string[]): (database: Kysely<unknown>) => Promise<void> {
  return async (database) => {
    for (const statement of statements) await sql.raw(statement).execute(database);
  };
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
