import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

describe("the bot", () => {
  it("offers to search for the words of a line that begins with no command, and after that the command that it nearly is", async () => {
    const message = await paperboy.run("serch kv cache");
    expect(await paperboy.ask("serch kv cache")).toContain("Did you mean search?");
    expect(offered(message)).toEqual(["Search for these words", "Run search", "Help"]);
    expect(actionOf(message, "Run search").command).toMatchObject({ name: "search", argument: "kv cache" });
    expect(actionOf(message, "Search for these words").command.argument).toBe("serch kv cache");
  });

  it.each([
    ["sumary 2401.00001", "summary"],
    ["tody", "today"],
    ["sched", "schedule"],
    ["susbcribe rag", "subscribe"],
    ["ad 2401.00001", "add"],
  ])("takes %j for %s", async (line, name) => {
    expect(offered(await paperboy.run(line))).toContain(`Run ${name}`);
  });

  it.each([
    "clear",
    "quit now",
    "kv cache",
    "1-3 save",
    "nonsense",
    "more",
    "s",
    "un",
    "aks",
    "welcom",
    "😀",
  ])("takes %j for no command", async (line) => {
    const message = await paperboy.run(line);
    expect(plainText(message)).not.toContain("Did you mean");
    expect(offered(message)).toEqual(["Search for these words", "Help"]);
    expect(actionOf(message, "Search for these words").command).toMatchObject({ argument: line });
  });

  it("takes a question mark for help", async () => {
    expect(await paperboy.ask("?")).toBe(await paperboy.ask("help"));
    expect(await paperboy.ask("? search")).toBe(await paperboy.ask("help search"));
  });

  it("says nothing of other readers where there are none", async () => {
    await paperboy.list("2026-11-20", [paper("2611.00001", { votes: 3 })]);
    const caller = { id: "u1", name: "Ada", mayConfigure: true };
    for (const [line, others] of [
      ["today", "Share to channel"],
      ["show 2611.00001", "Share to channel"],
      ["help search", "Only you"],
      ["help mute", "Everyone in the channel"],
    ] as const) {
      expect(await paperboy.ask(line)).toContain(others);
      const alone = await paperboy.ask(line, { caller: { ...caller, readsAlone: true } });
      expect(alone).not.toContain(others);
      expect(alone).not.toBe("");
    }
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

function offered({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) => (block.kind === "actions" ? block.actions.map(({ label }) => label) : []));
}
