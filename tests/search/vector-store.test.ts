/** Which papers are due, who has them, and how many there are, whatever happened before. On real files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { toBits, toBytes, toUnit } from "../../src/search/embeddings/vector.ts";
import { openVectors, VectorsUnavailable } from "../../src/search/embeddings/vector-file.ts";
import type { VectorStore } from "../../src/search/embeddings/vector-requests.ts";
import { createVectorStore } from "../../src/search/embeddings/vector-store.ts";

const PROBE = Float32Array.of(1, 0, 0, 0);
const DAY = 24 * 60 * 60_000;

function tempFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-vectors-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "vectors.db");
}

function open(file = tempFile()) {
  const db = openVectors(file);
  onTestFinished(() => void db.close());
  const store = createVectorStore(db);
  return {
    db,
    file,
    store,
    generation: store.generationOf({ space: "bag", probe: PROBE, mayBegin: false }) ?? 0,
  };
}

const papers = (...numbers: readonly number[]) =>
  numbers.map((number) => ({ id: `p${number}`, version: "1", published: number }));
const followAll = (store: VectorStore, change: number, some: ReturnType<typeof papers>, epoch = 1) =>
  store.follow({ to: { epoch, change }, papers: some, isAll: true });
const vectorOf = (id: string) => toUnit(Float32Array.of(1, Number(id.slice(1)) + 1, 3, 4)) ?? PROBE;
const entriesOf = (some: readonly { readonly id: string; readonly version: string }[]) =>
  some.map(({ id, version }) => ({ id, version, vector: vectorOf(id) }));
const order = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id);

test("the newest come first; what the server would not take comes last, later each time", () => {
  const { store, generation } = open();
  followAll(store, 1, papers(1, 2, 3, 4, 5));
  const claim = (now: number, limit = 9) =>
    store.claim({ generation, owner: "me", limit, now, until: now + 1000 });
  expect(order(claim(0, 2))).toEqual(["p5", "p4"]);
  store.refuse({ generation, id: "p5", now: 0, waitMs: DAY });
  store.refuse({ generation, id: "p4", now: 0, waitMs: DAY });
  expect(order(claim(0, 2))).toEqual(["p3", "p2"]);
  const rest = claim(DAY, 9);
  // Whoever had the first two did not come back with them.
  expect(order(rest.slice(0, 2)).sort()).toEqual(["p2", "p3"]);
  expect(order(rest.slice(2))).toEqual(["p1", "p4", "p5"]);
  expect(rest.map(({ wasRefused }) => wasRefused)).toEqual([false, false, false, true, true]);
  store.refuse({ generation, id: "p5", now: DAY, waitMs: DAY });
  store.release("me");
  store.save({ generation, probe: PROBE, entries: entriesOf(papers(1, 2, 3, 4)) });
  expect(claim(3 * DAY - 1)).toEqual([]);
  expect(order(claim(3 * DAY))).toEqual(["p5"]);
});

test("what one gives back, another gets; what one has, another does not", () => {
  const { store, generation, file } = open();
  const { store: other } = open(file);
  followAll(store, 1, papers(1, 2, 3));
  const request = { generation, limit: 2, now: 0, until: 1000 };
  expect(order(store.claim({ ...request, owner: "one" }))).toEqual(["p3", "p2"]);
  expect(order(other.claim({ ...request, owner: "other" }))).toEqual(["p1"]);
  store.release("one");
  expect(order(other.claim({ ...request, owner: "other" })).sort()).toEqual(["p2", "p3"]);
});

test("how many there are, and which are due, is as counted, whatever happened", () => {
  const paper = fc.record({
    id: fc.integer({ min: 0, max: 12 }).map((number) => `p${number}`),
    version: fc.constantFrom("1", "2"),
    published: fc.integer({ min: 0, max: 3 }),
  });
  const distinct = fc.uniqueArray(paper, { selector: ({ id }) => id, maxLength: 8 });
  const step = fc.oneof(
    fc.record({ what: fc.constant("follow" as const), papers: distinct }),
    fc.record({ what: fc.constant("begin anew" as const), papers: distinct }),
    fc.record({ what: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ what: fc.constantFrom("save", "refuse", "release", "late", "another model", "sweep") }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const db = openVectors(":memory:");
      const store = createVectorStore(db);
      let generation = store.generationOf({ space: "bag", probe: PROBE, mayBegin: false }) ?? 0;
      let [epoch, change, now, models] = [1, 0, 0, 0];
      let claimed: readonly { readonly id: string; readonly version: string }[] = [];
      const count = (table: string, condition = "1") =>
        db.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE ${condition}`).pluck().get() ?? 0;
      for (const one of steps) {
        now += 1;
        if (one.what === "follow" || one.what === "begin anew") {
          if (one.what === "begin anew") epoch += 1;
          change += 1;
          store.follow({ to: { epoch, change }, papers: one.papers, isAll: true });
        } else if (one.what === "claim") {
          claimed = store.claim({ generation, owner: "me", limit: one.limit, now, until: now + 2 });
        } else if (one.what === "save") store.save({ generation, probe: PROBE, entries: entriesOf(claimed) });
        else if (one.what === "refuse")
          for (const { id } of claimed) store.refuse({ generation, id, now, waitMs: 5 });
        else if (one.what === "release") store.release("me");
        else if (one.what === "late") now += 5;
        else if (one.what === "another model") {
          models += 1;
          const probe = Float32Array.of(0, models % 2, (models + 1) % 2, 0);
          generation = store.generationOf({ space: "bag", probe, mayBegin: true }) ?? 0;
          store.dropOthers(generation);
        } else {
          while (store.sweep());
          const ofOthers = "generation NOT IN (SELECT id FROM generation)";
          expect([count("generation", "gone"), count("due", ofOthers), count("waiting", ofOthers)]).toEqual([
            0, 0, 0,
          ]);
        }

        expect(store.coverage({ space: "none", generation: undefined }).papers).toBe(count("paper"));
        for (const id of db.prepare<[], number>("SELECT id FROM generation WHERE NOT gone").pluck().all()) {
          const vectors = count(`bits_${id}`);
          expect(count(`exact_${id}`)).toBe(vectors);
          expect(
            db.prepare<[number], number>("SELECT vectors FROM generation WHERE id = ?").pluck().get(id),
          ).toBe(vectors);
          // Every paper is in one of three places.
          const places = `SELECT number FROM bits_${id} UNION ALL SELECT number FROM due WHERE generation = ${id}
            UNION ALL SELECT number FROM waiting WHERE generation = ${id}`;
          const numbers = db.prepare<[], number>(`${places} ORDER BY number`).pluck().all();
          expect(numbers).toEqual(
            db.prepare<[], number>("SELECT number FROM paper ORDER BY number").pluck().all(),
          );
        }
      }
      db.close();
    }),
    { numRuns: 150 },
  );
});

test("what is not seen again after the catalog began anew is forgotten, and its vector with it", () => {
  const { store, generation } = open();
  followAll(store, 1, papers(1, 2, 3));
  store.save({ generation, probe: PROBE, entries: entriesOf(papers(1, 2, 3)) });
  store.follow({ to: { epoch: 2, change: 1 }, papers: papers(1), isAll: false });
  const near = () =>
    store.near({ space: "bag", probe: PROBE, vector: vectorOf("p3"), ids: [] })?.nearest.map(({ id }) => id);
  expect(near()).toEqual(["p1"]);
  followAll(store, 2, papers(2), 2);
  expect(store.coverage({ space: "bag", generation })).toEqual({ papers: 2, vectors: 2, most: 2 });
  expect(near()).toEqual(["p2", "p1"]);
});

test("the nearest to a paper are others, the best first", () => {
  const { store, generation } = open();
  followAll(store, 1, papers(1, 2, 3, 4, 5));
  store.save({ generation, probe: PROBE, entries: entriesOf(papers(1, 2, 3, 4)) });
  const near = (id: string, version = "1") => {
    const found = store.nearPaper({ space: "bag", id, version, ids: ["p1", "p5"] });
    return found && { nearest: order(found.nearest), asked: [...found.asked.keys()] };
  };
  expect(near("p2")).toEqual({ nearest: ["p3", "p1", "p4"], asked: ["p1"] });
  expect(near("p2", "2")).toBeUndefined();
  expect(near("p5")).toBeUndefined();
  expect(near("p9")).toBeUndefined();
});

test("an older file's vectors are kept, and what it lacks is due", () => {
  const file = tempFile();
  const old = new SQLite(file);
  old.exec(`
    CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE paper (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
      published INTEGER NOT NULL, present INTEGER NOT NULL, lease_owner TEXT, lease_until INTEGER NOT NULL) STRICT;
    CREATE INDEX paper_published ON paper (published);
    CREATE TABLE generation (id INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, probe BLOB NOT NULL) STRICT;
    CREATE TABLE refusal (generation INTEGER NOT NULL, number INTEGER NOT NULL, times INTEGER NOT NULL,
      retry_at INTEGER NOT NULL, PRIMARY KEY (generation, number)) STRICT, WITHOUT ROWID;
    CREATE TABLE exact_1 (number INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;
    CREATE TABLE bits_1 (number INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;
    INSERT INTO state VALUES ('epoch', 7), ('change', 12);
    INSERT INTO paper VALUES (1, 'p1', '1', 1, 1, NULL, 0), (2, 'p2', '1', 2, 1, 'someone', 99), (3, 'p3', '1', 3, 1, NULL, 0),
      (4, 'p4', '1', 4, 0, NULL, 0);
    INSERT INTO refusal VALUES (1, 3, 2, 500);
    PRAGMA application_id = ${0x50706256};
    PRAGMA user_version = 1;
  `);
  old.prepare("INSERT INTO generation (model, probe) VALUES ('bag', ?)").run(toBytes(PROBE));
  for (const number of [1, 4]) {
    const vector = vectorOf(`p${number}`);
    old.prepare("INSERT INTO exact_1 VALUES (?, ?)").run(number, toBytes(vector));
    old.prepare("INSERT INTO bits_1 VALUES (?, ?)").run(number, toBits(vector));
  }
  old.close();

  const { store, generation } = open(file);
  expect(generation).toBe(1);
  expect(store.followedTo()).toEqual({ epoch: 7, change: 12 });
  expect(store.coverage({ space: "bag", generation })).toEqual({ papers: 4, vectors: 2, most: 2 });
  const claim = (now: number) =>
    order(store.claim({ generation, owner: "me", limit: 9, now, until: now + 1000 }));
  expect(claim(0)).toEqual(["p2"]);
  expect(claim(500)).toEqual(["p3"]);
  // One that had not been seen since the catalog began anew, and is not seen in the rest of it either.
  followAll(store, 13, [], 7);
  expect(store.coverage({ space: "bag", generation })).toEqual({ papers: 3, vectors: 1, most: 1 });
});

test("a file of a later version, or of another program, is left alone", () => {
  for (const statement of [
    `PRAGMA application_id = ${0x50706256}; PRAGMA user_version = 99; CREATE TABLE later (x)`,
    "CREATE TABLE foreign_to_us (x)",
  ]) {
    const file = tempFile();
    const db = new SQLite(file);
    db.exec(statement);
    db.close();
    expect(() => openVectors(file)).toThrow(VectorsUnavailable);
  }
});
