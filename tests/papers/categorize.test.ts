import { describe, expect, it } from "vitest";
import { createCategorize } from "../../src/papers/categorize.ts";
import { createArxiv } from "../../src/papers/sources/arxiv.ts";
import { atomEntry, startArxiv } from "../helpers/arxiv-server.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { paper } from "../helpers/papers.ts";
import { quietLog as log } from "../helpers/quiet-log.ts";

const NOW = new Date("2026-11-20T15:00:00Z");

async function open() {
  const server = await startArxiv();
  const { papers } = await openCatalog();
  let now = NOW;
  const arxiv = createArxiv({ url: server.url, userAgent: "test", log, now: () => now, gapMs: 0 });
  const categorize = createCategorize({ papers, arxiv, log });
  const run = (at = now) => {
    now = at;
    return categorize.run(at);
  };
  return { server, papers, run };
}

describe("categorize", () => {
  it("completes the papers of recent lists with arXiv's categories, and keeps what Hugging Face told", async () => {
    const { server, papers, run } = await open();
    server.entries.set("2611.00001", atomEntry({ id: "2611.00001", categories: ["cs.CL", "cs.AI"] }));
    await papers.saveList("2026-11-19", [paper("2611.00001", { votes: 7 }), paper("2611.00002")], NOW);
    expect(await run()).toBe(1);
    expect(await papers.get("2611.00001")).toMatchObject({
      source: "hugging-face",
      votes: 7,
      categories: ["cs.CL", "cs.AI"],
    });
  });

  it("asks for each paper once, and for none that is not on a recent list", async () => {
    const { server, papers, run } = await open();
    await papers.saveList("2026-10-01", [paper("2609.00001")], NOW);
    await papers.saveList("2026-11-19", [paper("2611.00002")], NOW);
    await run();
    await run();
    expect(server.asked).toEqual(["2611.00002"]);
  });

  it("lets arXiv rest after a failure and in the hour after its announcement", async () => {
    const { server, papers, run } = await open();
    await papers.saveList("2026-11-19", [paper("2611.00001")], NOW);
    expect(await run(new Date("2026-11-20T00:30:00Z"))).toBe(0);
    server.status = 503;
    expect(await run(NOW)).toBe(0);
    const asked = server.asked.length;
    await run(new Date(NOW.getTime() + 60_000));
    expect(server.asked.length).toBe(asked);
  });
});
