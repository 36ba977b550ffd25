import { describe, expect, test } from "vitest";
import { createIngest } from "../../src/papers/ingest.ts";
import { createHuggingFace } from "../../src/papers/sources/hugging-face.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { entries, entry, type Fault, startHuggingFace } from "../helpers/hugging-face-server.ts";
import { paper } from "../helpers/papers.ts";
import { quietLog } from "../helpers/quiet-log.ts";

const TODAY = "2026-11-20";
const NOW = new Date(`${TODAY}T17:00:00Z`);
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

async function setUp() {
  const catalog = await openCatalog();
  const server = await startHuggingFace();
  const clock = { now: NOW };
  const huggingFace = createHuggingFace({
    url: server.url,
    token: undefined,
    userAgent: "Paperboy/test",
    log: quietLog,
    now: () => clock.now,
    retryDelayMs: 0,
  });
  const ingest = createIngest({ ...catalog, huggingFace, log: quietLog });
  server.lists.set("2026-11-20", entries(5, "2611"));
  server.lists.set("2026-11-19", entries(4, "2610"));
  server.lists.set("2026-11-18", entries(3, "2609"));
  return {
    ...catalog,
    server,
    refresh: (now: Date, options = {}) => {
      clock.now = now;
      return ingest.refresh(now, options);
    },
  };
}

const QUIET = {
  days: 0,
  added: 0,
  changed: 0,
  skipped: 0,
  remaining: 0,
  problem: undefined,
  recovered: false,
};

test("reads the last 14 lists, the newest first, and reports how far it is", async () => {
  const { papers, server, refresh } = await setUp();
  const seen: [number, number][] = [];
  const progress = (done: number, total: number) => void seen.push([done, total]);
  expect(await refresh(NOW, { progress })).toEqual({ ...QUIET, days: 14, added: 12 });
  expect(seen).toEqual(Array.from({ length: 15 }, (_, i) => [i, 14]));
  expect(server.asked[0]).toContain(`date=${TODAY}`);
  expect((await papers.listedOn(TODAY)).map(({ paper, place }) => [paper.id, place])).toEqual([
    ["2611.00001", 0],
    ["2611.00002", 1],
    ["2611.00003", 2],
    ["2611.00004", 3],
    ["2611.00005", 4],
  ]);
});

test("says how much there is to read before the source has answered anything", async () => {
  const { server, refresh } = await setUp();
  const askedThen: number[] = [];
  await refresh(NOW, { progress: () => void askedThen.push(server.asked.length) });
  expect(askedThen[0]).toBe(0);
});

test("asks for nothing that is not due, and changes nothing when nothing has changed", async () => {
  const { papers, server, refresh } = await setUp();
  await refresh(NOW);
  const [change, asked] = [await papers.latestChange(), server.asked.length];
  expect(await refresh(later(11))).toEqual(QUIET);
  expect(server.asked).toHaveLength(asked);
  expect(await refresh(later(240))).toMatchObject({ added: 0, changed: 0, problem: undefined });
  expect(server.asked.length).toBeGreaterThan(asked);
  expect(await papers.latestChange()).toBe(change);
});

test("brings votes, comments and code of recent papers up to date", async () => {
  const { papers, server, refresh } = await setUp();
  await refresh(NOW);
  const change = await papers.latestChange();
  server.lists.set("2026-11-19", [
    entry("2610.00001", { upvotes: 99, githubRepo: "https://github.com/a/b" }, { numComments: 8 }),
    ...entries(4, "2610").slice(1),
  ]);
  expect(await refresh(later(240))).toMatchObject({ added: 0, changed: 1 });
  expect(await papers.get("2610.00001")).toMatchObject({
    votes: 99,
    comments: 8,
    code: { url: "https://github.com/a/b" },
  });
  expect((await papers.changedAfter(change, 10)).map(({ paper }) => paper.id)).toEqual(["2610.00001"]);
});

