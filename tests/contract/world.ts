/** What the parts of the contract share while one test runs. */
import type { Channel, Message } from "../../src/platform/message.ts";
import type { Ability, Answer, Harness } from "./harness.ts";
import type { RecordingBot } from "./recording-bot.ts";

export interface World {
  readonly bot: RecordingBot;
  readonly harness: Harness;
  /** What people type before a command's name. */
  readonly commandPrefix: string;
  /** A test that is skipped, with the reason, where the platform cannot do this. */
  itCan(ability: Ability, title: string, test: () => Promise<void>): void;
  /** The answer to a command that the bot answers with this message. */
  shown(message: Message): Promise<Answer>;
}

/** A channel without what is not part of its identity. */
export function place({ platform, workspace, id }: Channel): Channel {
  return { platform, workspace, id };
}

export function tag(key: string) {
  return { key, options: {} };
}

/** What the harness must have, as the platform can do it. */
export function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the harness must provide what its platform can do");
  return value;
}
