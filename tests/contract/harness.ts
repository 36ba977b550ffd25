/** What the contract needs of a platform's tests: a world on the other side of the wire, and hands and eyes in it. */
import type { Channel } from "../../src/platform/message.ts";
import type { Bot, Platform, PostFailure } from "../../src/platform/platform.ts";

/** What a platform, or the counterpart that it is tested against, may be unable to do. */
export type Ability =
  /** It shows people which commands there are: a menu, a list, completion. */
  | "offer commands"
  /** It completes a command's argument while it is typed. */
  | "complete arguments"
  /** Its wire can deliver one call twice. */
  | "deliver twice"
  /** It can show an answer to the caller alone. */
  | "answer in private"
  /** It has people who may not configure a channel. */
  | "restrict configuring"
  /** `find` can be certain that a message is absent. */
  | "know what is absent"
  /** There are channels that cannot be posted to. */
  | "meet obstacles"
  /** The bot can be taken out of a channel and be let in again. */
  | "be removed"
  /** An action's form can be filled in. */
  | "fill in forms"
  /** Its posts can fail in this way. */
  | `fail as ${PostFailure}`;

export interface PlatformUnderTest {
  readonly name: string;
  /** What people type before a command's name. */
  readonly commandPrefix: string;
  /** Each with the reason, in a sentence: its tests are skipped and say so. */
  readonly cannot: Readonly<Partial<Record<Ability, string>>>;
  /** A fresh world and a platform in it that has been started with `bot`. */
  open(bot: Bot): Promise<Harness>;
}

export interface Harness {
  /** The running platform: another one after `restart`. */
  readonly platform: Platform;
  /** In which people type, and to which the bot can post. */
  readonly channel: Channel;
  /** Another channel of the same workspace. */
  readonly elsewhere: Channel;
  /** Who types, by the platform's id: may configure the channel. */
  readonly personId: string;
  /**
   * A person types a command in `channel`, as the platform delivers it; `guest` is somebody who may not configure.
   * Settles when the platform has shown the answer; rejects if the platform takes no commands.
   */
  type(name: string, argument: string, as?: "guest"): Promise<Answer>;
  /** Presses the action with this label on whatever was shown last with such an action, before or after a restart. */
  press(label: string): Promise<Answer>;
  /**
   * Presses the action, fills in its form, in the order of its fields (a choice by its label), and sends it. Needed to
   * "fill in forms".
   */
  fillIn?(label: string, values: readonly string[]): Promise<Answer>;
  /** What completion offers after this much has been typed. Needed to "complete arguments". */
  complete?(name: string, argument: string): Promise<readonly string[]>;
  /** Delivers the last call once more, as the platform's wire does; settles when it has been handled. Needed to "deliver twice". */
  redeliver?(): Promise<void>;
  /** The names of the commands that people are shown. Needed to "offer commands". */
  offered?(): Promise<readonly string[]>;
  /** Every message in the channel that was posted (not answered), oldest first, as people read it. */
  posted(channel: Channel): Promise<readonly string[]>;
  /** The next post meets this failure. As "ambiguous" the message arrives and the response is lost. */
  failNextPost?(failure: PostFailure): Promise<void>;
  /** Takes the bot out of `channel`; settles when the platform has heard of it. Needed to "be removed". */
  remove?(): Promise<void>;
  /** Lets it in again. */
  readmit?(): Promise<void>;
  /** A channel that cannot be posted to. Needed to "meet obstacles". */
  readonly blockedChannel?: Channel;
  /** Stops the platform and starts another one on the same memory, world and bot. */
  restart(): Promise<void>;
  /**
   * Everything sent so far that breaks the platform's own rules, or that it would have taken for markup, a mention or
   * a link although the message said nothing of the kind; empty if all is well.
   */
  violations(): Promise<readonly string[]>;
  /** Stops the platform, unless it has been, and takes the world down. */
  close(): Promise<void>;
}

export interface Answer {
  /** As people read it: markup resolved, buttons by their labels. */
  readonly text: string;
  readonly seenBy: "caller" | "channel";
}
