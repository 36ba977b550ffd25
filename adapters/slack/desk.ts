/** Where everything that people ask arrives: it learns who asks, runs the command and says who may see the answer. */
import type { Logger } from "../../src/log.ts";
import { actingIn } from "../../src/platform/acting-in.ts";
import { audienceOf, type Command } from "../../src/platform/command.ts";
import type { Form } from "../../src/platform/form.ts";
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
  const { name, argument } = question;
  const answered = { name, argument };
  const command = await commandOf(desk, question);
  if (command === undefined) return { message: FOREIGN, audience: "caller", answered, changes: false };
  const { caller, channel } = command;
  const isElsewhere = channel.id !== question.here.id;
  const said = await desk.bot.run(command);
  const message = isElsewhere ? actingIn(said, channel) : said;
  const spec = desk.bot.commands.find((known) => known.name === name);
  const changes = spec?.configures === true && caller.mayConfigure;
  const isRefused = spec?.configures === true && !caller.mayConfigure;
  const isPrivate = isRefused || isElsewhere || said.audience === "caller";
  const audience = isPrivate ? "caller" : audienceOf(spec, argument);
  return { message: withOtherWays(name, message), audience, answered, changes };
}

/** What to ask before the command is run, or a message that says why there is nothing to ask. Never rejects. */
export async function askForm(desk: Desk, question: Question): Promise<Form | Message> {
  const command = await commandOf(desk, question);
  if (command === undefined) return FOREIGN;
  const asked = await desk.bot.form(command);
  const isElsewhere = command.channel.id !== question.here.id;
  return "blocks" in asked && isElsewhere ? actingIn(asked, command.channel) : asked;
}

/** Undefined if it would act in another workspace. */
async function commandOf(desk: Desk, question: Question): Promise<Command | undefined> {
  const { here, personId, personName, name, argument, page } = question;
  const channel = question.there ?? here;
  if (channel.platform !== PLATFORM || channel.workspace !== here.workspace) {
    desk.log.warn({ workspace: here.workspace }, "a button names a channel of another workspace");
    return undefined;
  }
  const isElsewhere = channel.id !== here.id;
  const caller = await desk.callers.caller(channel, personId, personName, isElsewhere);
  const key = digestOf(here.workspace, question.call);
  return { name, argument, page, channel, caller, key };
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
  return { ...message, blocks: message.blocks.toSpliced(at, 0, how) };
}

const FOREIGN: Message = {
  blocks: [{ kind: "text", spans: ["This button belongs to another workspace."] }],
};

export function isCommand(bot: Bot, name: string): boolean {
  return bot.commands.some((spec) => spec.name === name && !spec.hidden);
}
