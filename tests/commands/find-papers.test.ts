import { afterEach, describe, expect, it } from "vitest";
import { startArxiv } from "../helpers/arxiv-server.ts";
import { entry, startHuggingFace } from "../helpers/hugging-face-server.ts";
import { openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
afterEach(() => paperboy.close());

const NEW = "2611.00077";

describe("search for an id or a link", () => {
  async function open() {
    const [hub, archive] = [await startHuggingFace(), await startArxiv()];
    paperboy = await openPaperboy(undefined, {
      HF_API_URL: hub.url,
      ARXIV_API_URL: archive.url,
      HF_SEARCH: "off",
    });
    await paperboy.list("2026-11-20", [paper("2611.00001")]);
    return { hub, archive };
  }

  it("looks the paper up at the sources when the catalog does not have it", async () => {
    const { hub } = await open();
    hub.papers.set(NEW, Object(entry(NEW)).paper);
    const message = await paperboy.run(`search https://arxiv.org/abs/${NEW}v2`);
    const shown = message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card.paperId] : []));
    expect(shown).toEqual([NEW]);
    await paperboy.run(`search ${NEW}`);
    expect(hub.asked).toHaveLength(1);
  });

  it("shows each of several, those that it has to look up too, and says which one nobody knows", async () => {
    const { hub } = await open();
    hub.papers.set(NEW, Object(entry(NEW)).paper);
    const message = await paperboy.run(
      `search see (https://arxiv.org/abs/${NEW}v2), 2611.00001 and 2611.00088`,
    );
    const shown = message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card.paperId] : []));
    expect(shown).toEqual([NEW, "2611.00001"]);
    expect(JSON.stringify(message)).toContain("Neither Hugging Face nor arXiv knows 2611.00088.");
  });

  it("says when nobody knows it, and asks nobody for one that is there", async () => {
    const { hub, archive } = await open();
    expect(await paperboy.ask("search 2611.00001")).toContain("1 paper for");
    expect([...hub.asked, ...archive.asked]).toEqual([]);
    expect(await paperboy.ask(`search ${NEW}`)).toContain(
      `Neither Hugging Face nor arXiv knows a paper ${NEW}`,
    );
  });
});

describe("a search that finds nothing", () => {
  it("says which condition leaves everything out", async () => {
    paperboy = await openPaperboy(undefined, { HF_SEARCH: "off" });
    await paperboy.list("2026-11-20", [
      paper("2611.00001", { title: "Boats", votes: 12 }),
      paper("2611.00002", { title: "Boats and sails", votes: 3 }),
    ]);
    expect(await paperboy.ask("search boats votes:>1000")).toContain(
      "Without votes:>1000 there are 2 papers.",
    );
    expect(await paperboy.ask('search boats -sails -"boats"')).toContain(
      'Without -"boats" there is 1 paper.',
    );
    expect(await paperboy.ask("search votes:>1000")).toContain("No paper here fits votes:>1000.");
    expect(await paperboy.ask("search boats votes:20-5")).toContain("1 paper for");
  });
});
