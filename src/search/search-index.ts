/**
 * The index on disk: `search.db`, made from the catalog and never the truth. Everything is written in transactions
 * together with the change of the catalog that it belongs to, so a process that is killed at any moment leaves an
 * index that is behind, but whole.
 */
import { rmSync } from "node:fs";
import SQLite from "better-sqlite3";

export type Connection = SQLite.Database;

/** Files of another form are deleted and built anew. Raise it with every change of the tables, the words or the stems. */
const INDEX_VERSION = 6;

/** Marks the file as ours ("PpbS"). https://sqlite.org/pragma.html#pragma_application_id */
const APPLICATION_ID = 0x50706253;

const LOCK_TIMEOUT_MS = 10_000;

/** The key of a posting is its term × this + its block. */
export const BLOCKS_PER_TERM = 2 ** 20;

const SCHEMA = `
  CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  -- A paper whose text changes gets a new number; the old one's row stays without an id, and its postings are skipped.
  CREATE TABLE paper (number INTEGER PRIMARY KEY, id TEXT UNIQUE, length INTEGER NOT NULL, votes INTEGER NOT NULL,
    published INTEGER NOT NULL, title_key INTEGER NOT NULL, text_key INTEGER NOT NULL, touched INTEGER NOT NULL) STRICT;
  CREATE INDEX paper_touched ON paper (touched);
  CREATE INDEX paper_title ON paper (title_key);
  CREATE TABLE term (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, papers INTEGER NOT NULL) STRICT;
  CREATE TABLE posting (key INTEGER PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL, docs BLOB NOT NULL,
    places BLOB NOT NULL) STRICT;
  CREATE TABLE word (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE acronym (short TEXT NOT NULL, long TEXT NOT NULL, written TEXT NOT NULL, papers INTEGER NOT NULL,
    PRIMARY KEY (short, long)) STRICT, WITHOUT ROWID;
  CREATE TABLE model_term (id INTEGER PRIMARY KEY, scale REAL NOT NULL, vector BLOB NOT NULL) STRICT;
  CREATE TABLE model_paper (number INTEGER PRIMARY KEY, direction BLOB NOT NULL) STRICT;
`;

/** What is in the file cannot be used, or is not there: the index must be made anew from the catalog. */
export class DamagedIndex extends Error {
  constructor(cause: unknown) {
    super("the search index is damaged", { cause });
    this.name = "DamagedIndex";
  }
}

/**
 * Opens the index for writing; one that is missing or of another version begins empty, a file that is damaged or not
 * ours is replaced. It is derived: nothing is lost but time.
 */
export function openIndex(file: string): Connection {
  try {
    return openOwn(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  removeIndex(file);
  return openOwn(file);
}

/** What is not of this version is emptied where it is: another process may have the file open, and begin it too. */
function openOwn(file: string): Connection {
  const connection = connect(file);
  try {
    if (isCurrent(connection)) return connection;
    connection
      .transaction(() => {
        // Another process may have been first.
        if (isCurrent(connection)) return;
        const isForeign = applicationId(connection) !== APPLICATION_ID && tables(connection).length > 0;
        if (isForeign) throw new DamagedIndex(`${file} is not a search index`);
        for (const table of tables(connection)) connection.exec(`DROP TABLE "${table}"`);
        create(connection);
      })
      .immediate();
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function tables(connection: Connection): readonly string[] {
  return connection
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
    )
    .pluck()
    .all();
}

/** Opens the index beside whoever writes it. Throws DamagedIndex if it cannot be read as it is. */
export function readIndex(file: string): Connection {
  const connection = connect(file);
  if (isCurrent(connection)) return connection;
  connection.close();
  throw new DamagedIndex(`${file} is not an index of this version`);
}

/** Reads every page. Throws what SQLite finds; takes seconds for a large file. */
export function checkIndex(db: Connection): void {
  const found = db.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw new DamagedIndex(found);
}

/** Deletes the file and what SQLite keeps beside it. */
export function removeIndex(file: string): void {
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${file}${end}`, { force: true });
}

/** Whether SQLite says that the file's content, not the machine, is at fault. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof DamagedIndex ||
    (error instanceof SQLite.SqliteError &&
      /^SQLITE_(?:NOTADB|CORRUPT|FORMAT|ERROR|SCHEMA|MISMATCH|IOERR_SHORT_READ)/.test(error.code))
  );
}

function connect(file: string): Connection {
  const connection = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    connection.pragma("journal_mode = WAL");
    // A power cut may lose the last batches, never break the file; the catalog has them.
    connection.pragma("synchronous = NORMAL");
    connection.pragma("cache_size = -16000");
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function applicationId(connection: Connection): unknown {
  return connection.pragma("application_id", { simple: true });
}

function isCurrent(connection: Connection): boolean {
  return (
    applicationId(connection) === APPLICATION_ID &&
    connection.pragma("user_version", { simple: true }) === INDEX_VERSION
  );
}

function create(connection: Connection): void {
  connection.exec(SCHEMA);
  connection.pragma(`application_id = ${APPLICATION_ID}`);
  connection.pragma(`user_version = ${INDEX_VERSION}`);
}
