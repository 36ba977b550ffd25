import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

describe("the bot", () => {
  it("names the nearest command for one that does not exist, and offers to search for the words", async () => {
    const message = await paperboy.run("serch kv cache");
    expect(await paperboy.ask("serch kv cache")).toContain("Did you mean search?");
    expect(actionOf(message, "Run search").command).toMatchObject({ name: "search", argument: "kv cache" });
    expect(actionOf(message, "Search for these words").command.argument).toBe("serch kv cache");
  });

  it("keeps every command's words within what platforms show", () => {
    for (const { name, help, argument } of paperboy.core.bot.commands) {
      expect(name).toMatch(/^[a-z]{1,32}$/);
      expect([...help].length).toBeLessThanOrEqual(100);
      expect([...(argument?.help ?? "")].length).toBeLessThanOrEqual(100);
      expect(argument?.name ?? "x").toMatch(/^[a-z]{1,32}$/);
    }
    expect(paperboy.core.bot.commands.filter(({ hidden }) => !hidden).length).toBeLessThanOrEqual(25);
  });

  it("has an example for every command that works as it stands", async () => {
    await paperboy.list("2026-11-20", [
      paper("1706.03762", { title: "Attention Is All You Need", votes: 9 }),
    ]);
    for (const { name, example, hidden } of paperboy.core.bot.commands) {
      if (hidden) continue;
      const answer = await paperboy.ask(example);
      expect(answer, name).not.toMatch(/went wrong|There is no command|no arXiv id/);
      expect(answer, name).not.toBe("");
    }
  });

  it("marks samples as such, once in an answer, and nothing once real papers are there", async () => {
    await paperboy.core.papers.saveList(
      "2026-11-20",
      [paper("2611.00001", { source: "sample" })],
      new Date(),
    );
    expect(await paperboy.ask("today")).toContain("Sample papers");
    const preview = await paperboy.ask("preview");
    expect(preview).toContain("1 sample paper");
    expect(preview.split("Sample papers")).toHaveLength(2);
    await paperboy.core.papers.dropSamples();
    expect(await paperboy.ask("help")).not.toContain("Sample papers");
  });

  it("answers whatever is typed, and never shows it as anything but text", async () => {
    await paperboy.list("2026-11-20", [paper("2611.00001", { votes: 3 })]);
    const names = paperboy.core.bot.commands.map(({ name }) => name);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names, "x"),
        fc.string({ unit: "grapheme", maxLength: 60 }),
        async (name, argument) => {
          if (name === "digest") return;
          const message = await paperboy.run(`${name} ${argument}`);
          expect(message.blocks.length).toBeGreaterThan(0);
          expect(JSON.stringify(message)).not.toContain("went wrong");
        },
      ),
      { numRuns: 200 },
    );
  });
});
