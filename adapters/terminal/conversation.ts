/** Takes what is typed, one line after the other, and shows what the bot answers. */
import { randomUUID } from "node:crypto";
import type { AdapterTools } from "../../src/platform/adapter.ts";
import { type Caller, type Command, parseCommandLine } from "../../src/platform/command.ts";
import { fieldsAfterPick, pickFirst, pickOf } from "../../src/platform/form.ts";
import { literalLine } from "../../src/platform/literal.ts";
import type { Action, ActionCommand, Channel, FormField, Message } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";
import type { BusyLine } from "./busy-line.ts";
import { choose } from "./choose.ts";
import { complete } from "./completion.ts";
import { createInk, type Look } from "./ink.ts";
import { type Input, LineReader, type Output } from "./line-reader.ts";
import type { Notebook } from "./notebook.ts";
import { NO_NUMBERS, type Numbers, number, papersOf } from "./numbers.ts";
import { CLEAR, LEAVE, leavingWith, withOwnWords } from "./own-words.ts";
import { render } from "./render.ts";
import { howToType } from "./typed-form.ts";

interface ConversationOptions {
  readonly input: Input;
  readonly output: Output;
  readonly colors: boolean;
  readonly links: boolean;
  readonly log: AdapterTools["log"];
  readonly notebook: Notebook;
  readonly busy: BusyLine;
  readonly channel: Channel;
  readonly caller: Caller;
}

