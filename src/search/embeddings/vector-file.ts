/**
 * The vectors on disk: `vectors.db`, a file of its own, because vectors cost money and the index can be made anew for
 * nothing. A file that is damaged is set aside, not deleted; one of another version is left alone.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import SQLite from "better-sqlite3";
import { getLoadablePath } from "sqlite-vec";
import { SCHEMA_STEPS } from "./vector-schema.ts";

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
const LOCK_TIMEOUT_MS = 10_000;

/** Opens the file, or begins it. Throws VectorsUnavailable. */
export function openVectors(file: string, extension?: string): Connection {
  const connection = connect(file, extension);
  const read = (name: string) => Number(connection.pragma(name, { simple: true }));
  const isOurs = () =>
    read("application_id") === APPLICATION_ID
      ? read("user_version") <= SCHEMA_STEPS.length
      : read("user_version") === 0 && isEmpty(connection);
  if (!isOurs()) {
    connection.close();
    throw new VectorsUnavailable(`${file} was made by another version of Paperboy, or by another program.`);
  }
  const bringUp = connection.transaction(() => {
    for (const step of SCHEMA_STEPS.slice(read("user_version"))) step(connection);
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    connection.pragma(`user_version = ${SCHEMA_STEPS.length}`);
  });
  if (read("user_version") < SCHEMA_STEPS.length) bringUp.immediate();
  return connection;
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
