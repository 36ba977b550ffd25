import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { paper } from "../helpers/papers.ts";

const MONDAY = new Date("2026-11-23T12:00:00Z");
const TUESDAY = new Date("2026-11-24T12:00:00Z");

const full = paper("2611.00001", {
  title: "漢字, “quotes” & <tags> 🎉",
  authors: ["Ada Lovelace", "Erdős, Pál"],
  authorCount: 120,
  organization: "The Lab",
  categories: ["cs.CL", "cs.LG"],
  keywords: ["kv cache"],
  publishedAt: new Date("2026-11-20T17:59:59.123Z"),
  votes: 42,
  comments: 7,
  sourceSummary: "It works.",
  code: { url: "https://github.com/a/b", stars: 9, official: false },
  projectUrl: "https://example.org",
  withdrawnAt: new Date("2026-11-22T00:00:00Z"),
});

describe("a paper", () => {
  test.each([
    ["with everything", full],
    ["with only what must be", paper("hep-th/9901001", { abstract: "", authors: [], authorCount: 0 })],
    [
      "with code without stars",
      paper("2611.00002", { code: { url: "https://a.org", stars: undefined, official: true } }),
    ],
  ])("%s comes back as it was", async (_, saved) => {
    const { papers } = await openCatalog();
    expect(await papers.save([saved], MONDAY)).toEqual({ added: 1, changed: 0 });
    expect(await papers.get(saved.id)).toEqual(saved);
  });

  test("that nobody saved is undefined", async () => {
    const { papers } = await openCatalog();
    expect(await papers.get("2611.00001")).toBeUndefined();
    expect(await papers.getMany(["2611.00001"])).toEqual([]);
  });

  test("that is the same is not touched; one that differs is changed, in whatever field", async () => {
    const { papers } = await openCatalog();
    await papers.save([full], MONDAY);
    const changes: Partial<Paper>[] = [
      { title: "x" },
      { abstract: "x" },
      { authors: ["x"] },
      { authorCount: 1 },
      { organization: undefined },
      { categories: [] },
      { keywords: [] },
      { publishedAt: MONDAY },
      { votes: 43 },
      { comments: 8 },
      { sourceSummary: undefined },
      { code: undefined },
      { code: { url: "https://github.com/a/b", stars: 10, official: false } },
      { code: { url: "https://github.com/a/b", stars: 9, official: true } },
      { projectUrl: undefined },
      { withdrawnAt: undefined },
      { source: "arxiv" },
    ];
    for (const change of changes) {
      expect(await papers.save([full], TUESDAY)).toEqual({ added: 0, changed: 0 });
      const number = await papers.latestChange();
      expect(await papers.save([{ ...full, ...change }], TUESDAY)).toEqual({ added: 0, changed: 1 });
      expect(await papers.latestChange()).toBe(number + 1);
      await papers.save([full], TUESDAY);
    }
  });

  test("named twice in one save counts once, as it was named last", async () => {
    const { papers } = await openCatalog();
    const twice = [paper("2611.00001", { votes: 1 }), paper("2611.00001", { votes: 2 })];
    expect(await papers.save(twice, MONDAY)).toEqual({ added: 1, changed: 0 });
    expect((await papers.get("2611.00001"))?.votes).toBe(2);
  });
});

test("many are given in the order asked, over more than one statement", async () => {
  const { papers } = await openCatalog();
  const all = Array.from({ length: 1201 }, (_, i) => paper(`2611.${String(i).padStart(5, "0")}`));
  expect(await papers.save(all, MONDAY)).toEqual({ added: 1201, changed: 0 });
  const ids = all.map(({ id }) => id).reverse();
  expect((await papers.getMany([...ids, "2612.00001"])).map(({ id }) => id)).toEqual(ids);
  expect(await papers.count()).toBe(1201);
});

