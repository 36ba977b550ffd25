import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

describe("today", () => {
  it("shows the latest list, most votes first, ten at a time", async () => {
    const papers = Array.from({ length: 12 }, (_, at) => paper(`2611.000${10 + at}`, { votes: at }));
    await paperboy.list("2026-11-20", papers);
    const first = await paperboy.run("today");
    const second = await paperboy.press(first, "The other 2");
    const shown = [first, second].map((message) =>
      message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card.paperId] : [])),
    );
    expect(shown.flat()).toEqual(papers.map(({ id }) => id).reverse());
    expect(shown[0]).toHaveLength(10);
  });

  it("says which day it shows instead when the list is not out yet", async () => {
    await paperboy.list("2026-11-19", [paper("2611.00001")]);
    const answer = await paperboy.ask("today");
    expect(answer).toContain("Thursday 19 November 2026");
    expect(answer).toContain("Today’s list is not out yet.");
  });

  it("takes dates and weekdays, and explains what it cannot read or does not have", async () => {
    await paperboy.list("2026-11-18", [paper("2611.00001")]);
    expect(await paperboy.ask("today 2026-11-18")).toContain("Wednesday 18 November 2026 · 1 paper");
    expect(await paperboy.ask("today wednesday")).toContain("Wednesday 18 November 2026 · 1 paper");
    expect(await paperboy.ask("today 2026-13-40")).toContain("“2026-13-40” is no day that I can read");
    expect(await paperboy.ask("today 2026-11-25")).toContain("is not out yet");
    expect(await paperboy.ask("today tomorrow")).toContain(
      "The list of Saturday 21 November 2026 is not out yet",
    );
    expect(await paperboy.ask("today 2020-01-01")).toContain("begins on Thursday 4 May 2023");
    expect(await paperboy.ask("today saturday")).toContain("Nothing is listed on weekends");
  });

  it("is shared with the channel by its button, under the name of who shared it", async () => {
    await paperboy.list("2026-11-20", [paper("2611.00001")]);
    const shared = await paperboy.press(await paperboy.run("today 2026-11-20"), "Share to channel");
    expect(shared.blocks[0]).toEqual({ kind: "note", spans: ["Ada shared: today 2026-11-20"] });
    expect(() => actionOf(shared, "Share to channel")).toThrow();
    const spec = paperboy.core.bot.commands.find(({ name }) => name === "share");
    expect(spec?.audience).toBe("channel");
  });
});

describe("week", () => {
  it("says that a week takes nothing else", async () => {
    await paperboy.list("2026-11-20", [paper("2611.00001", { votes: 3 })]);
    expect(await paperboy.ask("week 2026-11-01")).toContain("“2026-11-01” is ignored");
  });

  it("shows each paper of the last seven days once, most votes first", async () => {
    const lasting = paper("2611.00001", { votes: 5 });
    await paperboy.list("2026-11-12", [paper("2611.00009", { votes: 99 })]);
    await paperboy.list("2026-11-17", [lasting]);
    await paperboy.list("2026-11-20", [paper("2611.00002", { votes: 50 }), lasting]);
    const message = await paperboy.run("week");
    const ids = message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card.paperId] : []));
    expect(ids).toEqual(["2611.00002", "2611.00001"]);
  });
});
