/**
 * The port: all that a chat platform's adapter implements and all that it is given. The core speaks only these
 * words; what is special to a platform stays behind them.
 */
import type { Command, CommandSpec } from "./command.ts";
import type { Form } from "./form.ts";
import type { Channel, Message, Workspace } from "./message.ts";

/** A running connection to one chat platform. */
export interface Platform {
  readonly name: string;
  /** How fast it may post, by the platform's own rules. */
  readonly pace: Pace;
  /** What a channel of this platform can be set to, beside what every channel has. */
  readonly options: readonly ChannelOption[];
  /** Connects, offers `bot.commands`, answers each call with what `bot.run` returns. */
  start(bot: Bot): Promise<void>;
  /** Posts one message in one API call, whole or not at all, without retrying. Rejects with PostError. */
  post(channel: Channel, message: Message, delivery: DeliveryTag): Promise<PostedMessage>;
  /** Looks for the message that carries `key`, posted at `since` or later: found, certainly absent, or cannot know. */
  find(channel: Channel, key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown">;
  /** What keeps the bot from posting to this channel and how to mend it, in one sentence; undefined if nothing does. */
  obstacle(channel: Channel): Promise<string | undefined>;
  /** The channel in which this person alone reads. Rejects with PostError where there is none. */
  directChannel(workspace: Workspace, personId: string): Promise<Channel>;
  /** Takes no new commands, lets running ones finish, disconnects. */
  stop(): Promise<void>;
}

/** What the core offers to a platform. */
export interface Bot {
  readonly commands: readonly CommandSpec[];
  /** Never rejects: a failure is a message that says so. */
  run(command: Command): Promise<Message>;
  /** Completions for the command's argument, best first, at most 25. Never rejects. */
  suggest(command: Command): Promise<readonly string[]>;
  /**
   * What to ask before running this command, as things stand now, or a message that says why there is nothing to ask.
   * The argument may begin with the pick of the form's choice. Never rejects.
   */
  form(command: Command): Promise<Form | Message>;
  /** A place can no longer be posted to: archived, removed, uninstalled. Nothing is deleted at once. */
  gone(place: Channel | Workspace, why: string): Promise<void>;
  /** A place can be posted to again: invited, unarchived, reinstalled. */
  back(place: Channel | Workspace): Promise<void>;
  /** A channel has a new id, a new name, or both. */
  moved(from: Channel, to: Channel): Promise<void>;
}

export interface Pace {
  /** Messages a second over all channels. */
  readonly perSecond: number;
  /** Messages a second in one channel. */
  readonly perChannelPerSecond: number;
}

export interface ChannelOption {
  /** One lower-case word, as in `settings <name> <value>`. */
  readonly name: string;
  readonly help: string;
  /** The first one is the default. */
  readonly values: readonly [string, ...string[]];
}

/** Identifies one delivery on the wire: at most 22 characters, URL-safe, opaque. */
export type DeliveryKey = string;

/** What goes along with a posted message. */
export interface DeliveryTag {
  readonly key: DeliveryKey;
  /** The channel's values of `Platform.options`, by name; one that is missing has its default. */
  readonly options: Readonly<Record<string, string>>;
}

export interface PostedMessage {
  /** The platform's own id of the message. */
  readonly id: string;
}

/** Why a post failed, by what the core does next. */
export type PostFailure =
  /** This channel cannot be posted to until somebody changes something: pause it, tell who set it up. */
  | "unreachable"
  /** This workspace's installation is dead: stop all of its channels, delete nothing. */
  | "unauthorized"
  /** Our bug: log it, do not send the same again. */
  | "rejected"
  /** Certainly not sent: try again after `retryAfterSeconds`. */
  | "unavailable"
  /** May have been sent: reconcile before anything else. */
  | "ambiguous";

export class PostError extends Error {
  readonly failure: PostFailure;
  readonly retryAfterSeconds: number | undefined;

  /** `reason` is for people and logs: it holds no secret and no message text. */
  constructor(
    failure: PostFailure,
    reason: string,
    options: { cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(reason, { cause: options.cause });
    this.name = "PostError";
    this.failure = failure;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
