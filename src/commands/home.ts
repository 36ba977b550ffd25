/** `home`: the channels that a person set up, for a platform that gives the bot a page of its own. */
import type { Block, Channel } from "../platform/message.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import type { SubscriptionStore } from "../subscriptions/subscription-store.ts";
import { channelName, scheduleSentence } from "./channel-schedule.ts";
import { type CommandHandler, spec } from "./handler.ts";
import { lineOf } from "./pick-topic.ts";
import { actions, heading, list, note, press, reply, text } from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";
import { topicActions } from "./topics.ts";

export interface HomeParts {
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
}

/** A page holds 100 blocks at most on the platform with the smallest pages; each channel takes five. */
const MAX_CHANNELS = 18;

export function homeCommand({ channels, subscriptions }: HomeParts): CommandHandler {
  const about = async (record: ChannelRecord): Promise<readonly (Block | undefined)[]> => {
    const followed = await subscriptions.followed.of(record.id);
    return [
      heading(channelName(record.channel)),
      followed.length === 0
        ? text("No topic yet: the digest brings the top of Daily Papers.")
        : list(followed.map(lineOf)),
      note(scheduleSentence(record)),
      actions(
        ...topicActions(followed.length > 0, record.channel),
        scheduleForm("Change the hour", record),
        record.pausedAt === undefined
          ? pressIn(record.channel, "Pause", "pause")
          : pressIn(record.channel, "Resume", "resume"),
        pressIn(record.channel, "Preview", "preview"),
      ),
    ];
  };

  return {
    spec: spec("home", "The channels that you set up", { hidden: true }),
    async run(call) {
      const records = await channels.configuredBy(call.channel, call.caller.id);
      const shown = records.slice(0, MAX_CHANNELS);
      const blocks = await Promise.all(shown.map(about));
      return reply(
        heading("Your papers"),
        actions(
          { ...press("Today’s papers", "today"), style: "primary" },
          press("Your list", "saved"),
          press("Help", "help"),
        ),
        records.length === 0
          ? text("You have set up no channel yet. In a channel, subscribe to a topic; it then stands here.")
          : undefined,
        ...blocks.flat(),
        records.length > shown.length
          ? note(`${records.length - shown.length} more channels are not shown.`)
          : undefined,
      );
    },
  };
}

function pressIn(channel: Channel, label: string, name: string) {
  const action = press(label, name);
  return { ...action, command: { ...action.command, channel } };
}