test("keeps withdrawn papers, marked", async () => {
  const { papers, server, refresh } = await setUp();
  await refresh(NOW);
  const withdrawnAt = "2026-11-20T12:00:00.000Z";
  server.lists.set("2026-11-19", [entry("2610.00001", { withdrawnAt }), ...entries(4, "2610").slice(1)]);
  await refresh(later(240));
  expect((await papers.get("2610.00001"))?.withdrawnAt).toEqual(new Date(withdrawnAt));
  expect(await papers.listDaysOf("2610.00001")).toEqual(["2026-11-19"]);
});

test("keeps what only arXiv tells", async () => {
  const { papers, refresh } = await setUp();
  await papers.save([paper("2611.00001", { source: "arxiv", categories: ["cs.CL"] })], NOW);
  await refresh(NOW);
  expect(await papers.get("2611.00001")).toMatchObject({
    source: "hugging-face",
    categories: ["cs.CL"],
    votes: 3,
  });
});

test("counts broken entries once, however often they are read", async () => {
  const { server, states, refresh } = await setUp();
  server.lists.set(TODAY, [...entries(3), { paper: { id: "broken" } }]);
  expect(await refresh(NOW)).toMatchObject({ added: 10, skipped: 1, problem: undefined });
  await refresh(later(15));
  expect((await states.get("hugging-face")).skipped).toBe(1);
});

test("calls at the same time share one run", async () => {
  const { server, refresh } = await setUp();
  const [first, second] = await Promise.all([refresh(NOW), refresh(NOW)]);
  expect(first).toBe(second);
  expect(server.asked).toHaveLength(14);
});

describe("samples", () => {
  test("go when the first real list is there", async () => {
    const { papers, refresh } = await setUp();
    await papers.saveList(TODAY, [paper("1706.03762", { source: "sample" })], NOW);
    await refresh(later(12));
    expect(await papers.sampleCount()).toBe(0);
    expect((await papers.listedOn(TODAY)).map(({ paper }) => paper.source)).not.toContain("sample");
  });

  test("stay while there is none", async () => {
    const { papers, server, refresh } = await setUp();
    await papers.save([paper("1706.03762", { source: "sample" })], NOW);
    server.lists.clear();
    await refresh(NOW);
    expect(await papers.sampleCount()).toBe(1);
  });
});

describe.each<[Fault, string | RegExp]>([
  ["down", "Hugging Face could not be reached (connection closed)."],
  ["500", "Hugging Face has trouble of its own (error 500)."],
  ["limited", /^Hugging Face asks us to slow down; it can be asked again at \d\d:\d\d UTC\.$/],
  ["silent", "Hugging Face did not answer in time."],
  ["garbage", `Hugging Face's list for 2026-11-20 could not be read.`],
  ["truncated", `Hugging Face's list for 2026-11-20 could not be read.`],
])("when the source is %s", (fault, problem) => {
  // Only silence needs an end that the caller sets.
  const patience = fault === "silent" ? { timeoutMs: 300 } : {};
  const sentence = typeof problem === "string" ? problem : expect.stringMatching(problem);

  test("an empty catalog stays empty, with a sentence that says why, and fills later", async () => {
    const { papers, server, refresh } = await setUp();
    server.fault = fault;
    server.limitSeconds = 60;
    expect(await refresh(NOW, patience)).toEqual({ ...QUIET, remaining: 14, problem: sentence });
    expect(await papers.count()).toBe(0);
    server.fault = undefined;
    expect(await refresh(later(2))).toEqual({ ...QUIET, days: 14, added: 12, recovered: true });
  });

  test("nothing is lost, and it is left alone for a while", async () => {
    const { papers, server, states, refresh } = await setUp();
    await refresh(NOW);
    const change = await papers.latestChange();
    server.fault = fault;
    server.limitSeconds = 60;
    expect(await refresh(later(20), patience)).toMatchObject({
      problem: sentence,
      added: 0,
      changed: 0,
    });
    expect(await states.get("hugging-face")).toMatchObject({
      problem: sentence,
      failures: 1,
      succeededAt: NOW,
    });
    const asked = server.asked.length;
    expect(await refresh(later(20.5))).toMatchObject({ days: 0, problem: sentence });
    expect(server.asked).toHaveLength(asked);
    server.fault = undefined;
    expect(await refresh(later(22))).toMatchObject({ days: 1, problem: undefined, recovered: true });
    expect([await papers.count(), await papers.latestChange()]).toEqual([12, change]);
  });
});

