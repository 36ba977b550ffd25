/**
 * The vectors on disk: `vectors.db`, a file of its own, because vectors cost money and the index can be made anew for
 * nothing. A file that is damaged is set aside, not deleted; one of another version is left alone.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import SQLite from "better-sqlite3";
import { getLoadablePath } from "sqlite-vec";

export type Connection = SQLite.Database;

/** Vectors cannot be kept or searched here; the message is a sentence for whoever runs this. */
export class VectorsUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "VectorsUnavailable";
  }
}

/** Marks the file as ours ("PpbV"). https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50706256;
/** Raise it with every change of the tables, and bring older ones up to it: they were paid for. */
const VERSION = 1;

const LOCK_TIMEOUT_MS = 10_000;

const SCHEMA = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE paper (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
    published INTEGER NOT NULL, present INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER NOT NULL) STRICT;
  CREATE INDEX paper_published ON paper (published);
  -- One space of vectors, told by what its model made of the probe. Its vectors are in tables exact_ID and bits_ID.
  CREATE TABLE generation (id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, probe BLOB NOT NULL) STRICT;
  -- Texts that the server would not take.
  CREATE TABLE refusal (generation INTEGER NOT NULL, number INTEGER NOT NULL, times INTEGER NOT NULL,
    retry_at INTEGER NOT NULL, PRIMARY KEY (generation, number)) STRICT, WITHOUT ROWID;
`;

/** Opens the file, or begins it. Throws VectorsUnavailable. */
export function openVectors(file: string, extension?: string): Connection {
  const connection = connect(file, extension);
  const [application, version] = ["application_id", "user_version"].map((name) =>
    connection.pragma(name, { simple: true }),
  );
  if (application === APPLICATION_ID && version === VERSION) return connection;
  if (application === 0 && version === 0 && isEmpty(connection)) {
    connection
      .transaction(() => {
        if (!isEmpty(connection)) return;
        connection.exec(SCHEMA);
        connection.pragma(`application_id = ${APPLICATION_ID}`);
        connection.pragma(`user_version = ${VERSION}`);
      })
      .immediate();
    return connection;
  }
  connection.close();
  throw new VectorsUnavailable(`${file} was made by another version of Paperboy, or by another program.`);
}

/** Moves a damaged file out of the way, over one that was moved before. */
export function setAside(file: string): void {
  for (const end of ["-wal", "-shm", "-journal"]) rmSync(`${file}${end}`, { force: true });
  if (existsSync(file)) renameSync(file, `${file}.damaged`);
}

/** Whether SQLite says that the file's content, not the machine, is at fault. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof SQLite.SqliteError && /^SQLITE_(?:NOTADB|CORRUPT|IOERR_SHORT_READ)/.test(error.code)
  );
}

function connect(file: string, extension: string | undefined): Connection {
  const connection = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    loadExtension(connection, extension);
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = NORMAL");
    connection.pragma("cache_size = -32000");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** sqlite-vec comes as a library for some systems only: https://www.npmjs.com/package/sqlite-vec */
function loadExtension(connection: Connection, extension: string | undefined): void {
  try {
    connection.loadExtension(extension ?? getLoadablePath());
  } catch (error) {
    throw new VectorsUnavailable(
      "SQLite's extension for vectors (sqlite-vec) does not load on this system.",
      error,
    );
  }
}

function isEmpty(connection: Connection): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
}