export class Conversation {
  readonly done: Promise<void>;
  readonly #options: ConversationOptions;
  #finish = () => {};
  #lines: LineReader | undefined;
  #numbers: Numbers = NO_NUMBERS;
  /** What the numbers meant when the person began to type, if a message has come in between. */
  #numbersTypedFor: Numbers | undefined;
  #introduced = false;
  #interrupted = false;
  #takesCommands = false;
  #waiting = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ConversationOptions) {
    this.#options = options;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  async start(bot: Bot): Promise<void> {
    const { notebook, busy, input, output } = this.#options;
    this.#numbers = await notebook.numbers();
    this.#introduced = await notebook.introduced();
    const history = await notebook.history();
    const ink = createInk(this.#look());
    this.#takesCommands = true;
    this.#lines = new LineReader({
      input,
      output,
      prompt: `${ink.key("papers>")} `,
      busyPrompt: `${ink.quiet("…")} `,
      busy,
      history,
      complete: (line) =>
        complete(line, bot.commands, (name, argument) =>
          bot.suggest(this.#command({ name, argument, page: 1 })),
        ),
      onLine: (line) => this.#typed(bot, line),
      onHistory: (lines) => this.#attempt(notebook.setHistory(lines)),
      onInterrupt: () => this.#explainLeaving(),
      onEnd: () => void this.#work.then(() => this.#finish()),
      // Whoever closes the pipe that they read from wants no more of it.
      onUnread: () => {
        this.#takesCommands = false;
      },
    });
    this.#lines.ask(false);
  }

  /** Shows a message that nobody asked for. Rejects if nobody can read it. */
  async interject(message: Message): Promise<void> {
    if (this.#lines === undefined) throw new Error("the terminal is not open");
    if (this.#lines.typing) this.#numbersTypedFor ??= this.#numbers;
    await this.#show(message);
  }

  async stop(): Promise<void> {
    this.#takesCommands = false;
    this.#lines?.close();
    await this.#work;
    this.#lines = undefined;
    this.#finish();
  }

  #typed(bot: Bot, line: string): void {
    const numbers = this.#numbersTypedFor;
    this.#numbersTypedFor = undefined;
    this.#interrupted = false;
    this.#waiting += 1;
    this.#lines?.ask(true);
    this.#work = this.#work.then(async () => {
      if (this.#takesCommands) await this.#handle(bot, line.trim(), numbers);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#lines?.ask(false);
    });
  }

  /** Never rejects. */
  async #handle(bot: Bot, line: string, numbers = this.#numbers): Promise<void> {
    if (line === "" || (line.startsWith("#") && this.#lines?.interactive !== true)) return;
    const word = line.toLowerCase();
    if (LEAVE.includes(word)) {
      this.#takesCommands = false;
      this.#lines?.close();
      return;
    }
    if (word === CLEAR) return this.#lines?.clear();
    try {
      await this.#answer(bot, line, numbers);
    } catch (error) {
      if (this.#takesCommands) this.#options.log.error({ err: error }, "an answer could not be shown");
    }
  }

  async #answer(bot: Bot, line: string, numbers: Numbers): Promise<void> {
    const asked = withoutSlash(line);
    const chosen = choose(numbers, asked, bot.commands);
    if (chosen?.kind === "problem") return this.#say(chosen.problem, line);
    if (chosen?.kind === "action" && chosen.action.form !== undefined)
      return this.#askFor(bot, chosen.action, line);
    const leaving = chosen === undefined ? leavingWith(asked) : undefined;
    if (leaving !== undefined) return this.#show(leaving, line);
    const typed = { ...parseCommandLine(asked), page: 1 };
    const command = chosen?.kind === "action" ? chosen.action.command : (chosen?.command ?? typed);
    const answer = await bot.run(this.#command(command));
    const isOverview = command.name === "help" && command.argument === "";
    await this.#show(isOverview ? withOwnWords(answer) : answer, line, command);
  }

  #command({ name, argument, page, channel }: ActionCommand): Command {
    const { caller, channel: here } = this.#options;
    return { name, argument, page, channel: channel ?? here, caller, key: randomUUID() };
  }

  /** A form is filled in where one types anyway. */
  async #askFor(bot: Bot, { command, form = [] }: Action, typed: string): Promise<void> {
    if (form !== "ask") return this.#fillIn(bot, command, undefined, form, typed);
    const asked = await bot.form(this.#command(command));
    const first = "blocks" in asked ? asked : pickFirst(command, asked);
    if (first !== undefined) return this.#show(first, typed);
    if ("fields" in asked) await this.#fillIn(bot, command, pickOf(asked), fieldsAfterPick(asked), typed);
  }

  async #fillIn(
    bot: Bot,
    command: ActionCommand,
    pick: string | undefined,
    form: readonly FormField[],
    typed: string,
  ): Promise<void> {
    const values = form.map(({ value }) => literalLine(value)).filter((value) => value !== "");
    const line = [command.name, ...(pick === undefined ? [] : [pick]), ...values].join(" ");
    const spec = bot.commands.find(({ name }) => name === command.name);
    await this.#show(howToType(line, spec, form), typed);
    if (this.#waiting === 1) this.#lines?.prefill(line);
  }

  /** What is remembered comes before printing, so that nothing can fail after it. */
  async #show(message: Message, typed?: string, asked?: ActionCommand): Promise<void> {
    const { notebook } = this.#options;
    const numbered = number(message, this.#numbers, asked);
    const introduce = !this.#introduced && papersOf(message).some(({ card }) => card.actions.length > 0);
    this.#numbers = numbered.numbers;
    await notebook.setNumbers(numbered.numbers);
    if (introduce) {
      this.#introduced = true;
      await notebook.setIntroduced();
    }
    const text = render(message, this.#look(), introduce, numbered);
    await this.#lines?.print(`${this.#echo(typed)}${text === "" ? "Nothing to show." : text}`);
  }

  /** Nobody sees what a pipe types, so there each answer begins with its question. */
  #echo(typed: string | undefined): string {
    if (typed === undefined || this.#lines?.interactive !== false) return "";
    return `${createInk(this.#look()).key("papers>")} ${literalLine(typed)}\n\n`;
  }

  #say(sentence: string, typed?: string): Promise<void> {
    return this.#show({ blocks: [{ kind: "text", spans: [sentence] }] }, typed);
  }

  #explainLeaving(): void {
    if (this.#interrupted) {
      this.#lines?.close();
      return;
    }
    this.#interrupted = true;
    this.#attempt(this.#say("To leave, press Ctrl-C again or Ctrl-D, or type exit."));
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: unknown) =>
      this.#options.log.warn({ err: error }, "the terminal could not keep or show something"),
    );
  }

  #look(): Look {
    const { output, colors, links } = this.#options;
    return { columns: output.isTTY ? (output.columns ?? 80) : Number.POSITIVE_INFINITY, colors, links };
  }
}

/** People who come from another chat type `/papers search …` or `/search …`. */
function withoutSlash(line: string): string {
  return line.replace(/^\/(?:papers(?:\s+|$))?/iu, "");
}
