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

  it("counts the papers of a list on over its pages, and gives a paper by itself no number", async () => {
    const ids = Array.from({ length: 12 }, (_, at) => `2611.000${at + 10}`);
    await paperboy.list(
      "2026-11-20",
      ids.map((id) => paper(id, { title: `Caches of kind ${id}` })),
    );
    const numbersOf = async (line: string, page = 1) =>
      (await paperboy.run(line, { page })).blocks.flatMap((block) =>
        block.kind === "paper" ? [block.number] : [],
      );
    expect(await numbersOf("today", 2)).toEqual([11, 12]);
    expect(await numbersOf("search caches", 2)).toEqual([6, 7, 8, 9, 10]);
    expect((await numbersOf("preview")).slice(0, 2)).toEqual([1, 2]);
    await paperboy.run(`save ${ids[0]}`);
    expect(await numbersOf("saved")).toEqual([1]);
    expect(await numbersOf(`find ${ids[0]} ${ids[1]}`)).toEqual([1, 2]);
    for (const name of ["show", "summary", "add"])
      expect(await numbersOf(`${name} ${ids[0]}`)).toEqual([undefined]);
  });

  it("says once why there are only samples, then marks answers about papers, until real ones are there", async () => {
    const problem = "Hugging Face answered 500.";
    const now = new Date("2026-11-20T15:00:00Z");
    const failure = { problem, retryAt: undefined, skipped: 0 };
    await paperboy.core.sources.recordFailure("hugging-face", now, failure);
    const boats = paper("2611.00001", { source: "sample", title: "Boats", abstract: "A boat floats." });
    await paperboy.list("2026-11-20", [boats]);
    expect(await paperboy.ask("help")).not.toContain("ample papers");
    const first = await paperboy.ask("today");
    expect(first.split(problem)).toHaveLength(2);
    expect(first).toContain("Sample papers that come with Paperboy");
    const search = await paperboy.ask("search boat");
    expect(search).toMatch(/^Sample papers only\./);
    expect(search).toContain("(from our own description)");
    expect(await paperboy.ask("search walrus")).toContain("Sample papers only.");
    expect(await paperboy.ask("status")).toContain(problem);
    const preview = await paperboy.ask("preview");
    expect(preview).toContain("1 sample paper");
    expect(preview.split(problem)).toHaveLength(2);
    expect(await paperboy.ask("topics")).not.toContain("ample papers");

    await paperboy.core.papers.dropSamples();
    expect(await paperboy.ask("today")).not.toContain("ample papers");
  });

  it("never says of a sample that it stood on a list", async () => {
    const boats = paper("2611.00001", { source: "sample", title: "Boats", abstract: "A boat floats." });
    await paperboy.list("2026-11-20", [boats]);
    const lines = ["today", "week", "preview", "show 2611.00001", "subscribe boats", "status"];
    for (const line of lines) {
      expect(await paperboy.ask(line), line).not.toMatch(
        /on the day's list|on Daily Papers|20 November 2026 ·|Best of the week|latest list|list day|The top of/,
      );
    }
    expect(await paperboy.ask("status")).toContain("1 sample paper that comes with Paperboy");
  });

  it("takes the beginning of a title that only one paper has, and names an id that could not be looked up", async () => {
    await paperboy.list("2026-11-20", [
      paper("2611.00001", { title: "The Trinity of Consistency as a Principle" }),
      paper("2611.00002", { title: "The Trident" }),
    ]);
    expect(await paperboy.ask("show the trinity of consistency")).toContain("What paper 2611.00001 found.");
    expect(await paperboy.ask("show the")).toContain("is no arXiv id, link or title");
    expect(await paperboy.ask("show 2602.99999")).toContain("The paper 2602.99999 is not in the catalog");
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
