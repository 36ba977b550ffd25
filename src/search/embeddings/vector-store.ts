/**
 * Which texts have vectors, who is paying for which, and which vectors are near: all that touches `vectors.db`,
 * synchronous, for a thread of its own.
 */
import { areOfOneSpace, fromBytes, toBits, toBytes } from "./vector.ts";
import type { Connection } from "./vector-file.ts";
import { createNearness } from "./vector-nearness.ts";
import type { Coverage, VectorStore } from "./vector-requests.ts";

interface GenerationRow {
  readonly id: number;
  readonly probe: Uint8Array;
}

export function createVectorStore(db: Connection): VectorStore {
  const getState = db.prepare<[string], number>("SELECT value FROM state WHERE name = ?").pluck();
  const setState = db.prepare(
    "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const generations = db.prepare<[], GenerationRow & { readonly model: string }>("SELECT * FROM generation");
  const generation = db.prepare<[number], GenerationRow>("SELECT id, probe FROM generation WHERE id = ?");
  const known = db.prepare<[string], { number: number; version: string }>(
    "SELECT number, version FROM paper WHERE id = ?",
  );
  const addPaper = db.prepare(
    "INSERT INTO paper (id, version, published, present, lease_until) VALUES (?, ?, ?, 1, 0)",
  );
  const renewPaper = db.prepare(
    "UPDATE paper SET version = ?, published = ?, present = 1, lease_owner = NULL, lease_until = 0 WHERE number = ?",
  );
  const keepPaper = db.prepare("UPDATE paper SET published = ?, present = 1 WHERE number = ?");
  const release = db.prepare("UPDATE paper SET lease_owner = NULL, lease_until = 0 WHERE lease_owner = ?");
  const unlease = db.prepare("UPDATE paper SET lease_owner = NULL, lease_until = 0 WHERE number = ?");
  const lease = db.prepare("UPDATE paper SET lease_owner = ?, lease_until = ? WHERE id = ?");
  const absent = db.prepare<[], number>("SELECT number FROM paper WHERE present = 0").pluck();
  const dropPaper = db.prepare("DELETE FROM paper WHERE number = ?");
  const dropRefusals = db.prepare("DELETE FROM refusal WHERE number = ?");

  const dropVectors = (number: number) => {
    for (const { id } of generations.all())
      for (const table of tablesOf(id)) db.prepare(`DELETE FROM ${table} WHERE number = ?`).run(number);
    dropRefusals.run(number);
  };
  const begin = (model: string, probe: Float32Array): number => {
    const { lastInsertRowid } = db
      .prepare("INSERT INTO generation (model, probe) VALUES (?, ?)")
      .run(model, toBytes(probe));
    for (const table of tablesOf(Number(lastInsertRowid)))
      db.exec(`CREATE TABLE ${table} (number INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT`);
    return Number(lastInsertRowid);
  };
  const coverage = (of: number): Coverage => ({
    papers: db.prepare<[], number>("SELECT count(*) FROM paper WHERE present").pluck().get() ?? 0,
    vectors:
      db
        .prepare<[], number>(`SELECT count(*) FROM bits_${of} JOIN paper USING (number) WHERE present`)
        .pluck()
        .get() ?? 0,
  });

  const store: VectorStore = {
    followedTo() {
      const [epoch, change] = [getState.get("epoch"), getState.get("change")];
      return epoch === undefined || change === undefined ? undefined : { epoch, change };
    },
    follow({ to, papers, isAll }) {
      if (getState.get("epoch") !== to.epoch) db.exec("UPDATE paper SET present = 0");
      for (const { id, version, published } of papers) {
        const before = known.get(id);
        if (before === undefined) addPaper.run(id, version, published);
        else if (before.version === version) keepPaper.run(published, before.number);
        else {
          dropVectors(before.number);
          renewPaper.run(version, published, before.number);
        }
      }
      for (const number of isAll ? absent.all() : []) {
        dropVectors(number);
        dropPaper.run(number);
      }
      setState.run("epoch", to.epoch);
      setState.run("change", to.change);
    },
    spaceOf({ model, probe, mayBegin }) {
      const own = generations.all().filter((one) => one.model === model);
      const same = own.find((one) => areOfOneSpace(fromBytes(one.probe), probe));
      if (same !== undefined) return same.id;
      return own.length === 0 || mayBegin ? begin(model, probe) : undefined;
    },
    claim({ generation: of, owner, limit, now, until }) {
      if (generation.get(of) === undefined) return [];
      const claimed = db
        .prepare<[number, number, number, number], { id: string; version: string }>(
          `SELECT id, version FROM paper WHERE present AND lease_until <= ?
             AND NOT EXISTS (SELECT 1 FROM bits_${of} AS bits WHERE bits.number = paper.number)
             AND NOT EXISTS (SELECT 1 FROM refusal WHERE generation = ? AND refusal.number = paper.number AND retry_at > ?)
           ORDER BY published DESC LIMIT ?`,
        )
        .all(now, of, now, limit);
      for (const { id } of claimed) lease.run(owner, until, id);
      return claimed;
    },
    release: (owner) => void release.run(owner),
    save({ generation: of, probe, entries }) {
      const row = generation.get(of);
      if (row === undefined || !areOfOneSpace(fromBytes(row.probe), probe)) return false;
      const [exact, bits] = tablesOf(of).map((table) =>
        db.prepare(`INSERT OR REPLACE INTO ${table} (number, vector) VALUES (?, ?)`),
      );
      for (const { id, version, vector } of entries) {
        const paper = known.get(id);
        if (paper?.version !== version) continue;
        exact?.run(paper.number, toBytes(vector));
        bits?.run(paper.number, toBits(vector));
        unlease.run(paper.number);
      }
      return true;
    },
    refuse({ generation: of, id, now, waitMs }) {
      const paper = known.get(id);
      if (paper === undefined) return;
      const before = db
        .prepare<[number, number], number>("SELECT times FROM refusal WHERE generation = ? AND number = ?")
        .pluck()
        .get(of, paper.number);
      const times = (before ?? 0) + 1;
      db.prepare(
        "INSERT OR REPLACE INTO refusal (generation, number, times, retry_at) VALUES (?, ?, ?, ?)",
      ).run(of, paper.number, times, now + waitMs * 2 ** Math.min(times - 1, 10));
      unlease.run(paper.number);
    },
    coverage,
    dropOthers(current) {
      const { papers, vectors } = coverage(current);
      const refused = db
        .prepare<[number], number>("SELECT count(*) FROM refusal WHERE generation = ?")
        .pluck()
        .get(current);
      const others = generations.all().filter(({ id }) => id !== current);
      if (vectors + (refused ?? 0) < papers) return 0;
      for (const { id } of others) {
        for (const table of tablesOf(id)) db.exec(`DROP TABLE ${table}`);
        db.prepare("DELETE FROM refusal WHERE generation = ?").run(id);
        db.prepare("DELETE FROM generation WHERE id = ?").run(id);
      }
      return others.length;
    },
    near: createNearness(db, coverage),
  };
  return store;
}

/** A generation's vectors in full, and one bit a number of them. */
function tablesOf(generation: number): readonly [exact: string, bits: string] {
  return [`exact_${generation}`, `bits_${generation}`];
}
