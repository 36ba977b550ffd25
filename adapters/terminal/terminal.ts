/** The terminal as a Platform: one channel, one person, who types commands and reads the answers. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { AdapterTools } from "../../src/platform/adapter.ts";
import { type Command, parseCommandLine } from "../../src/platform/command.ts";
import { literalLine } from "../../src/platform/literal.ts";
import type { Action, ActionCommand, Channel, Message, Workspace } from "../../src/platform/message.ts";
import {
  type Bot,
  type DeliveryKey,
  type DeliveryTag,
  type Platform,
  PostError,
  type PostedMessage,
} from "../../src/platform/platform.ts";
import {
  type Choices,
  choicesFromJson,
  choicesOf,
  choicesToJson,
  choose,
  numberedPapers,
} from "./choices.ts";
import { createInk, type Look } from "./ink.ts";
import { HISTORY_LENGTH, type Input, LineReader, type Output } from "./line-reader.ts";
import { render } from "./render.ts";

export interface Terminal extends Platform {
  /** Resolves when the person leaves, or when the last of the piped commands has been answered. */
  readonly done: Promise<void>;
}

export interface TerminalSettings {
  readonly input: Input;
  readonly output: Output;
  readonly colors: boolean;
  readonly links: boolean;
  /** Who types. */
  readonly person: string;
  readonly timeZone: string;
}

const CHANNEL: Channel = { platform: "terminal", workspace: "local", id: "terminal" };
const LEAVE = ["exit", "quit"];
const DAYS_REMEMBERED = 30;
const DAY = 86_400_000;

const storedHistory = z.array(z.string());
const storedPost = z.object({ id: z.string(), printed: z.boolean() });

export function createTerminal(tools: AdapterTools, settings: TerminalSettings): Terminal {
  return new RunningTerminal(tools, settings);
}

