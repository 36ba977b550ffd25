import { describe, expect, it } from "vitest";
import { createRecordingBot, says } from "../../contract/recording-bot.ts";
import { FakeConsole, NOW } from "./console.ts";

const CHANNEL = { platform: "terminal", workspace: "local", id: "terminal" };

async function pipe(input: string, bot = createRecordingBot(), desk = new FakeConsole()) {
  await desk.terminal.start(bot);
  desk.input.end(input);
  await desk.terminal.done;
  await desk.terminal.stop();
  return { bot, desk, text: desk.output.text };
}

describe("in a pipe", () => {
  it("each line is answered in order and whole, then it is done", async () => {
    const bot = createRecordingBot();
    let slow = 5;
    bot.answer = async ({ argument }) => {
      // Later answers are ready sooner.
      for (let turn = slow--; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
      return says(`answer ${argument}`);
    };
    const { text } = await pipe("search one\r\nsearch two\nsearch three", bot);
    expect(text).toBe(
      "papers> search one\n\nanswer one\n\npapers> search two\n\nanswer two\n\npapers> search three\n\nanswer three\n",
    );
  });

  it.each([{}, { inputIsTTY: true }, { outputIsTTY: true }])(
    "says nothing of what Paperboy is busy with: %j",
    async (options) => {
      const desk = new FakeConsole(options);
      desk.terminal.busy("Building: 1%");
      await desk.terminal.start(createRecordingBot());
      desk.terminal.busy("Building: 2%");
      desk.input.end("search one\n");
      await desk.terminal.done;
      desk.terminal.busy(undefined);
      expect(desk.output.text).toBe("papers> search one\n\nanswer to search one\n");
    },
  );

  it("does not break lines", async () => {
    const bot = createRecordingBot();
    bot.answer = () => says("word ".repeat(200).trim());
    expect((await pipe("today\n", bot)).text).toBe(`papers> today\n\n${"word ".repeat(200).trim()}\n`);
  });

  it("skips empty lines and comments", async () => {
    const { bot } = await pipe("\n# a comment\n   \n  # another\ntoday\n");
    expect(bot.ran.map(({ name }) => name)).toEqual(["today"]);
  });

  it("takes commands as they are typed elsewhere", async () => {
    const { bot } = await pipe("/papers search kv\n/Today\n/papers\n");
    expect(bot.ran.map(({ name, argument }) => [name, argument])).toEqual([
      ["search", "kv"],
      ["today", ""],
      ["help", ""],
    ]);
  });

  it("stops at exit", async () => {
    const { bot } = await pipe("today\nexit\nsubscribe x\n");
    expect(bot.ran.map(({ name }) => name)).toEqual(["today"]);
  });

  it("is done at once when there is nothing to do", async () => {
    expect((await pipe("")).text).toBe("");
  });

  it("a choice by number runs what the last answer offered", async () => {
    const bot = createRecordingBot();
    bot.answer = ({ name }) =>
      name === "today"
        ? {
            blocks: [
              {
                kind: "actions",
                actions: [{ label: "More", command: { name: "more", argument: "x", page: 2 } }],
              },
            ],
          }
        : says("the rest");
    const { text } = await pipe("today\n1\n2\n", bot);
    expect(text).toBe(
      "papers> today\n\n[1] More\n\npapers> 1\n\nthe rest\n\npapers> 2\n\nThere is no 2 to choose: there is only 1.\n",
    );
  });

  it.each(["clear", "  CLEAR  "])("%j is nothing to answer", async (line) => {
    const { bot, text } = await pipe(`${line}\n`);
    expect([bot.ran, text]).toEqual([[], ""]);
  });

  it("does not take a question that begins like leaving for a command", async () => {
    const { bot, text } = await pipe("quit now\n");
    expect(bot.ran).toEqual([]);
    expect(text).toContain("To leave, type `quit` alone; to search for these words, `search quit now`.");
  });

  it("ends quietly when nobody reads on, and runs nothing more", async () => {
    const desk = new FakeConsole();
    desk.output.failNext = true;
    const { bot, text } = await pipe("today\nsubscribe x\nsubscribe y\n", createRecordingBot(), desk);
    expect(text).toBe("");
    expect(bot.ran.map(({ name }) => name)).toEqual(["today"]);
  });
});

describe("a post to the terminal", () => {
  it("is unavailable where nobody can read it", async () => {
    const post = (desk: FakeConsole) => desk.terminal.post(CHANNEL, says("x"), { key: "k", options: {} });
    await expect(post(new FakeConsole())).rejects.toMatchObject({ failure: "unavailable" });
    const { desk } = await pipe("");
    await expect(post(desk)).rejects.toMatchObject({ failure: "unavailable" });
    expect(await desk.terminal.find(CHANNEL, "k", NOW)).toBe("absent");
  });

  it("may have been read when the program ended while it was printed", async () => {
    const desk = new FakeConsole();
    await desk.terminal.start(createRecordingBot());
    let during: unknown;
    desk.output.onWrite = () => {
      during = desk.terminal.find(CHANNEL, "k", NOW);
    };
    const posted = await desk.terminal.post(CHANNEL, says("x"), { key: "k", options: {} });
    expect(await during).toBe("unknown");
    expect(await desk.terminal.find(CHANNEL, "k", NOW)).toEqual(posted);
    await desk.terminal.stop();
  });

  it("cannot be known to be absent after it would have been forgotten", async () => {
    const { terminal } = new FakeConsole();
    expect(await terminal.find(CHANNEL, "k", new Date(NOW.getTime() - 29 * 86_400_000))).toBe("absent");
    expect(await terminal.find(CHANNEL, "k", new Date(NOW.getTime() - 31 * 86_400_000))).toBe("unknown");
  });
});
