import { describe, expect, test } from "vitest";
import { createLookup } from "../../src/papers/lookup.ts";
import { createArxiv } from "../../src/papers/sources/arxiv.ts";
import { createHuggingFace } from "../../src/papers/sources/hugging-face.ts";
import { SourceError } from "../../src/papers/sources/source-error.ts";
import { atomEntry, startArxiv } from "../helpers/arxiv-server.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { entry, startHuggingFace } from "../helpers/hugging-face-server.ts";
import { paper } from "../helpers/papers.ts";
import { quietLog } from "../helpers/quiet-log.ts";

const NOW = new Date("2026-11-20T17:00:00Z");
const ID = "2611.00001";

async function setUp() {
  const { papers } = await openCatalog();
  const [hub, archive] = [await startHuggingFace(), await startArxiv()];
  const shared = { userAgent: "Paperboy/test", log: quietLog, now: () => NOW, wait: async () => {} };
  const huggingFace = createHuggingFace({ ...shared, url: hub.url, token: undefined, retryDelayMs: 0 });
  const arxiv = createArxiv({ ...shared, url: archive.url });
  return { papers, hub, archive, lookup: createLookup({ papers, huggingFace, arxiv, log: quietLog }) };
}

test("a paper of the catalog is answered without the network", async () => {
  const { papers, hub, archive, lookup } = await setUp();
  await papers.save([paper(ID)], NOW);
  expect(await lookup.find(ID, NOW)).toEqual(paper(ID));
  expect([...hub.asked, ...archive.asked]).toEqual([]);
});

test("a paper that Hugging Face has is in the catalog from then on", async () => {
  const { papers, hub, archive, lookup } = await setUp();
  hub.papers.set(ID, Object(entry(ID)).paper);
  const found = await lookup.find(ID, NOW);
  expect(found).toMatchObject({ id: ID, source: "hugging-face" });
  expect(await papers.get(ID)).toEqual(found);
  await lookup.find(ID, NOW);
  expect(hub.asked).toHaveLength(1);
  expect(archive.asked).toEqual([]);
});

test.each([
  ["does not have it", undefined],
  ["is down", "down"],
  ["answers nonsense", "garbage"],
] as const)("arXiv is asked when Hugging Face %s", async (_, fault) => {
  const { papers, hub, archive, lookup } = await setUp();
  hub.fault = fault;
  archive.entries.set(ID, atomEntry({ id: ID }));
  expect(await lookup.find(ID, NOW)).toMatchObject({ source: "arxiv", categories: ["cs.CL", "cs.LG"] });
  expect(await papers.get(ID)).toMatchObject({ source: "arxiv" });
});

test("finds papers by the ids of before 2007", async () => {
  const { archive, lookup } = await setUp();
  archive.entries.set("hep-th/9901001", atomEntry({ id: "hep-th/9901001" }));
  expect(await lookup.find("hep-th/9901001", NOW)).toMatchObject({ id: "hep-th/9901001" });
});

test("a paper that nobody knows is undefined", async () => {
  const { papers, lookup } = await setUp();
  expect(await lookup.find(ID, NOW)).toBeUndefined();
  expect(await papers.count()).toBe(0);
});

test("the same question at the same time is asked once", async () => {
  const { hub, lookup } = await setUp();
  hub.papers.set(ID, Object(entry(ID)).paper);
  const [first, second] = await Promise.all([lookup.find(ID, NOW), lookup.find(ID, NOW)]);
  expect(first).toEqual(second);
  expect(hub.asked).toHaveLength(1);
});

describe("when it cannot be known", () => {
  test("arXiv's failure is told in a sentence", async () => {
    const { archive, lookup } = await setUp();
    archive.status = 429;
    await expect(lookup.find(ID, NOW)).rejects.toThrow(
      "arXiv asks us to slow down; it can be asked again at 17:10 UTC.",
    );
  });

  test("both failures are told, and the next try starts afresh", async () => {
    const { hub, archive, lookup } = await setUp();
    hub.fault = "500";
    archive.body = "<html>";
    const error: unknown = await lookup.find(ID, NOW).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({
      kind: "garbled",
      message: "Hugging Face has trouble of its own (error 500). arXiv's answer could not be read.",
    });
    hub.fault = undefined;
    hub.papers.set(ID, Object(entry(ID)).paper);
    expect(await lookup.find(ID, NOW)).toMatchObject({ id: ID });
  });
});