test("a person who waits is not told to wait because it failed a moment ago", async () => {
  const { server, refresh } = await setUp();
  server.fault = "down";
  await refresh(NOW);
  server.fault = undefined;
  expect(await refresh(later(0.1))).toMatchObject({ days: 0 });
  expect(await refresh(later(0.1), { atOnce: true })).toMatchObject({ days: 14, recovered: true });
});

test("nobody's hurry shortens a limit that the source has set", async () => {
  const { server, refresh } = await setUp();
  server.fault = "limited";
  server.limitSeconds = 120;
  await refresh(NOW);
  server.fault = undefined;
  expect(await refresh(later(1), { atOnce: true })).toMatchObject({ days: 0, remaining: 14 });
  expect(server.asked).toHaveLength(1);
});

test("one unreadable list does not stop the others", async () => {
  const { papers, server, refresh } = await setUp();
  server.fault = "garbage";
  server.faultyDays = new Set(["2026-11-19"]);
  expect(await refresh(NOW)).toEqual({
    ...QUIET,
    days: 13,
    added: 8,
    remaining: 1,
    problem: "Hugging Face's list for 2026-11-19 could not be read.",
  });
  server.fault = undefined;
  expect(await refresh(later(2))).toMatchObject({ days: 1, added: 4, recovered: true });
  expect(await papers.count()).toBe(12);
});

test("what was read before time ran out stays, without a complaint", async () => {
  const { papers, server, refresh } = await setUp();
  server.fault = "silent";
  server.faultyDays = new Set(["2026-11-18"]);
  const report = await refresh(NOW, { timeoutMs: 1000 });
  expect(report).toMatchObject({ problem: undefined, recovered: false });
  expect(report.remaining).toBeGreaterThan(0);
  expect(await papers.listedOn(TODAY)).toHaveLength(5);
  server.fault = undefined;
  expect(await refresh(later(1))).toMatchObject({ days: report.remaining, remaining: 0 });
  expect(await papers.count()).toBe(12);
});

describe("a list that came short", () => {
  test.each([
    ["partial", "came back with 1 of 4 papers"],
    ["empty", "came back with 0 of 4 papers"],
  ])("%s: keeps what was there, says so, and is read again soon", async (kind, words) => {
    const { papers, server, refresh } = await setUp();
    await refresh(NOW);
    const whole = server.lists.get("2026-11-19") ?? [];
    server.lists.set("2026-11-19", kind === "empty" ? [] : [entry("2610.00001", { upvotes: 50 })]);
    const report = await refresh(later(240));
    expect(report.problem).toBe(`Hugging Face's list for 2026-11-19 ${words}; what was there is kept.`);
    expect(await papers.listedOn("2026-11-19")).toHaveLength(4);
    expect((await papers.get("2610.00001"))?.votes).toBe(kind === "empty" ? 3 : 50);

    server.lists.set("2026-11-19", whole);
    const asked = server.asked.length;
    expect(await refresh(later(242))).toMatchObject({ days: 1, recovered: true });
    expect(server.asked.slice(asked)).toEqual(["/api/daily_papers?date=2026-11-19&limit=100"]);
  });

  test("on the first sight of it: is read again within the hour", async () => {
    const { papers, server, refresh } = await setUp();
    server.fault = "partial";
    expect(await refresh(NOW)).toMatchObject({ days: 14, added: 3 });
    server.fault = undefined;
    await refresh(later(61));
    expect(await papers.count()).toBe(12);
  });
});

test("a failing database is no fault of the source", async () => {
  const { database, refresh } = await setUp();
  await database.schema.dropTable("listing").execute();
  await expect(refresh(NOW)).rejects.toThrow(/listing/);
});
