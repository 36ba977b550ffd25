import type { Bot } from "../../../src/platform/platform.ts";
import type { Answer, Harness, PlatformUnderTest } from "../../contract/harness.ts";
import { platformContract } from "../../contract/platform-contract.ts";
import { asRead, type ConsoleOptions, ESC, FakeConsole, linksIn } from "./console.ts";

const CHANNEL = { platform: "terminal", workspace: "local", id: "terminal" };

const CANNOT: PlatformUnderTest["cannot"] = {
  "deliver twice": "a typed line arrives once",
  "answer in private": "one person alone reads it",
  "restrict configuring": "whoever can run the program may configure it",
  "be removed": "it is there as long as the program runs",
  "fill in forms": "it shows what to type instead",
  "complete arguments": "there is no completion in a pipe; prompt.test.ts tests it at the prompt",
  "offer commands": "there is no menu in a pipe; prompt.test.ts tests completion at the prompt",
  "fail as unreachable": "its one channel is always there",
  "fail as unauthorized": "nobody authorizes it",
  "fail as rejected": "it takes every text",
  "fail as ambiguous": "what a closed pipe did not take was not read",
};

platformContract({
  name: "the terminal, in a pipe",
  commandPrefix: "",
  cannot: CANNOT,
  open: (bot) => open(bot, {}),
});

platformContract({
  name: "the terminal, with colours and links",
  commandPrefix: "",
  cannot: CANNOT,
  open: (bot) => open(bot, { outputIsTTY: true, columns: 120, colors: true, links: true }),
});

async function open(bot: Bot, options: ConsoleOptions): Promise<Harness> {
  let console = new FakeConsole(options);
  const everything: string[] = [];
  const posted: string[] = [];
  const answers: ((answer: Answer) => void)[] = [];

  const begin = async () => {
    console.output.onWrite = (written) => {
      everything.push(written);
      const text = asRead(written);
      const answer = answers.shift();
      if (answer === undefined) posted.push(text);
      else answer({ text, seenBy: "caller" });
    };
    await console.terminal.start(bot);
  };
  const typeLine = (line: string): Promise<Answer> => {
    const answer = new Promise<Answer>((resolve) => answers.push(resolve));
    console.input.write(`${line}\n`);
    return answer;
  };
  await begin();

  return {
    get platform() {
      return console.terminal;
    },
    channel: console.terminal.channel,
    elsewhere: { ...CHANNEL, id: "elsewhere" },
    blockedChannel: { ...CHANNEL, id: "blocked" },
    personId: "ada",
    type: (name, argument) => typeLine(`${name} ${argument}`),
    press(label) {
      const shown = everything.map(asRead).findLast((text) => text.includes(` ${label}`)) ?? "";
      const [, number] = new RegExp(`\\[(\\d+)\\]\\s${label}`, "u").exec(shown) ?? [];
      if (number === undefined) throw new Error(`nothing offers ${label}`);
      return typeLine(number);
    },
    posted: async (channel) => (channel.id === CHANNEL.id ? posted : []),
    async failNextPost() {
      console.output.failNext = true;
    },
    async restart() {
      await console.terminal.stop();
      console = new FakeConsole({ ...options, memory: console.memory });
      await begin();
    },
    violations: async () =>
      everything.filter((text) => (options.colors ? foreignEscape(text) : text.includes(ESC))),
    close: () => console.terminal.stop(),
  };
}

/** The only addresses in the contract's messages stand on these sites. */
function foreignEscape(written: string): boolean {
  return (
    asRead(written).includes(ESC) ||
    linksIn(written).some(
      (link) => !/^https:\/\/(?:(?:arxiv|example)\.org|github\.com\/example)\//.test(link),
    )
  );
}
