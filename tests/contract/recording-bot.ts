/** A Bot that remembers what a platform asked of it and answers what the test says. */
import type { Command, CommandSpec } from "../../src/platform/command.ts";
import type { Form } from "../../src/platform/form.ts";
import type { Channel, Message, Workspace } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";

export interface RecordingBot extends Bot {
  /** What was run, in order. */
  readonly ran: Command[];
  /** What completions were asked for. */
  readonly completed: Command[];
  readonly places: { readonly event: "gone" | "back"; readonly place: Channel | Workspace }[];
  /** How the next commands are answered; at first with the command's name and argument. */
  answer: (command: Command) => Message | Promise<Message>;
  suggestions: readonly string[];
  /** What forms were asked for. */
  readonly askedForForms: Command[];
  /** The forms that are given: at first, that there is nothing to ask. */
  formFor: (command: Command) => Form | Message;
  /** Settles when the bot has been asked to run `count` commands in all. */
  asked(count: number): Promise<void>;
}

export const COMMANDS: readonly CommandSpec[] = [
  spec("search", { argument: "words", suggests: true, audience: "caller" }),
  spec("help", { audience: "caller" }),
  spec("today", {}),
  spec("subscribe", { argument: "topic", configures: true }),
  spec("more", { argument: "words", hidden: true }),
];

export function says(text: string): Message {
  return { blocks: [{ kind: "text", spans: [text] }] };
}

export function createRecordingBot(): RecordingBot {
  const waiting: { count: number; resolve: () => void }[] = [];
  const bot: RecordingBot = {
    commands: COMMANDS,
    ran: [],
    completed: [],
    places: [],
    answer: (command) => says(`answer to ${command.name} ${command.argument}`),
    suggestions: [],
    async run(command) {
      bot.ran.push(command);
      for (const { count, resolve } of waiting) if (bot.ran.length >= count) resolve();
      return bot.answer(command);
    },
    async suggest(command) {
      bot.completed.push(command);
      return bot.suggestions;
    },
    askedForForms: [],
    formFor: () => says("There is nothing to ask."),
    async form(command) {
      bot.askedForForms.push(command);
      return bot.formFor(command);
    },
    async gone(place) {
      bot.places.push({ event: "gone", place });
    },
    async back(place) {
      bot.places.push({ event: "back", place });
    },
    async moved() {},
    asked: (count) =>
      new Promise((resolve) => {
        if (bot.ran.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
  return bot;
}

function spec(
  name: string,
  is: {
    argument?: string;
    suggests?: boolean;
    audience?: "caller" | "channel";
    configures?: boolean;
    hidden?: boolean;
  },
): CommandSpec {
  return {
    name,
    help: `What ${name} does.`,
    usage: is.argument === undefined ? name : `${name} <${is.argument}>`,
    example: is.argument === undefined ? name : `${name} kv cache`,
    argument:
      is.argument === undefined
        ? undefined
        : { name: is.argument, help: `The ${is.argument}.`, required: true, suggests: is.suggests ?? false },
    audience: is.audience ?? "channel",
    configures: is.configures ?? false,
    hidden: is.hidden ?? false,
  };
}