describe("a list", () => {
  test("has most votes first, then the source's order", async () => {
    const { papers } = await openCatalog();
    const list = [
      paper("2611.00003", { votes: 5 }),
      paper("2611.00001", { votes: 9 }),
      paper("2611.00002", { votes: 5 }),
    ];
    await papers.saveList("2026-11-23", list, MONDAY);
    expect((await papers.listedOn("2026-11-23")).map((listed) => [listed.paper.id, listed.place])).toEqual([
      ["2611.00001", 1],
      ["2611.00003", 0],
      ["2611.00002", 2],
    ]);
  });

  test("keeps every paper that once stood on it, since when, and with how many votes", async () => {
    const { papers } = await openCatalog();
    await papers.saveList("2026-11-23", [paper("2611.00001"), paper("2611.00002", { votes: 2 })], MONDAY);
    await papers.saveList("2026-11-23", [paper("2611.00002", { votes: 8 }), paper("2611.00003")], TUESDAY);
    const listed = await papers.listedOn("2026-11-23");
    expect(listed.map(({ paper, firstSeenAt, firstVotes }) => [paper.id, firstSeenAt, firstVotes])).toEqual([
      ["2611.00002", MONDAY, 2],
      ["2611.00001", MONDAY, 0],
      ["2611.00003", TUESDAY, 0],
    ]);
    expect(await papers.fetchedDays("2026-11-01", "2026-11-30")).toEqual(new Map([["2026-11-23", TUESDAY]]));
    expect(await papers.fetchedSizes("2026-11-23", "2026-11-23")).toEqual(new Map([["2026-11-23", 2]]));
  });

  test("that is empty counts as fetched, but not among those with papers", async () => {
    const { papers } = await openCatalog();
    await papers.saveList("2026-11-20", [paper("2611.00001")], MONDAY);
    await papers.saveList("2026-11-21", [], MONDAY);
    expect([...(await papers.fetchedDays("2026-11-20", "2026-11-21")).keys()]).toEqual([
      "2026-11-20",
      "2026-11-21",
    ]);
    expect(await papers.latestListDays(5, "2026-11-30")).toEqual(["2026-11-20"]);
  });

  test("a paper can stand on several", async () => {
    const { papers } = await openCatalog();
    for (const day of ["2026-11-23", "2026-11-19", "2026-11-20"]) {
      await papers.saveList(
        day,
        [paper("2611.00001"), paper(`${day.slice(2, 4)}11.${day.slice(5).replace("-", "0")}`)],
        MONDAY,
      );
    }
    expect(await papers.listDaysOf("2611.00001")).toEqual(["2026-11-19", "2026-11-20", "2026-11-23"]);
    expect(await papers.latestListDays(2, "2026-11-22")).toEqual(["2026-11-20", "2026-11-19"]);
    expect(await papers.listedBetween("2026-11-20", "2026-11-23")).toHaveLength(4);
  });

  test("is saved whole or not at all", async () => {
    const { papers } = await openCatalog();
    const broken = { ...paper("2611.00002"), votes: 1.5 };
    await expect(papers.saveList("2026-11-23", [paper("2611.00001"), broken], MONDAY)).rejects.toThrow();
    expect([await papers.count(), await papers.latestChange()]).toEqual([0, 0]);
    expect(await papers.fetchedDays("2026-11-23", "2026-11-23")).toEqual(new Map());
  });
});

test("a follower hears of every change, in order, and ends with what is there", async () => {
  const saves = fc.array(
    fc.array(fc.record({ id: fc.integer({ min: 1, max: 6 }), votes: fc.integer({ min: 0, max: 2 }) }), {
      maxLength: 5,
    }),
    { maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(saves, fc.integer({ min: 1, max: 4 }), async (steps, limit) => {
      const { papers, database } = await openCatalog();
      const followed = new Map<string, Paper>();
      let last = 0;
      for (const step of steps) {
        await papers.save(
          step.map(({ id, votes }) => paper(`2611.0000${id}`, { votes })),
          MONDAY,
        );
        const all = await papers.changedAfter(last, 1000);
        expect(await papers.countChangedAfter(last)).toBe(all.length);
        for (;;) {
          const changes = await papers.changedAfter(last, limit);
          for (const { paper: changed, change } of changes) {
            expect(change).toBeGreaterThan(last);
            last = change;
            followed.set(changed.id, changed);
          }
          if (changes.length < limit) break;
        }
        expect(last).toBe(await papers.latestChange());
      }
      expect(await papers.getMany([...followed.keys()])).toEqual([...followed.values()]);
      expect(await papers.count()).toBe(followed.size);
      await database.destroy();
    }),
    { numRuns: 25 },
  );
});

describe("samples", () => {
  test("go with their lists, and followers begin anew", async () => {
    const { papers } = await openCatalog();
    await papers.saveList("2026-11-20", [paper("1706.03762", { source: "sample" })], MONDAY);
    await papers.saveList(
      "2026-11-23",
      [paper("1706.03763", { source: "sample" }), paper("2611.00001")],
      MONDAY,
    );
    const [epoch, version] = [await papers.epoch(), await papers.version()];
    expect(await papers.sampleCount()).toBe(2);
    await papers.dropSamples();
    expect(await papers.sampleCount()).toBe(0);
    expect(await papers.count()).toBe(1);
    expect(await papers.latestListDays(5, "2026-11-30")).toEqual(["2026-11-23"]);
    expect([...(await papers.fetchedDays("2026-11-20", "2026-11-23")).keys()]).toEqual(["2026-11-23"]);
    expect(await papers.epoch()).toBe(epoch + 1);
    expect(await papers.version()).not.toBe(version);
  });

  test("where there are none, nothing happens", async () => {
    const { papers } = await openCatalog();
    await papers.save([full], MONDAY);
    const version = await papers.version();
    await papers.dropSamples();
    expect(await papers.version()).toBe(version);
  });

  test("a sample that turns up for real is no sample any more", async () => {
    const { papers } = await openCatalog();
    await papers.save([paper("2611.00001", { source: "sample" })], MONDAY);
    await papers.save([paper("2611.00001")], TUESDAY);
    expect(await papers.sampleCount()).toBe(0);
  });
});

test("a list saved later was first seen later, whatever the clock says", async () => {
  const { papers } = await openCatalog();
  await papers.saveList("2026-11-23", [paper("1")], TUESDAY);
  await papers.saveList("2026-11-24", [paper("2")], TUESDAY);
  await papers.saveList("2026-11-24", [paper("2"), paper("3")], MONDAY);
  const listed = await papers.listedBetween("2026-11-23", "2026-11-24");
  const bySeen = listed.toSorted((one, other) => one.firstSeenAt.getTime() - other.firstSeenAt.getTime());
  expect(bySeen.map(({ paper: { id } }) => id)).toEqual(["1", "2", "3"]);
  expect(new Set(listed.map(({ firstSeenAt }) => firstSeenAt.getTime())).size).toBe(3);
});
