import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../../../src/platform/message.ts";
import { changeForm } from "../../contract/change-form.ts";
import { card } from "../../contract/messages.ts";
import { createRecordingBot, says } from "../../contract/recording-bot.ts";
import { type ConsoleOptions, FakeConsole } from "./console.ts";
import { screenOf } from "./screen.ts";

const CHANNEL = { platform: "terminal", workspace: "local", id: "terminal" };
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const UP = "\u001b[A";

const opened: FakeConsole[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.terminal.stop();
});

async function sit(options: ConsoleOptions = {}, bot = createRecordingBot()) {
  const columns = options.columns ?? 60;
  const desk = new FakeConsole({ ...options, columns, inputIsTTY: true, outputIsTTY: true });
  opened.push(desk);
  await desk.terminal.start(bot);
  return {
    bot,
    desk,
    terminal: desk.terminal,
    screen: () => screenOf(desk.output.text, columns),
    keys: (typed: string) => {
      desk.input.write(typed);
    },
    /** Waits, without a clock, until the screen ends with this. */
    ends: async (text: string) => {
      for (let turn = 0; turn < 2000; turn++) {
        if (screenOf(desk.output.text, columns).endsWith(text)) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(screenOf(desk.output.text, columns)).toMatch(text);
    },
    post: (message: Message) => desk.terminal.post(CHANNEL, message, { key: "k", options: {} }),
  };
}

describe("at the prompt", () => {
  it("a command is answered below it, then the prompt is there again", async () => {
    const { keys, ends, screen } = await sit();
    keys("search kv cache\r");
    await ends("answer to search kv cache\n\npapers>");
    expect(screen()).toBe("papers> search kv cache\n\nanswer to search kv cache\n\npapers>");
  });

  it.each(["sea", "search a line that is longer than the screen is wide, so that it goes on below"])(
    "a digest leaves the line being typed as it is: %s",
    async (typed) => {
      const { keys, ends, screen, post, bot } = await sit({ columns: 40 });
      keys(typed);
      await post(says("first digest"));
      await post(says("second digest"));
      const whole = `papers> ${typed}`.replace(/.{40}/g, "$&\n");
      expect(screen()).toBe(`\nfirst digest\n\nsecond digest\n\n${whole}`);
      keys(" and on\r");
      await ends("papers>");
      expect(bot.ran[0]?.argument).toBe(`${typed} and on`.replace(/^\S+ /, ""));
    },
  );

  it("numbers mean what they meant when the person began to type", async () => {
    const { keys, ends, post, bot } = await sit();
    const offer = (argument: string): Message => ({
      blocks: [
        { kind: "actions", actions: [{ label: "More", command: { name: "more", argument, page: 2 } }] },
      ],
    });
    await post(offer("old"));
    keys("1");
    await post(offer("new"));
    keys("\r");
    await ends("answer to more old\n\npapers>");
    keys("1\r");
    await ends("answer to more new\n\npapers>").catch(() => undefined);
    expect(bot.ran.map(({ argument }) => argument)).toEqual(["old", "new"]);
  });

  it("a list goes on, and back, with its papers numbered on", async () => {
    const { bot, keys, ends, screen } = await sit({ columns: 100 });
    const page = (from: number, ...further: readonly number[]): Message => ({
      blocks: [
        ...[from, from + 1].map((number) => ({ kind: "paper", card: card(number), number }) as const),
        {
          kind: "actions",
          actions: further.map((each) => ({
            label: "2 more of 4",
            command: { name: "search", argument: "kv", page: each },
          })),
        },
      ],
    });
    bot.answer = ({ name, page: asked }) =>
      name !== "search" ? says(`did ${name}`) : asked === 1 ? page(1, 2) : page(3);
    keys("search kv\r");
    await ends("[3] 2 more of 4\n\npapers>");
    keys("More\r");
    await ends("3–4 + summary · similar\n\npapers>");
    expect(screen()).toContain("\n4  Paper number 4 on caches\n");
    for (const line of ["1 similar", "4 similar", "summary nothing at all"]) {
      keys(`${line}\r`);
      await ends(`${line}\n\ndid ${line.replace(/^\d /, "").split(" ")[0]}\n\npapers>`);
    }
    keys("back\r");
    await ends("[3] 2 more of 4\n\npapers>");
    expect(bot.ran.map(({ name, argument, page: asked }) => `${name} ${argument} ${asked}`)).toEqual([
      "search kv 1",
      "search kv 2",
      "similar 2401.00001 1",
      "similar 2401.00004 1",
      "summary nothing at all 1",
      "search kv 1",
    ]);
  });

  it("clear empties the screen and leaves the prompt", async () => {
    const { keys, ends, screen, bot, terminal } = await sit();
    keys("today\r");
    await ends("answer to today\n\npapers>");
    terminal.busy("Building: 1%");
    keys("clear\r");
    await ends("Building: 1%\npapers>");
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(screen()).toBe("Building: 1%\npapers>");
    keys("search on\r");
    await ends("answer to search on\n\nBuilding: 1%\npapers>");
    expect(bot.ran.map(({ name }) => name)).toEqual(["today", "search"]);
  });

  it.each(["help", "?", ""])(
    "the overview of the commands tells what else can be typed: /%s",
    async (typed) => {
      const { keys, ends, bot } = await sit({ columns: 100 });
      bot.answer = () => ({
        blocks: [
          { kind: "heading", text: "What there is" },
          { kind: "list", items: [["today"]] },
          { kind: "note", spans: ["and so on"] },
        ],
      });
      keys(`/${typed}\r`);
      await ends(
        [
          "• today",
          "",
          "At this prompt",
          "",
          "• `3 summary` or `summary 3` · does it with the paper that has number 3",
          "• `6` · presses the button [6]; what is written on it does so too",
          "• `more` or `next` · goes on in a list, `back` or `previous` · goes back",
          "• `clear` · empties the screen, `exit` or `quit` · ends",
          "",
          "and so on",
          "",
          "papers>",
        ].join("\n"),
      );
      expect(bot.ran).toMatchObject([{ name: "help", argument: "" }]);
    },
  );

  it("what is typed while a command runs is kept", async () => {
    const { keys, ends, screen, bot } = await sit();
    let release = () => {};
    bot.answer = () =>
      new Promise((resolve) => {
        release = () => resolve(says("done"));
      });
    keys("today\r");
    await bot.asked(1);
    keys("next");
    await ends("… next");
    release();
    await ends("papers> next");
    expect(screen()).toBe("papers> today\n\ndone\n\npapers> next");
  });

  it("Ctrl-C clears the line, then says how to leave, then leaves", async () => {
    const { keys, ends, terminal } = await sit();
    keys("half a line");
    await ends("half a line");
    keys(CTRL_C);
    await ends("papers>");
    keys(CTRL_C);
    await ends("To leave, press Ctrl-C again or Ctrl-D, or type exit.\n\npapers>");
    keys(CTRL_C);
    await terminal.done;
  });

  it.each([CTRL_D, "exit\r", "quit\r", "EXIT\r"])("%j leaves", async (typed) => {
    const { keys, terminal, bot } = await sit();
    keys(typed);
    await terminal.done;
    expect(bot.ran).toEqual([]);
  });

  it("an action that asks which one shows them by number, then begins the line with that one", async () => {
    const { bot, keys, ends, post } = await sit();
    bot.formFor = ({ argument }) => changeForm(argument);
    const command = { name: "subscribe", argument: "", page: 1 };
    await post({
      blocks: [{ kind: "actions", actions: [{ label: "Change a topic", command, form: "ask" }] }],
    });
    keys("1\r");
    await ends("[1] kv cache   [2] video diffusion\n\npapers>");
    keys("2\r");
    await ends("papers> subscribe #2 video diffusion");
    bot.formFor = () => says("This channel follows no topic.");
    keys("\u0015");
    await post({
      blocks: [{ kind: "actions", actions: [{ label: "Change a topic", command, form: "ask" }] }],
    });
    keys("1\r");
    await ends("This channel follows no topic.\n\npapers>");
  });

  it("an action with a form shows what to type and begins the line", async () => {
    const { keys, ends, screen, bot, post } = await sit();
    const form = [
      { label: "Time", kind: "time", value: "08:00", hint: "local time" },
      { label: "Days", kind: "days", value: "weekdays", hint: "as mon,thu" },
    ] as const;
    const command = { name: "subscribe", argument: "", page: 1 };
    await post({ blocks: [{ kind: "actions", actions: [{ label: "Change", command, form }] }] });
    keys("1\r");
    await ends("papers> subscribe 08:00 weekdays");
    expect(screen()).toContain(
      "Type: `subscribe <topic>`, for instance `subscribe kv cache`\n\nTime: local time · Days: as mon,thu",
    );
    keys("\r");
    await bot.asked(1);
    expect(bot.ran[0]).toMatchObject({ name: "subscribe", argument: "08:00 weekdays" });
  });

  it("explains a paper's number the first time only, also after a restart", async () => {
    const papers: Message = {
      blocks: [
        { kind: "paper", card: card(1) },
        { kind: "paper", card: card(2) },
      ],
    };
    const first = await sit({ columns: 100 });
    await first.post(papers);
    expect(first.screen()).toContain("Every paper has a number.");
    await first.terminal.stop();
    const second = await sit({ columns: 100, memory: first.desk.memory });
    await second.post(papers);
    expect(second.screen()).not.toContain("Every paper has a number.");
    expect(second.screen()).toContain("1–2 + summary · similar");
  });

  it("the history outlives a restart, within bounds", async () => {
    const first = await sit();
    for (let line = 1; line <= 205; line++) first.keys(`search ${line}\r`);
    await first.bot.asked(205);
    await first.terminal.stop();
    expect(await first.desk.memory.get("history")).toHaveLength(200);
    const second = await sit({ memory: first.desk.memory });
    second.keys(UP);
    await second.ends("papers> search 205");
    second.keys(UP);
    await second.ends("papers> search 204");
  });
});

describe("what Paperboy is busy with", () => {
  it("stands in one line, by itself until there is a prompt, then above it, and leaves nothing behind", async () => {
    const desk = new FakeConsole({ columns: 60, inputIsTTY: true, outputIsTTY: true });
    opened.push(desk);
    const screen = () => screenOf(desk.output.text, 60);
    desk.terminal.busy("Building the search index: 1% of 120,000 papers");
    desk.terminal.busy("Building the search index: 2% of 120,000 papers");
    expect(screen()).toBe("Building the search index: 2% of 120,000 papers");
    await desk.terminal.start(createRecordingBot());
    expect(screen()).toBe("Building the search index: 2% of 120,000 papers\npapers>");
    desk.terminal.busy("Building the search index: 40% of 120,000 papers");
    expect(screen()).toBe("Building the search index: 40% of 120,000 papers\npapers>");
    desk.terminal.busy(undefined);
    expect(screen()).toBe("papers>");
  });

  it("is gone from the screen if it ends before there is a prompt", async () => {
    const desk = new FakeConsole({ columns: 60, inputIsTTY: true, outputIsTTY: true });
    opened.push(desk);
    desk.terminal.busy("Fetching");
    desk.terminal.busy(undefined);
    await desk.terminal.start(createRecordingBot());
    expect(screenOf(desk.output.text, 60)).toBe("papers>");
  });

  it.each(["sea", "search a line that is longer than the screen is wide, so that it goes on below"])(
    "leaves the line being typed as it is: %s",
    async (typed) => {
      const { keys, ends, screen, post, bot, terminal } = await sit({ columns: 40 });
      const whole = `papers> ${typed}`.replace(/.{40}/g, "$&\n");
      terminal.busy("Building: 1%");
      keys(typed);
      terminal.busy("Building: 2%");
      expect(screen()).toBe(`Building: 2%\n${whole}`);
      await post(says("a digest"));
      expect(screen()).toBe(`\na digest\n\nBuilding: 2%\n${whole}`);
      terminal.busy("Building: 3%");
      keys(" and on");
      await ends("and on");
      terminal.busy(undefined);
      expect(screen()).toBe(`\na digest\n\n${`papers> ${typed} and on`.replace(/.{40}/g, "$&\n")}`);
      keys("\r");
      await ends("papers>");
      expect(bot.ran[0]?.argument).toBe(`${typed} and on`.replace(/^\S+ /, ""));
    },
  );

  it("stays above the prompt while commands run, and out of what was typed and answered", async () => {
    const { keys, ends, screen, bot, terminal } = await sit();
    terminal.busy("Building: 1%");
    let release = () => {};
    bot.answer = () =>
      new Promise((resolve) => {
        release = () => resolve(says("done"));
      });
    keys("today\r");
    await bot.asked(1);
    await ends("Building: 1%\n…");
    terminal.busy("Building: 2%");
    expect(screen()).toBe("papers> today\nBuilding: 2%\n…");
    release();
    await ends("papers>");
    expect(screen()).toBe("papers> today\n\ndone\n\nBuilding: 2%\npapers>");
  });

  it("fits into one row of a narrow screen", async () => {
    const { screen, terminal } = await sit({ columns: 24 });
    terminal.busy("Building the search index: 40% of 120,000 papers");
    terminal.busy("Building the search index: 41% of 120,000 papers");
    expect(screen()).toBe("Building the search in…\npapers>");
  });

  it("takes no notice of a prompt that is closed", async () => {
    const { desk, terminal } = await sit();
    await terminal.stop();
    const before = desk.output.text;
    terminal.busy("Building");
    expect(desk.output.text).toBe(before);
  });
});

describe("Tab", () => {
  it("shows what there is below the line that says what Paperboy is busy with", async () => {
    const { keys, ends, screen, terminal } = await sit();
    terminal.busy("Building: 1%");
    for (const key of ["s", "\t", "\t"]) {
      keys(key);
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    await ends("Building: 1%\npapers> s");
    terminal.busy("Building: 2%");
    expect(screen()).toMatch(/^Building: 1%\npapers> s\nsearch +subscribe\n+Building: 2%\npapers> s$/);
  });

  it("completes a command's name", async () => {
    const { keys, ends } = await sit();
    keys("sea\t");
    await ends("papers> search");
    keys("x");
    await ends("papers> search x");
  });

  it("shows what there is, without what is hidden", async () => {
    const { keys, ends, screen } = await sit();
    keys("\t\t");
    await ends("papers>");
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    for (const name of ["search", "help", "today", "subscribe", "exit"]) expect(screen()).toContain(name);
    expect(screen()).not.toContain("more");
  });

  it("completes an argument through the bot, as literal text", async () => {
    const { keys, ends, bot } = await sit();
    bot.suggestions = ["kv cache \u001b[2Jcompression"];
    keys("search kv \t");
    await ends("papers> search kv cache compression");
    expect(bot.completed[0]).toMatchObject({ name: "search", argument: "kv", channel: CHANNEL });
    expect(bot.completed[0]?.caller).toMatchObject({ id: "ada", timeZone: "Europe/Berlin" });
  });
});
