/** The terminal as a Platform: one channel, one person. */
import { randomUUID } from "node:crypto";
import type { AdapterTools } from "../../src/platform/adapter.ts";
import type { Channel, Message, Workspace } from "../../src/platform/message.ts";
import {
  type Bot,
  type DeliveryKey,
  type DeliveryTag,
  type Platform,
  PostError,
  type PostedMessage,
} from "../../src/platform/platform.ts";
import { BusyLine } from "./busy-line.ts";
import { Conversation } from "./conversation.ts";
import type { Input, Output } from "./line-reader.ts";
import { Notebook } from "./notebook.ts";

export interface Terminal extends Platform {
  /** The only one that it has. */
  readonly channel: Channel;
  /**
   * Shows in one line what Paperboy is busy with, before the first prompt and then above it, in place of the line before;
   * undefined takes it away. Nothing is shown in a pipe.
   */
  busy(line: string | undefined): void;
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

export function createTerminal(tools: AdapterTools, settings: TerminalSettings): Terminal {
  const notebook = new Notebook(tools.memory, tools.now);
  const { person, timeZone } = settings;
  const caller = { id: person, name: person, mayConfigure: true, readsAlone: true as const, timeZone };
  const busy = new BusyLine(settings);
  const { log } = tools;
  const conversation = new Conversation({ ...settings, log, notebook, busy, channel: CHANNEL, caller });

  return {
    name: CHANNEL.platform,
    channel: CHANNEL,
    pace: { perSecond: 100, perChannelPerSecond: 100 },
    options: [],
    busy: (line) => busy.say(line),
    done: conversation.done,
    start: (bot: Bot) => conversation.start(bot),
    stop: () => conversation.stop(),

    async post(channel: Channel, message: Message, { key }: DeliveryTag): Promise<PostedMessage> {
      const obstacle = await this.obstacle(channel);
      if (obstacle !== undefined) throw new PostError("unreachable", obstacle);
      const id = randomUUID();
      try {
        await notebook.setPost(key, { id, printed: false });
        await conversation.interject(message);
      } catch (cause) {
        await notebook.forgetPost(key).catch(() => undefined);
        throw new PostError("unavailable", "Nobody can read this terminal at the moment.", { cause });
      }
      await notebook.setPost(key, { id, printed: true }).catch((error: unknown) => {
        tools.log.warn({ err: error }, "that a message was printed could not be remembered");
      });
      return { id };
    },

    async find(
      channel: Channel,
      key: DeliveryKey,
      since: Date,
    ): Promise<PostedMessage | "absent" | "unknown"> {
      return isTerminal(channel) ? notebook.post(key, since) : "absent";
    },

    async obstacle(channel: Channel): Promise<string | undefined> {
      return isTerminal(channel) ? undefined : "There is only one channel here: the terminal itself.";
    },

    async directChannel({ platform, workspace }: Workspace, personId: string): Promise<Channel> {
      if (personId === person && isTerminal({ platform, workspace, id: CHANNEL.id })) return CHANNEL;
      throw new PostError("unreachable", `Only ${person} reads this terminal.`);
    },
  };
}

function isTerminal({ platform, workspace, id }: Channel): boolean {
  return platform === CHANNEL.platform && workspace === CHANNEL.workspace && id === CHANNEL.id;
}
