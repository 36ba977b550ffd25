/** The tables of `vectors.db`, as steps that are only ever appended: what is in an old file was paid for. */
import type { Connection } from "./vector-file.ts";

/** Each brings a file from the version of its place, from 0, to the next; in a transaction. */
export const SCHEMA_STEPS: readonly ((db: Connection) => void)[] = [
  (db) =>
    db.exec(`
      CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE paper (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
        published INTEGER NOT NULL, present INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER NOT NULL) STRICT;
      CREATE INDEX paper_published ON paper (published);
      -- One space of vectors, told by what its model made of the probe. Its vectors are in tables exact_ID and bits_ID.
      CREATE TABLE generation (id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, probe BLOB NOT NULL) STRICT;
      CREATE TABLE refusal (generation INTEGER NOT NULL, number INTEGER NOT NULL, times INTEGER NOT NULL,
        retry_at INTEGER NOT NULL, PRIMARY KEY (generation, number)) STRICT, WITHOUT ROWID;
    `),
  keepQueues,
];

/** What is due, and how many there are, is kept, so that finding it costs nothing for what is done. */
function keepQueues(db: Connection): void {
  db.exec(`
    DROP INDEX paper_published;
    ALTER TABLE paper DROP COLUMN lease_owner;
    ALTER TABLE paper DROP COLUMN lease_until;
    -- The catalog's epoch in which the paper was last seen.
    ALTER TABLE paper RENAME COLUMN present TO epoch;
    UPDATE paper SET epoch = CASE WHEN epoch THEN coalesce((SELECT value FROM state WHERE name = 'epoch'), 0) ELSE -1 END;
    INSERT INTO state (name, value) SELECT 'papers', count(*) FROM paper;
    INSERT INTO state (name, value) SELECT 'recounting', EXISTS (SELECT 1 FROM paper WHERE epoch = -1);
    -- What the vectors are of: a model, and what stands before each text.
    ALTER TABLE generation RENAME COLUMN model TO space;
    ALTER TABLE generation ADD COLUMN vectors INTEGER NOT NULL DEFAULT 0;
    -- Of no use any more, and deleted bit by bit.
    ALTER TABLE generation ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
    -- Papers without a vector that nobody is asking for.
    CREATE TABLE due (generation INTEGER NOT NULL, published INTEGER NOT NULL, number INTEGER NOT NULL,
      PRIMARY KEY (generation, published, number)) STRICT, WITHOUT ROWID;
    -- Papers that someone is asking for, and papers that the server would not take so many times; neither is due before "until".
    CREATE TABLE waiting (generation INTEGER NOT NULL, number INTEGER NOT NULL, owner TEXT, times INTEGER NOT NULL,
      until INTEGER NOT NULL, PRIMARY KEY (generation, number)) STRICT, WITHOUT ROWID;
    CREATE INDEX waiting_until ON waiting (generation, (times > 0), until);
    CREATE INDEX waiting_owner ON waiting (owner) WHERE owner IS NOT NULL;
    INSERT INTO waiting (generation, number, times, until) SELECT generation, number, times, retry_at FROM refusal;
    DROP TABLE refusal;
  `);
  for (const id of db.prepare<[], number>("SELECT id FROM generation").pluck().all()) {
    db.exec(`
      UPDATE generation SET vectors = (SELECT count(*) FROM bits_${id}) WHERE id = ${id};
      INSERT INTO due (generation, published, number) SELECT ${id}, published, number FROM paper
        WHERE NOT EXISTS (SELECT 1 FROM bits_${id} AS bits WHERE bits.number = paper.number)
          AND NOT EXISTS (SELECT 1 FROM waiting WHERE generation = ${id} AND waiting.number = paper.number);
    `);
  }
}
