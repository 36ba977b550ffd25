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

test("it is made anew when it was deleted, is damaged, foreign, or of another version", async () => {
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
    const before = rig.builds().length;
    expect(await search.missing()).toBeUndefined();
    await search.sync();
    expect(await search.missing()).toBe(0);
    expect(rig.builds().slice(before)).toMatchObject([{ papers: 60, anew: true }]);
    expect(await ids(search, "retrieval")).toHaveLength(60);
    await search.close();
  }
});

test("while much is to be written, answers and whoever waits are told how far it is, and the log when it begins and ends", async () => {
  const rig = await openRig([]);
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) =>
      paper(`2606.${String(from + at).padStart(5, "0")}`, { title: `Retrieval ${from + at}` }),
    );
  /** What was said while the index was brought up to date. */
  const syncing = async () => {
    const lines = new Set<string>();
    const remarks = new Set<string>();
    let isDone = false;
    const synced = rig.search.sync().then(() => {
      isDone = true;
    });
    while (!isDone) {
      if (rig.search.work !== undefined) {
        lines.add(rig.search.work.line);
        for (const remark of (await rig.answer("retrieval")).remarks) remarks.add(remark);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await synced;
    expect((await rig.answer("retrieval")).remarks).toEqual([]);
    return { lines: [...lines], remarks: [...remarks] };
  };
  const percents = (lines: readonly string[], form: RegExp) =>
    lines.map((line) => Number(form.exec(line)?.[1] ?? Number.NaN));

  await rig.papers.save(many(0, 2000), NOW);
  // A change of a paper is no paper more.
  await rig.papers.save(
    many(0, 900).map((one) => ({ ...one, votes: 7 })),
    NOW,
  );
  const building = await syncing();
  const built = percents(building.lines, /^Building the search index: (\d+)% of 2,000 papers$/);
  expect(built.length).toBeGreaterThan(1);
  expect(built[0]).toBeLessThan(100);
  expect(built).toEqual([...built].sort((one, other) => one - other));
  const told = percents(
    building.remarks,
    /^The search index is being built: (\d+)% of the papers can be found so far\.$/,
  );
  expect(told.length).toBeGreaterThan(0);
  for (const share of told) expect(share).toBeLessThan(100);
  expect(rig.builds().at(-1)).toMatchObject({ level: 30, papers: 2000, anew: true });

  await rig.search.settled();
  expect(rig.search.work).toBeUndefined();
  await rig.papers.save(many(2000, 3000), NOW);
  const updating = await syncing();
  expect(updating.lines[0]).toMatch(/^Updating the search index: \d+% of 3,000 papers$/);
  // 2,000 of 5,000 were there before.
  expect(updating.remarks[0]).toMatch(/^The search index is being built: [4-9]\d% of the papers/);
  expect(rig.builds().at(-1)).toMatchObject({ level: 30, papers: 3000, anew: false });

  await rig.add(many(5000, 3));
  expect(rig.builds().at(-1)).toMatchObject({ level: 20, papers: 3, anew: false });
});

test("closing does not wait for an index that is being built, and the next start goes on from what is written", async () => {
  const rig = await openRig([]);
  const many = Array.from({ length: 6000 }, (_, at) =>
    paper(`2606.${String(at).padStart(5, "0")}`, { title: `Retrieval ${at}` }),
  );
  await rig.papers.save(many, NOW);
  const synced = Promise.all([rig.search.sync(), rig.search.sync()]);
  while (!/ [1-9]\d?% /.test(rig.search.work?.line ?? ""))
    await new Promise((resolve) => setImmediate(resolve));
  await rig.search.close();
  await synced;
  expect(rig.logged("building the search index")).toHaveLength(1);
  expect(rig.builds().filter(({ papers }) => papers > 0)).toEqual([]);
  const search = await rig.reopen();
  const missing = await search.missing();
  await search.sync();
  expect(rig.builds().at(-1)).toMatchObject({ papers: missing, anew: false });
  expect(missing).toBeLessThan(6000);
  const { total, orMore } = await search.search("retrieval", { now: NOW, offset: 0, limit: 1 });
  expect({ total, orMore }).toEqual({ total: 500, orMore: true });
  expect(await ids(search, "title:5999")).toEqual(["2606.05999"]);
});

