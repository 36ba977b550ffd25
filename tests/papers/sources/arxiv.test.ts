import { describe, expect, test } from "vitest";
import { createArxiv } from "../../../src/papers/sources/arxiv.ts";
import { SourceError } from "../../../src/papers/sources/source-error.ts";
import { atomEntry, atomFeed, ERROR_ENTRY, startArxiv } from "../../helpers/arxiv-server.ts";
import { quietLog } from "../../helpers/quiet-log.ts";

const START = Date.parse("2026-11-20T17:00:00Z");

async function setUp() {
  const server = await startArxiv();
  const clock = { at: START };
  const waited: number[] = [];
  const arxiv = createArxiv({
    url: server.url,
    userAgent: "Paperboy/test",
    log: quietLog,
    now: () => new Date(clock.at),
    wait: async (ms) => {
      waited.push(ms);
      clock.at += ms;
    },
  });
  const know = (...ids: string[]) => {
    for (const id of ids) server.entries.set(id, atomEntry({ id }));
  };
  return { server, arxiv, clock, waited, know };
}

async function failure(answer: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`not a SourceError: ${String(error)}`);
  return error;
}

test.each(["new", "old"] as const)("reads papers from a feed of the %s form", async (form) => {
  const { server, arxiv } = await setUp();
  server.form = form;
  server.entries.set(
    "2611.00001",
    atomEntry({
      id: "2611.00001",
      title: "On $\\alpha$-divergences\n  &amp; more",
      summary: "  A &lt; B for Erd\\H{o}s. ",
      authors: ["Jos&#233; Garc&#xED;a", "Ada Lovelace"],
      comment: "12 pages",
      categories: ["stat.ML", "cs.LG"],
    }),
  );
  expect(await arxiv.papers(["2611.00001"])).toEqual([
    {
      id: "2611.00001",
      source: "arxiv",
      title: "On α-divergences & more",
      abstract: "A < B for Erdős.",
      authors: ["José García", "Ada Lovelace"],
      authorCount: 2,
      organization: undefined,
      categories: ["stat.ML", "cs.LG"],
      keywords: [],
      publishedAt: new Date("2026-11-18T17:59:59Z"),
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
  ["This paper has been withdrawn by the author due to an error in Lemma 2", true],
  ["Withdrawn", true],
  ["withdrawn by arXiv administrators", true],
  ["Methods for withdrawn consent", false],
])("knows a withdrawn paper by its comment: %s", async (comment, isWithdrawn) => {
  const { server, arxiv } = await setUp();
  server.entries.set("2611.00001", atomEntry({ id: "2611.00001", comment }));
  const [paper] = await arxiv.papers(["2611.00001"]);
  expect(paper?.withdrawnAt).toEqual(isWithdrawn ? new Date("2026-11-20T10:00:00Z") : undefined);
});

test("takes neither the feed nor an unknown id for a paper", async () => {
  const { server, arxiv, know } = await setUp();
  know("hep-th/9901001");
  server.entries.set("2611.99999", "<entry><id>http://arxiv.org/abs/2611.99999</id><updated/></entry>");
  const papers = await arxiv.papers(["2611.99999", "hep-th/9901001", "2611.88888"]);
  expect(papers.map(({ id }) => id)).toEqual(["hep-th/9901001"]);
});

test("gives none for an empty feed", async () => {
  const { server, arxiv } = await setUp();
  server.body = atomFeed("");
  expect(await arxiv.papers(["2611.00001"])).toEqual([]);
});

test("asks one at a time, three seconds apart, each paper once a day", async () => {
  const { server, arxiv, waited, clock, know } = await setUp();
  know("2611.00001", "2611.00002", "2611.00003");
  await Promise.all([
    arxiv.papers(["2611.00001"]),
    arxiv.papers(["2611.00001", "2611.00002"]),
    arxiv.papers(["2611.00003"]),
  ]);
  expect(server.asked).toEqual(["2611.00001", "2611.00002", "2611.00003"]);
  expect(waited).toHaveLength(2);
  for (const ms of waited) expect(ms).toBeGreaterThanOrEqual(3000 - 1);

  clock.at += 23 * 3_600_000;
  await arxiv.papers(["2611.00003", "2611.00001"]);
  expect(server.asked).toHaveLength(3);
  clock.at += 2 * 3_600_000;
  await arxiv.papers(["2611.00003"]);
  expect(server.asked).toHaveLength(4);
});

test("looks again for an unknown paper after ten minutes", async () => {
  const { server, arxiv, clock, know } = await setUp();
  expect(await arxiv.papers(["2611.00001"])).toEqual([]);
  know("2611.00001");
  expect(await arxiv.papers(["2611.00001"])).toEqual([]);
  clock.at += 11 * 60_000;
  expect(await arxiv.papers(["2611.00001"])).toHaveLength(1);
  expect(server.asked).toHaveLength(2);
});

test("asks for many papers in few requests", async () => {
  const { server, arxiv, know } = await setUp();
  const ids = Array.from({ length: 70 }, (_, i) => `2611.${String(i + 1).padStart(5, "0")}`);
  know(...ids);
  expect((await arxiv.papers(ids)).map(({ id }) => id)).toEqual(ids);
  expect(server.asked).toHaveLength(2);
});

describe("when it fails", () => {
  test.each([429, 503])("after %i it is left in silence for ten minutes", async (status) => {
    const { server, arxiv, clock, know } = await setUp();
    know("2611.00001");
    server.status = status;
    const silent = { kind: "limited", retryAt: new Date(START + 600_000) };
    expect(await failure(arxiv.papers(["2611.00001"]))).toMatchObject(silent);
    server.status = 200;
    clock.at += 9 * 60_000;
    expect(await failure(arxiv.papers(["2611.00001"]))).toMatchObject({
      ...silent,
      message: "arXiv asks us to slow down; it can be asked again at 17:10 UTC.",
    });
    expect(server.asked).toHaveLength(1);
    clock.at += 2 * 60_000;
    expect(await arxiv.papers(["2611.00001"])).toHaveLength(1);
  });

  test.each([200, 400])("an error entry with status %i is no paper", async (status) => {
    const { server, arxiv } = await setUp();
    server.status = status;
    server.body = atomFeed(ERROR_ENTRY);
    expect(await failure(arxiv.papers(["2611.00001"]))).toMatchObject({
      kind: "refused",
      message: "arXiv refused the request: incorrect id format for x.",
    });
  });

  test.each([
    ["a web page", "<!doctype html><title>arXiv</title>"],
    ["half a feed", atomFeed(atomEntry({ id: "2611.00001" })).slice(0, 700)],
    ["nothing", ""],
    ["JSON", "{}"],
    [
      "entities of its own",
      `<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><feed><title>&b;</title></feed>`,
    ],
    ["a name that would reach into the program", "<feed><__proto__>1</__proto__></feed>"],
  ])("%s is an error, not an unknown paper", async (_, body) => {
    const { server, arxiv } = await setUp();
    server.body = body;
    expect(await failure(arxiv.papers(["2611.00001"]))).toMatchObject({
      kind: "garbled",
      message: "arXiv's answer could not be read.",
    });
  });

  test("one failure does not stop those who wait behind it", async () => {
    const { server, arxiv, know } = await setUp();
    know("2611.00002");
    server.body = "";
    const first = failure(arxiv.papers(["2611.00001"]));
    const second = first.then(() => {
      server.body = undefined;
      return arxiv.papers(["2611.00002"]);
    });
    expect(await first).toMatchObject({ kind: "garbled" });
    expect(await second).toHaveLength(1);
  });
});
