/**
 * Which texts have vectors, who is paying for which, and which vectors are near: all that touches `vectors.db`,
 * synchronous, for a thread of its own.
 */
import { areOfOneSpace, fromBytes, toBytes } from "./vector.ts";
import type { Connection } from "./vector-file.ts";
import { createNearness } from "./vector-nearness.ts";
import { createVectorQueue } from "./vector-queue.ts";
import type { FollowRequest, VectorStore } from "./vector-requests.ts";
import { dropVectorTables, makeVectorTables, openVectorTables, type VectorTables } from "./vector-tables.ts";

interface KnownPaper {
  readonly number: number;
  readonly version: string;
  readonly published: number;
}

interface Generation {
  readonly id: number;
  readonly space: string;
  readonly probe: Uint8Array;
  /** How many papers have a vector. */
  readonly vectors: number;
}

/** So much is deleted in one go: some megabytes. */
const SWEPT = 500;

export function createVectorStore(db: Connection): VectorStore {
  const queue = createVectorQueue(db);
  const getState = db.prepare<[string], number>("SELECT value FROM state WHERE name = ?").pluck();
  const setState = db.prepare(
    "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const addToState = db.prepare("UPDATE state SET value = value + ? WHERE name = ?");
  const generations = db.prepare<[], Generation>("SELECT * FROM generation WHERE NOT gone ORDER BY id");
  const generation = db.prepare<[number], Generation>("SELECT * FROM generation WHERE id = ? AND NOT gone");
  const countVectors = db.prepare("UPDATE generation SET vectors = vectors + ? WHERE id = ?");
  const known = db.prepare<[string], KnownPaper>("SELECT number, version, published FROM paper WHERE id = ?");
  const numbered = db.prepare<[number], KnownPaper & { readonly id: string }>(
    "SELECT id, number, version, published FROM paper WHERE number = ?",
  );
  const addPaper = db.prepare("INSERT INTO paper (id, version, published, epoch) VALUES (?, ?, ?, ?)");
  const keepPaper = db.prepare("UPDATE paper SET version = ?, published = ?, epoch = ? WHERE number = ?");
  const notSeen = db.prepare<[number], KnownPaper>(
    "SELECT number, version, published FROM paper WHERE epoch <> ?",
  );
  const dropPaper = db.prepare("DELETE FROM paper WHERE number = ?");

  const opened = new Map<number, VectorTables>();
  const tablesOf = (of: number): VectorTables => {
    const tables = opened.get(of) ?? openVectorTables(db, of);
    opened.set(of, tables);
    return tables;
  };
  const dropVectors = (paper: KnownPaper) => {
    for (const { id } of generations.all()) {
      if (tablesOf(id).drop(paper.number)) countVectors.run(-1, id);
      queue.remove(id, paper);
    }
  };
  const begin = (space: string, probe: Float32Array): number => {
    const added = db
      .prepare("INSERT INTO generation (space, probe) VALUES (?, ?)")
      .run(space, toBytes(probe));
    const id = Number(added.lastInsertRowid);
    makeVectorTables(db, id);
    queue.begin(id);
    return id;
  };
  const followPaper = ({ id, version, published }: FollowRequest["papers"][number], epoch: number) => {
    const before = known.get(id);
    if (before === undefined) {
      const number = Number(addPaper.run(id, version, published, epoch).lastInsertRowid);
      addToState.run(1, "papers");
      for (const one of generations.all()) queue.add(one.id, { number, published });
      return;
    }
    const { number } = before;
    if (before.version !== version) {
      dropVectors(before);
      for (const one of generations.all()) queue.add(one.id, { number, published });
    } else if (before.published !== published) {
      for (const one of generations.all()) queue.move(one.id, before, published);
    }
    keepPaper.run(version, published, epoch, number);
  };

  const store: VectorStore = {
    followedTo() {
      const [epoch, change] = [getState.get("epoch"), getState.get("change")];
      return epoch === undefined || change === undefined ? undefined : { epoch, change };
    },
    follow({ to, papers, isAll }) {
      if (getState.get("epoch") !== to.epoch) setState.run("recounting", 1);
      for (const paper of papers) followPaper(paper, to.epoch);
      if (isAll && getState.get("recounting") === 1) {
        for (const paper of notSeen.all(to.epoch)) {
          dropVectors(paper);
          addToState.run(-dropPaper.run(paper.number).changes, "papers");
        }
        setState.run("recounting", 0);
      }
      setState.run("epoch", to.epoch);
      setState.run("change", to.change);
    },
    generationOf({ space, probe, mayBegin }) {
      const own = generations.all().filter((one) => one.space === space);
      const same = own.find((one) => areOfOneSpace(fromBytes(one.probe), probe));
      if (same !== undefined) return same.id;
      return own.length === 0 || mayBegin ? begin(space, probe) : undefined;
    },
    claim(request) {
      if (generation.get(request.generation) === undefined) return [];
      return queue.take(request).flatMap(({ number, wasRefused }) => {
        const paper = numbered.get(number);
        return paper === undefined ? [] : [{ id: paper.id, version: paper.version, wasRefused }];
      });
    },
    release: (owner) => queue.giveBack(owner),
    save({ generation: of, probe, entries }) {
      const row = generation.get(of);
      if (row === undefined || !areOfOneSpace(fromBytes(row.probe), probe)) return false;
      for (const { id, version, vector } of entries) {
        const paper = known.get(id);
        if (paper?.version !== version) continue;
        if (tablesOf(of).put(paper.number, vector)) countVectors.run(1, of);
        queue.remove(of, paper);
      }
      return true;
    },
    refuse({ generation: of, id, now, waitMs }) {
      const paper = known.get(id);
      if (paper === undefined || generation.get(of) === undefined) return;
      queue.postpone(of, paper.number, now, waitMs);
    },
    coverage({ space, generation: of }) {
      const own = generations.all().filter((one) => one.space === space);
      const most = own.reduce((best, one) => Math.max(best, one.vectors), 0);
      const vectors = of === undefined ? most : (own.find(({ id }) => id === of)?.vectors ?? 0);
      return { papers: getState.get("papers") ?? 0, vectors, most };
    },
    dropOthers(current) {
      if (generation.get(current) === undefined || !queue.isDone(current)) return 0;
      return db.prepare("UPDATE generation SET gone = 1 WHERE id <> ? AND NOT gone").run(current).changes;
    },
    sweep() {
      const id = db.prepare<[], number>("SELECT id FROM generation WHERE gone LIMIT 1").pluck().get();
      if (id === undefined) return false;
      if (tablesOf(id).empty(SWEPT) || queue.forget(id, SWEPT)) return true;
      dropVectorTables(db, id);
      opened.delete(id);
      db.prepare("DELETE FROM generation WHERE id = ?").run(id);
      return true;
    },
    ...createNearness(db, {
      ofSpace: (space) => generations.all().filter((one) => one.space === space),
      tablesOf,
      papers: () => getState.get("papers") ?? 0,
    }),
  };
  return store;
}