test("while the model that finds similar papers is fitted, whoever waits is told", async () => {
  const rig = await openRig([]);
  await rig.papers.save(
    Array.from({ length: 600 }, (_, at) =>
      paper(`2607.${String(at).padStart(5, "0")}`, {
        title: `Retrieval ${at}`,
        abstract: Array.from({ length: 20 }, (_, place) => `w${(at * (place + 3)) % 397}`).join(" "),
      }),
    ),
    NOW,
  );
  await rig.search.sync();
  const lines = new Set<string>();
  let isSettled = false;
  const settled = rig.search.settled().then(() => {
    isSettled = true;
  });
  while (!isSettled) {
    const line = rig.search.work?.line;
    // No paper is missing from an answer meanwhile.
    if (line !== undefined && lines.size === 0) expect((await rig.answer("retrieval")).remarks).toEqual([]);
    if (line !== undefined) lines.add(line);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settled;
  expect([...lines]).toEqual(["Fitting the model that finds similar papers to 600 papers"]);
  expect(rig.search.work).toBeUndefined();
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

test("a second process uses the same index beside the first", async () => {
  const rig = await openRig(PAPERS.slice(0, 5));
  const again = await rig.reopen();
  await again.sync();
  expect(rig.builds().at(-1)).toMatchObject({ papers: 0, anew: false });
  expect(await ids(again, "retrieval")).toHaveLength(5);
  expect(await ids(rig.search, "retrieval")).toHaveLength(5);
});

test("processes that begin an index at the same moment begin the same one", async () => {
  for (let round = 0; round < 4; round += 1) {
    const rig = await openSearchRig([]);
    await rig.search.close();
    await rm(rig.file, { force: true });
    await rig.papers.save(PAPERS, NOW);
    const searches = await Promise.all([rig.reopen(), rig.reopen(), rig.reopen()]);
    await Promise.all(searches.map((search) => search.sync()));
    for (const search of [...searches, await rig.reopen()]) {
      await search.sync();
      expect(await ids(search, "retrieval")).toHaveLength(60);
    }
    expect(rig.logged("damaged")).toEqual([]);
    expect(rig.builds().at(-1)).toMatchObject({ papers: 0, anew: false });
    await rig.close();
  }
});

test("what another process writes while one starts does not make its index look foreign", async () => {
  const rig = await openRig(PAPERS.slice(0, 30));
  let isFirst = true;
  const search = await rig.reopen({
    ...rig.papers,
    latestChange: async () => {
      const latest = await rig.papers.latestChange();
      if (isFirst) {
        isFirst = false;
        await rig.add(PAPERS.slice(30));
      }
      return latest;
    },
  });
  await search.sync();
  expect(rig.builds().filter(({ anew }) => anew)).toHaveLength(1);
  expect(await ids(search, "retrieval")).toHaveLength(60);
});

test("all who search a damaged index at once get an answer, and it is made anew once", async () => {
  const rig = await openRig(PAPERS);
  await rig.search.settled();
  await rig.search.close();
  foldIn(rig.file);
  const bytes = await readFile(rig.file);
  bytes.fill(0xa5, 4096);
  await writeFile(rig.file, bytes);
  const search = await rig.reopen();
  const asked = Array.from({ length: 12 }, () => ids(search, "retrieval"));
  for (const found of await Promise.all(asked)) expect(found).toHaveLength(60);
  await search.settled();
  expect(rig.logged("is damaged and is made anew")).toHaveLength(1);
});

test("papers that change much leave an index that is made anew in the background", async () => {
  const many = (state: string) =>
    Array.from({ length: 600 }, (_, at) =>
      paper(`2608.${String(at).padStart(5, "0")}`, { title: `Retrieval ${at}`, keywords: [state] }),
    );
  const rig = await openRig(many("one"));
  await rig.add(many("two"));
  await rig.search.settled();
  await rig.search.settled();
  expect(rig.builds().slice(0, 3)).toMatchObject([
    { papers: 600, anew: true },
    { papers: 600, anew: false },
    { papers: 600, anew: true },
  ]);
  expect(rig.logged("damaged")).toEqual([]);
  expect((await rig.answer("retrieval")).total).toBe(500);
});

test("closing while somebody searches is no error", async () => {
  const rig = await openRig(PAPERS);
  const asked = Array.from({ length: 30 }, () => rig.find("retrieval").catch(() => undefined));
  await asked[0];
  await rig.search.close();
  await Promise.all(asked);
  expect(rig.logged('"level":50')).toEqual([]);
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
