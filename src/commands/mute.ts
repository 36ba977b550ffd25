/** `mute` and `unmute`: what a channel does not want to hear of. */
import type { ChannelStore } from "../subscriptions/channel-store.ts";
import type { SubscriptionStore } from "../subscriptions/subscription-store.ts";
import { parseTopic } from "../subscriptions/topic.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { removeTopic, TOPIC, topicsOf } from "./remove-topic.ts";
import { actions, commandLine, decline, press, reply, strong, text } from "./reply.ts";

export interface MuteParts {
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
}

export function muteCommands({ channels, subscriptions: { muted } }: MuteParts): readonly CommandHandler[] {
  const channelOf = (call: Call) => channels.open(call.channel, call.now);

  const mute: CommandHandler = {
    spec: spec("mute", "Keeps papers on a topic out of this channel's digests", {
      usage: "mute <topic>",
      example: 'mute "survey"',
      argument: { ...TOPIC, name: "topic", help: 'Words or "a phrase" that this channel does not want' },
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const parsed = parseTopic(call.argument);
      if ("problem" in parsed) return decline(parsed.problem);
      if (parsed.topic.everything)
        return decline("That would mute everything; ", commandLine("pause"), " stops the digests.");
      const record = await channelOf(call);
      const added = await muted.add(record.id, parsed.topic, call.caller, call.now);
      return reply(
        text(
          added ? "Digests here now leave out " : "Digests here already leave out ",
          strong(parsed.topic.typed),
          ".",
        ),
        actions(press("Undo", "unmute", parsed.topic.typed)),
      );
    },
  };

  const unmute: CommandHandler = {
    spec: spec("unmute", "Lets a muted topic back into the digests", {
      usage: "unmute <topic>",
      example: 'unmute "survey"',
      argument: {
        name: "topic",
        help: "A topic that is muted here, or all",
        required: true,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    run: async (call) => removeTopic(call, await channelOf(call), muted, "mute", "Mute again", "mute"),
    suggest: async (call) => (await topicsOf(call, channels, muted)).map(({ topic }) => topic.typed),
  };

  return [mute, unmute];
}
