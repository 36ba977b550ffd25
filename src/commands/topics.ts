/** `subscribe`, `unsubscribe`, `topics`: what a channel wants to hear of. */
import type { Action, Channel } from "../platform/message.ts";
import {
  type ChannelRecord,
  type ChannelStore,
  DEFAULT_DIGEST_SIZE,
} from "../subscriptions/channel-store.ts";
import { defaultSchedule, writeSchedule } from "../subscriptions/schedule.ts";
import type { SubscriptionStore } from "../subscriptions/subscription-store.ts";
import { parseTopic } from "../subscriptions/topic.ts";
import { changeCommand } from "./change-topic.ts";
import { type ChannelSchedules, scheduleSentence } from "./channel-schedule.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { lineOf } from "./pick-topic.ts";
import { removalForm, removeTopic, TOPIC, topicsOf } from "./remove-topic.ts";
import { actions, commandLine, decline, heading, list, note, press, reply, strong, text } from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";
import { type ForecastParts, forecastBlocks } from "./topic-forecast.ts";

export interface TopicParts extends ForecastParts {
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
  readonly schedules: ChannelSchedules;
  /** What keeps the bot from posting to the channel, in a sentence. */
  readonly obstacle: (channel: Channel) => Promise<string | undefined>;
}

/** More topics than this are no longer a choice. */
const MAX_TOPICS = 100;

export function topicCommands(parts: TopicParts): readonly CommandHandler[] {
  const { followed, muted } = parts.subscriptions;
  const channelOf = (call: Call) => parts.channels.open(call.channel, call.now);

  const subscribe: CommandHandler = {
    spec: spec("subscribe", "Follows a topic in this channel", {
      usage: "subscribe <topic>",
      example: 'subscribe "kv cache" -survey min:5',
      argument: TOPIC,
      audience: "channel",
      configures: true,
    }),
    async run(call) {
      const parsed = parseTopic(call.argument);
      if ("problem" in parsed) return decline(parsed.problem);
      const { topic } = parsed;
      const record = await channelOf(call);
      const known = await followed.of(record.id);
      if (known.length >= MAX_TOPICS) {
        return decline(
          `This channel follows ${known.length} topics already, which is the most it can; `,
          commandLine("unsubscribe"),
          " from one first.",
        );
      }
      const added = await followed.add(record.id, topic, call.caller, call.now);
      const scheduled = await parts.schedules.ensure(record, call);
      const obstacle = await parts.obstacle(call.channel);
      return reply(
        text(added ? "This channel now follows " : "This channel already follows ", strong(topic.typed), "."),
        ...(await forecastBlocks(topic, parts, call.now)),
        ...parsed.remarks.map((remark) => note(remark)),
        note(scheduleSentence(scheduled)),
        obstacle === undefined ? undefined : note(obstacle),
        actions(
          press("Preview the next digest", "preview"),
          scheduleForm("Change the hour", scheduled),
          press("Unsubscribe", "unsubscribe", topic.typed),
        ),
      );
    },
    suggest: async () => [],
  };

  const unsubscribe: CommandHandler = {
    spec: spec("unsubscribe", "Stops following a topic", {
      usage: "unsubscribe <topic>",
      example: 'unsubscribe "kv cache"',
      argument: {
        name: "topic",
        help: "A topic that this channel follows, or all",
        required: true,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    run: async (call) =>
      removeTopic(call, await channelOf(call), followed, "follow", "Subscribe again", "subscribe"),
    suggest: async (call) => (await topicsOf(call, parts.channels, followed)).map(({ topic }) => topic.typed),
    form: async (call) => removalForm(await topicsOf(call, parts.channels, followed), call),
  };

  const topics: CommandHandler = {
    spec: spec("topics", "Shows what this channel follows, and who said so"),
    async run(call) {
      const record = await parts.channels.find(call.channel);
      const following = record === undefined ? [] : await followed.of(record.id);
      const muting = record === undefined ? [] : await muted.of(record.id);
      return reply(
        following.length === 0
          ? text("This channel follows no topic yet, so its digests bring the top of Daily Papers.")
          : heading(
              `This channel follows ${following.length === 1 ? "one topic" : `${following.length} topics`}`,
            ),
        list(following.map(lineOf)),
        muting.length === 0 ? undefined : text("Muted:"),
        list(muting.map(lineOf)),
        record === undefined ? undefined : note(scheduleSentence(record), ...lastChange(record)),
        actions(
          ...topicActions(following.length > 0),
          scheduleForm("Change the hour", record),
          press("Preview the next digest", "preview"),
        ),
      );
    },
  };
  return [subscribe, changeCommand(parts), unsubscribe, topics];
}

function lastChange(record: ChannelRecord): readonly string[] {
  if (record.configuredBy === undefined || record.configuredAt === undefined || isAsGiven(record)) return [];
  return [` Changed by ${record.configuredBy.name} on ${record.configuredAt.toISOString().slice(0, 10)}.`];
}

/** Whoever subscribes gets a schedule without having asked for one. */
function isAsGiven({ schedule, digestSize, voteFloor, language, options, pausedAt }: ChannelRecord): boolean {
  const given = schedule && writeSchedule(defaultSchedule(schedule.zone)) === writeSchedule(schedule);
  return (
    given === true &&
    digestSize === DEFAULT_DIGEST_SIZE &&
    voteFloor === 0 &&
    language === undefined &&
    Object.keys(options).length === 0 &&
    pausedAt === undefined
  );
}

/** The buttons with which topics are added, changed and removed: here, or in the channel that is named. */
export function topicActions(hasTopics: boolean, channel?: Channel): readonly Action[] {
  const where = { argument: "", page: 1, ...(channel !== undefined && { channel }) };
  const hint = '"kv cache" quantization -survey min:5';
  return [
    {
      label: "Add a topic",
      command: { name: "subscribe", ...where },
      // A page of many channels has no button that stands out.
      ...(channel === undefined && { style: "primary" }),
      form: [{ label: "Topic", kind: "text", value: "", hint }],
    },
    ...(hasTopics
      ? [
          { label: "Change a topic", command: { name: "change", ...where }, form: "ask" as const },
          { label: "Remove a topic", command: { name: "unsubscribe", ...where }, form: "ask" as const },
        ]
      : []),
  ];
}
