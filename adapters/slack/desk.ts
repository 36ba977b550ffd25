/** Where everything that people ask arrives: it learns who asks, runs the command and says who may see the answer. */
import type { Logger } from "../../src/log.ts";
import type { Block, Channel, Message } from "../../src/platform/message.ts";
import type { Bot } from "../../src/platform/platform.ts";
import type { Callers } from "./callers.ts";
import type { Answered } from "./controls.ts";
import { digestOf, type Once } from "./once.ts";
import type { Tenants } from "./tenants.ts";

export const PLATFORM = "slack";

/** What all listeners share. */
export interface Desk {
  readonly bot: Bot;
  readonly tenants: Tenants;
  readonly callers: Callers;
  readonly once: Once;
  readonly log: Logger;
  readonly now: () => Date;
  /** Lets work go on after the acknowledgement; `stop` waits for it. A failure is logged. */
  track(what: string, work: () => Promise<void>): void;
  /** The conversation in which this person alone reads. */
  directChannel(workspace: string, personId: string): Promise<Channel>;
}

export interface Question {
  /** Where the person stands. */
  readonly here: Channel;
  /** Where the command acts, if that is somewhere else. */
  readonly there?: Channel | undefined;
  readonly personId: string;
  readonly personName: string;
  readonly name: string;
  readonly argument: string;
  readonly page: number;
  /** Slack's own id of this call. */
  readonly call: string;
}

export interface Reply {
  readonly message: Message;
  readonly audience: "channel" | "caller";
  readonly answered: Answered;
  /** Whether it may have changed what a channel gets. */
  readonly changes: boolean;
}

/** Runs the command. Never rejects. */
export async function ask(desk: Desk, question: Question): Promise<Reply> {
  const { here, personId, personName, name, argument, page } = question;
  const channel = question.there ?? here;
  const answered = { name, argument };
  if (channel.platform !== PLATFORM || channel.workspace !== here.workspace) {
    desk.log.warn({ workspace: here.workspace }, "a button names a channel of another workspace");
    return {
      message: says("This button belongs to another workspace."),
      audience: "caller",
      answered,
      changes: false,
    };
  }
  const isElsewhere = channel.id !== here.id;
  const caller = await desk.callers.caller(channel, personId, personName, isElsewhere);
  const key = digestOf(here.workspace, question.call);
  const message = await desk.bot.run({ name, argument, page, channel, caller, key });
  const spec = desk.bot.commands.find((known) => known.name === name);
  const changes = spec?.configures === true && caller.mayConfigure;
  const isRefused = spec?.configures === true && !caller.mayConfigure;
  const audience = spec?.audience === "channel" && !isRefused && !isElsewhere ? "channel" : "caller";
  return { message: withOtherWays(name, message), audience, answered, changes };
}

/** First words and help: other ways to ask are told of there. */
const TEACHING = ["help", "hello", "welcome"];

function withOtherWays(name: string, message: Message): Message {
  if (!TEACHING.includes(name)) return message;
  const how: Block = {
    kind: "note",
    spans: ["Words alone do, too: mention me (@Paperboy kv cache), or write to me directly."],
  };
  const at = message.blocks.at(-1)?.kind === "actions" ? message.blocks.length - 1 : message.blocks.length;
  return { blocks: message.blocks.toSpliced(at, 0, how) };
}

function says(text: string): Message {
  return { blocks: [{ kind: "text", spans: [text] }] };
}

export function isCommand(bot: Bot, name: string): boolean {
  return bot.commands.some((spec) => spec.name === name && !spec.hidden);
}