class RunningTerminal implements Terminal {
  readonly name = CHANNEL.platform;
  readonly pace = { perSecond: 100, perChannelPerSecond: 100 };
  readonly options = [];
  readonly done: Promise<void>;
  readonly #tools: AdapterTools;
  readonly #settings: TerminalSettings;
  #finish = () => {};
  #lines: LineReader | undefined;
  #choices: Choices = [];
  /** What the numbers meant when the person began to type, if a message has come in between. */
  #choicesTypedFor: Choices | undefined;
  #introduced = false;
  #interrupted = false;
  #takesCommands = false;
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(tools: AdapterTools, settings: TerminalSettings) {
    this.#tools = tools;
    this.#settings = settings;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  async start(bot: Bot): Promise<void> {
    const { memory } = this.#tools;
    this.#choices = choicesFromJson(await memory.get("choices"));
    this.#introduced = (await memory.get("introduced")) === true;
    const history = storedHistory.safeParse(await memory.get("history"));
    const ink = createInk(this.#look());
    this.#takesCommands = true;
    this.#lines = new LineReader({
      input: this.#settings.input,
      output: this.#settings.output,
      prompt: `${ink.key("papers>")} `,
      busyPrompt: `${ink.quiet("…")} `,
      history: history.success ? history.data : [],
      complete: (line) => this.#complete(bot, line),
      onLine: (line) => this.#typed(bot, line),
      onHistory: (lines) => this.#remember("history", lines.slice(0, HISTORY_LENGTH)),
      onInterrupt: () => this.#explainLeaving(),
      onEnd: () => this.#ended(),
    });
    this.#lines.ask(false);
  }

  async post(channel: Channel, message: Message, { key }: DeliveryTag): Promise<PostedMessage> {
    const obstacle = await this.obstacle(channel);
    if (obstacle !== undefined) throw new PostError("unreachable", obstacle);
    if (this.#lines === undefined) throw new PostError("unavailable", "The terminal is not open.");
    const id = randomUUID();
    const { memory, now } = this.#tools;
    const expiry = new Date(now().getTime() + DAYS_REMEMBERED * DAY);
    await memory.set(`post:${key}`, { id, printed: false }, expiry);
    if (this.#lines.typing) this.#choicesTypedFor ??= this.#choices;
    try {
      await this.#show(message);
    } catch (cause) {
      await memory.delete(`post:${key}`);
      throw new PostError("unavailable", "Nobody reads this terminal any more.", { cause });
    }
    await memory.set(`post:${key}`, { id, printed: true }, expiry);
    return { id };
  }

  async find(channel: Channel, key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown"> {
    const { memory, now } = this.#tools;
    const stored = storedPost.safeParse(await memory.get(`post:${key}`));
    if (stored.success)
      return stored.data.printed && isTerminal(channel) ? { id: stored.data.id } : "unknown";
    return since.getTime() < now().getTime() - DAYS_REMEMBERED * DAY ? "unknown" : "absent";
  }

  async obstacle(channel: Channel): Promise<string | undefined> {
    if (!isTerminal(channel)) return "There is only one channel here: the terminal itself.";
    return this.#lines?.broken ? "Nobody reads this terminal any more: start Paperboy again." : undefined;
  }

  async directChannel(workspace: Workspace, personId: string): Promise<Channel> {
    const { person } = this.#settings;
    if (workspace.workspace === CHANNEL.workspace && personId === person) return CHANNEL;
    throw new PostError("unreachable", `Only ${person} reads this terminal.`);
  }

  async stop(): Promise<void> {
    this.#takesCommands = false;
    this.#lines?.close();
    await this.#work;
    this.#lines = undefined;
    this.#finish();
  }

  /** Whoever closes the pipe that they read from wants no more of it. */
  #ended(): void {
    if (this.#lines?.broken) this.#takesCommands = false;
    void this.#work.then(() => this.#finish());
  }

  #typed(bot: Bot, line: string): void {
    const choices = this.#choicesTypedFor;
    this.#choicesTypedFor = undefined;
    this.#interrupted = false;
    this.#waiting += 1;
    this.#lines?.ask(true);
    this.#work = this.#work.then(async () => {
      if (this.#takesCommands) await this.#handle(bot, line.trim(), choices);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#lines?.ask(false);
    });
  }

  /** Never rejects. */
  async #handle(bot: Bot, line: string, choices = this.#choices): Promise<void> {
    if (line === "" || (line.startsWith("#") && this.#lines?.interactive !== true)) return;
    if (LEAVE.includes(line.toLowerCase())) {
      this.#takesCommands = false;
      this.#lines?.close();
      return;
    }
    const chosen = choose(choices, line);
    try {
      if (chosen?.kind === "problem") await this.#say(chosen.problem);
      else if (chosen?.action.form !== undefined) await this.#askFor(bot, chosen.action);
      else {
        const command = chosen?.action.command ?? { ...parseCommandLine(withoutSlash(line)), page: 1 };
        await this.#show(await bot.run(this.#command(command)));
      }
    } catch (error) {
      if (!this.#lines?.broken) this.#tools.log.error({ err: error }, "a line could not be answered");
    }
  }

  #command({ name, argument, page, channel = CHANNEL }: ActionCommand): Command {
    const { person, timeZone } = this.#settings;
    const caller = { id: person, name: person, mayConfigure: true, timeZone };
    return { name, argument, page, channel, caller, key: randomUUID() };
  }

  /** A form is filled in where one types anyway. */
  async #askFor(bot: Bot, { command, form = [] }: Action): Promise<void> {
    const spec = bot.commands.find(({ name }) => name === command.name);
    const fields = form.map(({ label, hint }) => `${label}: ${hint}`).join(" · ");
    const values = form.map(({ value }) => literalLine(value)).filter((value) => value !== "");
    const line = [command.name, ...values].join(" ");
    await this.#show({
      blocks: [
        {
          kind: "text",
          spans: [
            "Type: ",
            { text: spec?.usage ?? line, style: "code" },
            ", as in ",
            { text: spec?.example ?? line, style: "code" },
          ],
        },
        { kind: "note", spans: [fields] },
      ],
    });
    if (this.#waiting === 1) this.#lines?.prefill(`${line} `);
  }

  async #show(message: Message): Promise<void> {
    const choices = choicesOf(message);
    const introduce = !this.#introduced && numberedPapers(message).some(({ actions }) => actions.length > 0);
    const text = render(message, this.#look(), introduce);
    if (choices.length > 0) {
      this.#choices = choices;
      await this.#tools.memory.set("choices", choicesToJson(choices));
    }
    await this.#lines?.print(text === "" ? "Nothing to show." : text);
    if (introduce) {
      this.#introduced = true;
      await this.#tools.memory.set("introduced", true);
    }
  }

  #say(sentence: string): Promise<void> {
    return this.#show({ blocks: [{ kind: "text", spans: [sentence] }] });
  }

  #explainLeaving(): void {
    if (this.#interrupted) {
      this.#lines?.close();
      return;
    }
    this.#interrupted = true;
    this.#say("To leave, press Ctrl-C again or Ctrl-D, or type exit.").catch(() => {});
  }

  async #complete(bot: Bot, line: string): Promise<[string[], string]> {
    const typed = line.trimStart();
    const offered = bot.commands.filter(({ hidden }) => !hidden);
    if (!/\s/u.test(typed)) {
      const names = [...offered.map(({ name }) => name), "exit"];
      return [names.filter((name) => name.startsWith(typed.toLowerCase())).map((name) => `${name} `), typed];
    }
    const { name, argument } = parseCommandLine(typed);
    const end = typed.replace(/^\S+\s+/u, "");
    if (offered.find((spec) => spec.name === name)?.argument?.suggests !== true) return [[], end];
    const suggestions = await bot.suggest(this.#command({ name, argument, page: 1 }));
    return [suggestions.map(literalLine), end];
  }

  #remember(key: string, lines: readonly string[]): void {
    this.#tools.memory.set(key, lines).catch((error: unknown) => {
      this.#tools.log.warn({ err: error, key }, "the terminal's memory could not be written");
    });
  }

  #look(): Look {
    const { output, colors, links } = this.#settings;
    return { columns: output.isTTY ? (output.columns ?? 80) : Number.POSITIVE_INFINITY, colors, links };
  }
}

function isTerminal({ platform, workspace, id }: Channel): boolean {
  return platform === CHANNEL.platform && workspace === CHANNEL.workspace && id === CHANNEL.id;
}

/** People who come from another chat type `/papers search …` or `/search …`. */
function withoutSlash(line: string): string {
  return line.replace(/^\/(?:papers(?:\s+|$))?/iu, "");
}
