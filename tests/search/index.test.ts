/** The index is derived: whatever happens to its file, the catalog brings it back. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { loadSamples } from "../../src/papers/samples.ts";
import { parseQuery } from "../../src/search/query.ts";
import { openEngine } from "../../src/search/search-engine.ts";
import { openIndex } from "../../src/search/search-index.ts";
import { paper } from "../helpers/papers.ts";
import { NOW, openSearchRig, type SearchRig } from "./search-rig.ts";

const PAPERS = Array.from({ length: 60 }, (_, at) =>
  paper(`2605.${String(at).padStart(5, "0")}`, {
    title: `Retrieval ${at} of ${"passages ".repeat(3)}`,
    abstract: `Retrieval number${at} of text, with ${"many words that differ ".repeat(20)}`,
  }),
);

async function openRig(papers: readonly Paper[]): Promise<SearchRig> {
  const rig = await openSearchRig(papers);
  onTestFinished(() => rig.close());
  return rig;
}

async function ids(search: SearchRig["search"], typed: string): Promise<readonly string[]> {
  const { hits } = await search.search(typed, { now: NOW, offset: 0, limit: 100 });
  return hits.map((hit) => hit.paper.id);
}

test("it is made anew when it was deleted, is damaged, foreign, or of another version, and tells how far it is", async () => {
  const rig = await openRig(PAPERS);
  const damages: readonly (() => Promise<void>)[] = [
    () => rm(rig.file),
    () => truncate(rig.file, 20_000),
    () => writeFile(rig.file, "this is no database, but long enough to look like something at least"),
    async () => {
      const db = new SQLite(rig.file);
      db.pragma("user_version = 1");
      db.close();
    },
  ];
  await rig.search.close();
  for (const damage of damages) {
    foldIn(rig.file);
    await damage();
    const search = await rig.reopen();
    const steps: (readonly [number, number])[] = [];
    await search.sync((done, total) => steps.push([done, total]));
    expect(steps).toEqual([[60, 60]]);
    expect(await ids(search, "retrieval")).toHaveLength(60);
    await search.close();
  }
});

test("pages that went bad in the middle are noticed, by a search or by the look at the whole file", async () => {
  const rig = await openRig(PAPERS);
  await rig.search.settled();
  await rig.search.close();
  const bytes = await readFile(rig.file);
  bytes.fill(0xa5, 8192);
  await writeFile(rig.file, bytes);
  const search = await rig.reopen();
  await search.sync();
  await search.settled();
  expect(await ids(search, "retrieval")).toHaveLength(60);
});

test("it follows the catalog: new papers, changed texts, votes, and papers that are removed", async () => {
  const rig = await openRig(PAPERS.slice(0, 3));
  await rig.add([paper("2605.90000", { title: "Something new", abstract: "Zebras." })]);
  expect(await rig.find("zebras")).toEqual(["2605.90000"]);
  await rig.add([paper("2605.90000", { title: "Something newer", abstract: "Giraffes.", votes: 7 })]);
  expect((await rig.find("zebras")).length).toBe(0);
  expect(await rig.find("giraffes votes:7")).toEqual(["2605.90000"]);

  await loadSamples(
    rig.papers,
    [paper("2605.80000", { source: "sample", title: "A sample", abstract: "Walruses." })],
    NOW,
  );
  await rig.search.sync();
  expect(await rig.find("walruses")).toEqual(["2605.80000"]);
  await rig.papers.dropSamples();
  await rig.search.sync();
  expect(await rig.find("walruses")).toEqual([]);
  expect(await rig.find("giraffes")).toEqual(["2605.90000"]);
});

test("a second process keeps an index of its own beside the first", async () => {
  const rig = await openRig(PAPERS.slice(0, 5));
  await rig.search.close();
  const again = await rig.reopen();
  let calls = 0;
  await again.sync(() => {
    calls += 1;
  });
  expect(calls).toBe(0);
  expect(await ids(again, "retrieval")).toHaveLength(5);
});

test("a process that is killed while it writes leaves an index that is behind, but whole", async () => {
  const folder = await mkdtemp(join(tmpdir(), "paperboy-kill-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "search.db");
  for (let kill = 0; kill < 3; kill += 1) {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(import.meta.dirname, "write-index.ts"), file],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(file)).toBe(true);
    const db = openIndex(file);
    const engine = openEngine(db);
    const change = engine.position()?.change ?? 0;
    const query = { typed: "retrieval", now: 0, limit: 100_000, listed: undefined };
    const { total } = engine.search({ ...query, query: parseQuery("retrieval", NOW) });
    expect(total).toBe(change);
    expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
    db.close();
  }
});

/** Empties the write-ahead log into the file: what only stands in the log would outlive damage to the file. */
function foldIn(file: string): void {
  const db = new SQLite(file);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}
