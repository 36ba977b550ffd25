import { expect, test } from "vitest";
import { type BackfillOptions, backfill } from "../../src/papers/backfill.ts";
import { createHuggingFace } from "../../src/papers/sources/hugging-face.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { entries, startHuggingFace } from "../helpers/hugging-face-server.ts";
import { quietLog } from "../helpers/quiet-log.ts";

/** A Monday. */
const START = Date.parse("2026-11-23T17:00:00Z");

async function setUp() {
  const { papers } = await openCatalog();
  const server = await startHuggingFace();
  const clock = { at: START };
  const waited: number[] = [];
  const now = () => new Date(clock.at);
  const huggingFace = createHuggingFace({
    url: server.url,
    token: undefined,
    userAgent: "Paperboy/test",
    log: quietLog,
    now,
    retryDelayMs: 0,
  });
  server.lists.set("2026-11-20", entries(3, "2611"));
  server.lists.set("2026-11-17", entries(2, "2610"));
  const run = (changes: Partial<BackfillOptions> = {}, progress?: (done: number, total: number) => void) =>
    backfill(
      {
        papers,
        huggingFace,
        log: quietLog,
        since: "2026-11-16",
        until: "2026-11-22",
        now,
        wait: async (ms) => {
          waited.push(ms);
          clock.at += ms;
          if (ms > 10_000) server.fault = undefined;
        },
        ...changes,
      },
      progress,
    );
  const days = () => server.asked.map((address) => new URL(address, server.url).searchParams.get("date"));
  return { papers, server, clock, waited, run, days };
}

test("reads every weekday, newest first, at a polite rate, and reports how far it is", async () => {
  const { run, days, waited } = await setUp();
  const seen: [number, number][] = [];
  expect(await run({}, (done, total) => void seen.push([done, total]))).toEqual({
    days: 5,
    known: 0,
    added: 5,
    changed: 0,
    skipped: 0,
    failed: [],
    stopped: undefined,
  });
  expect(days()).toEqual(["2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16"]);
  expect(waited).toEqual([800, 800, 800, 800]);
  expect(seen.at(0)).toEqual([0, 5]);
  expect(seen.at(-1)).toEqual([5, 5]);
});

test("does not read again what was read after the day was over", async () => {
  const { run, papers, server, days } = await setUp();
  await papers.saveList("2026-11-19", [], new Date("2026-11-20T03:00:00Z"));
  await papers.saveList("2026-11-18", [], new Date("2026-11-18T20:00:00Z"));
  expect(await run()).toMatchObject({ days: 4, known: 1 });
  expect(days()).not.toContain("2026-11-19");
  server.asked.length = 0;
  const change = await papers.latestChange();
  expect(await run()).toMatchObject({ days: 0, known: 5, added: 0, changed: 0 });
  expect(server.asked).toEqual([]);
  expect(await papers.latestChange()).toBe(change);
});

test("begins with the archive and ends with the current list day", async () => {
  const { run, days } = await setUp();
  await run({ since: "2000-01-01", until: "2023-05-08" });
  expect(days()).toEqual(["2023-05-08", "2023-05-05", "2023-05-04"]);
  await run({ since: "2026-11-23", until: "2030-01-01" });
  expect(days().at(-1)).toBe("2026-11-23");
});

test("goes on after a day that fails, reports it, and reads it the next time", async () => {
  const { run, server } = await setUp();
  server.fault = "truncated";
  server.faultyDays = new Set(["2026-11-17"]);
  expect(await run()).toMatchObject({
    days: 4,
    added: 3,
    failed: [{ day: "2026-11-17", problem: "Hugging Face's list for 2026-11-17 could not be read." }],
    stopped: undefined,
  });
  server.fault = undefined;
  expect(await run()).toMatchObject({ days: 1, known: 4, added: 2, failed: [] });
});

test("waits until a limit ends, and goes on where it was", async () => {
  const { run, server, waited } = await setUp();
  server.fault = "limited";
  server.limitSeconds = 250;
  expect(await run()).toMatchObject({ days: 5, failed: [] });
  expect(waited[0]).toBe(250_000);
});

test("stops when nothing works any more, and says why", async () => {
  const { run, server } = await setUp();
  server.fault = "down";
  const report = await run({ since: "2026-10-01" });
  expect(report).toMatchObject({
    days: 0,
    stopped: "Hugging Face could not be reached (connection closed).",
  });
  expect(report.failed).toHaveLength(5);
});

test("can be stopped, and goes on from there", async () => {
  const { run } = await setUp();
  const stop = new AbortController();
  const progress = (done: number) => {
    if (done === 2) stop.abort();
  };
  expect(await run({ signal: stop.signal }, progress)).toMatchObject({
    days: 2,
    failed: [],
    stopped: "Stopped; the same command goes on from here.",
  });
  expect(await run()).toMatchObject({ days: 3, known: 2 });
});
