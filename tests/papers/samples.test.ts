import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parsePaperId } from "../../src/papers/paper.ts";
import { createPaperStore, type PaperStore } from "../../src/papers/paper-store.ts";
import { loadSamples, readSamples } from "../../src/papers/samples.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";

const NOON = new Date("2026-11-23T17:00:00Z");

describe("the sample catalog", () => {
  test("holds about thirty papers, each once, under an arXiv id", async () => {
    const papers = await readSamples();
    expect(papers.length).toBeGreaterThanOrEqual(30);
    expect(new Set(papers.map((paper) => paper.id)).size).toBe(papers.length);
    expect(papers.filter((paper) => parsePaperId(paper.id) !== paper.id)).toEqual([]);
  });

  test("marks every paper as a sample", async () => {
    expect(new Set((await readSamples()).map((paper) => paper.source))).toEqual(new Set(["sample"]));
  });

  test("says of each paper in its first sentence what it found, and a few sentences in all", async () => {
    for (const { id, abstract } of await readSamples()) {
      const sentences = [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(abstract)];
      const first = sentences[0]?.segment.trim() ?? "";
      expect(sentences.length, id).toBeGreaterThanOrEqual(3);
      expect(sentences.length, id).toBeLessThanOrEqual(5);
      expect(first.length, id).toBeLessThanOrEqual(220);
      expect(first, id).not.toMatch(/^(?:we|in this|this (?:paper|work|study)|the (?:paper|authors))\b/i);
      expect(abstract, id).not.toMatch(/\n|\s{2}|\bwe\b|\bour\b/i);
    }
  });

  test("knows when each paper appeared: in the month of its id, or shortly before", async () => {
    for (const { id, publishedAt } of await readSamples()) {
      const month = Date.UTC(2000 + Number(id.slice(0, 2)), Number(id.slice(2, 4)) - 1);
      const next = Date.UTC(2000 + Number(id.slice(0, 2)), Number(id.slice(2, 4)));
      expect(publishedAt.getTime(), id).toBeGreaterThanOrEqual(month - 2 * 86_400_000);
      expect(publishedAt.getTime(), id).toBeLessThan(next);
    }
  });
});

describe("a file of samples", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "samples-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const minimal = {
    id: "2401.00001",
    title: "On Boats",
    authors: ["A"],
    date: "2024-01-01",
    keywords: [],
    about: "It floats.",
  };
  const write = async (content: unknown) => {
    const file = join(folder, "papers.json");
    await writeFile(file, JSON.stringify(content));
    return file;
  };

  test("needs only the facts that every paper has", async () => {
    expect(await readSamples(await write([minimal]))).toEqual([
      {
        id: "2401.00001",
        source: "sample",
        title: "On Boats",
        abstract: "It floats.",
        authors: ["A"],
        authorCount: 1,
        organization: undefined,
        categories: [],
        keywords: [],
        publishedAt: new Date("2024-01-01T00:00:00Z"),
        votes: 0,
        comments: 0,
        sourceSummary: undefined,
        code: undefined,
        projectUrl: undefined,
        withdrawnAt: undefined,
      },
    ]);
  });

  test.each([
    ["an id with a version", { ...minimal, id: "2401.00001v2" }],
    ["no id", { ...minimal, id: "boats" }],
    ["no such day", { ...minimal, date: "2024-02-30" }],
    ["a misspelt field", { ...minimal, vote: 3 }],
    ["code at an address that is not https", { ...minimal, code: "javascript:alert(1)" }],
  ])("is refused with %s", async (_what, entry) => {
    await expect(readSamples(await write([minimal, entry]))).rejects.toThrow();
  });
});

describe("loading the samples", () => {
  let database: Database;
  let store: PaperStore;
  beforeEach(async () => {
    database = await openDatabase(":memory:");
    store = createPaperStore(database);
  });
  afterEach(() => database.destroy());

  test("makes them the current day's list, in their order among equal votes", async () => {
    const papers = await readSamples();
    const day = await loadSamples(store, papers, NOON);
    expect(day).toBe("2026-11-23");
    const listed = await store.listedOn(day);
    expect(listed.map(({ place }) => papers[place])).toEqual(listed.map(({ paper }) => paper));
    expect(listed).toHaveLength(papers.length);
    expect(await store.sampleCount()).toBe(papers.length);
  });

  test("a second time changes nothing", async () => {
    const papers = await readSamples();
    await loadSamples(store, papers, NOON);
    const before = await store.latestChange();
    await loadSamples(store, papers, NOON);
    expect(await store.latestChange()).toBe(before);
    expect(await store.count()).toBe(papers.length);
  });

  test("leaves no trace once the samples are dropped: the day counts as not fetched", async () => {
    const day = await loadSamples(store, await readSamples(), NOON);
    await store.dropSamples();
    expect(await store.count()).toBe(0);
    expect(await store.listedOn(day)).toEqual([]);
    expect(await store.fetchedDays(day, day)).toEqual(new Map());
  });

  test("and dropping them keeps a real list of the same day", async () => {
    const [first, second] = await readSamples();
    if (!first || !second) throw new Error("There are no samples.");
    const day = await loadSamples(store, [first], NOON);
    const real = { ...second, source: "hugging-face" as const };
    await store.saveList(day, [real], NOON);
    await store.dropSamples();
    expect((await store.listedOn(day)).map(({ paper }) => paper)).toEqual([real]);
    expect([...(await store.fetchedDays(day, day)).keys()]).toEqual([day]);
  });
});
