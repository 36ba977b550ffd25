/** `subscribe`, `unsubscribe`, `topics`, `mute`, `unmute`: what a channel wants to hear of. */
import { distance } from "fastest-levenshtein";
import { paperUrl } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { ArgumentSpec } from "../platform/command.ts";
import type { Channel, Message, Span } from "../platform/message.ts";
import type { Search } from "../search/search.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import type { Subscription, SubscriptionStore, TopicList } from "../subscriptions/subscription-store.ts";
import { parseTopic, type Topic } from "../subscriptions/topic.ts";
import { type ChannelSchedules, scheduleSentence } from "./channel-schedule.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { actions, code, heading, list, note, press, quote, reply, say, strong, text } from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";
import { forecastTopic, rhythmOf } from "./topic-forecast.ts";

export interface TopicParts {
  readonly channels: ChannelStore;
  readonly subscriptions: SubscriptionStore;
  readonly schedules: ChannelSchedules;
  readonly papers: PaperStore;
  readonly search: Search;
  /** What keeps the bot from posting to the channel, in a sentence. */
  readonly obstacle: (channel: Channel) => Promise<string | undefined>;
}

/** More topics than this are no longer a choice. */
const MAX_TOPICS = 100;
const NAMED = 5;

const TOPIC: ArgumentSpec = {
  name: "topic",
  help: 'Words or "a phrase", -without, cat:cs.CL, author:"A Name", org:nvidia, min:20; or everything',
  required: true,
  suggests: false,
};

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
      if ("problem" in parsed) return say(parsed.problem);
      const { topic } = parsed;
      const record = await channelOf(call);
      const known = await followed.of(record.id);
      if (known.length >= MAX_TOPICS) {
        return say(
          `This channel follows ${known.length} topics already, which is the most it can; `,
          code("unsubscribe"),
          " from one first.",
        );
      }
      const added = await followed.add(record.id, topic, call.caller, call.now);
      const scheduled = await parts.schedules.ensure(record, call);
      const forecast = await forecastTopic(topic, parts.papers, parts.search.acronyms, call.now);
      const obstacle = await parts.obstacle(call.channel);
      return reply(
        text(added ? "This channel now follows " : "This channel already follows ", strong(topic.typed), "."),
        forecast.days === 0
          ? undefined
          : text(
              `Over the last ${forecast.days} list days it would have brought ${rhythmOf(forecast)}`,
              forecast.papers.length === 0 ? "; fewer or plainer words bring more." : ", for instance:",
            ),
        list(forecast.papers.slice(0, NAMED).map((paper) => [{ text: paper.title, url: paperUrl(paper) }])),
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
        help: "A topic as `topics` shows it, or all",
        required: true,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    run: async (call) =>
      removeTopic(call, await channelOf(call), followed, "follow", "Subscribe again", "subscribe"),
    suggest: async (call) => (await topicsOf(call, parts.channels, followed)).map(({ topic }) => topic.typed),
  };

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
      if ("problem" in parsed) return say(parsed.problem);
      if (parsed.topic.everything)
        return say("That would mute everything; ", code("pause"), " stops the digests.");
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
        help: "A muted topic as `topics` shows it, or all",
        required: true,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),
    run: async (call) => removeTopic(call, await channelOf(call), muted, "mute", "Mute again", "mute"),
    suggest: async (call) => (await topicsOf(call, parts.channels, muted)).map(({ topic }) => topic.typed),
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
          {
            label: "Add a topic",
            command: { name: "subscribe", argument: "", page: 1 },
            style: "primary",
            form: [
              { label: "Topic", kind: "text", value: "", hint: '"kv cache" quantization -survey min:5' },
            ],
          },
          scheduleForm("Change the hour", record),
          press("Preview the next digest", "preview"),
        ),
      );
    },
  };
  return [subscribe, unsubscribe, topics, mute, unmute];
}

async function topicsOf(
  call: Call,
  channels: ChannelStore,
  from: TopicList,
): Promise<readonly Subscription[]> {
  const record = await channels.find(call.channel);
  return record === undefined ? [] : from.of(record.id);
}

async function removeTopic(
  call: Call,
  record: ChannelRecord,
  from: TopicList,
  verb: "follow" | "mute",
  undoLabel: string,
  undo: string,
): Promise<Message> {
  const known = (await from.of(record.id)).map(({ topic }) => topic);
  if (known.length === 0) return say(`This channel ${verb}s no topic.`);
  if (/^all$/i.test(call.argument)) {
    for (const topic of known) await from.remove(record.id, topic.key);
    return reply(text(`This channel no longer ${verb}s:`), list(known.map((topic) => [topic.typed])));
  }
  const parsed = parseTopic(call.argument);
  const topic = known.find((one) => "topic" in parsed && one.key === parsed.topic.key);
  if (topic === undefined) return notAmong(call.argument, known, verb);
  await from.remove(record.id, topic.key);
  const left = known.length - 1;
  const rest =
    left === 0 ? "It has no other topic." : `${left} ${left === 1 ? "topic remains" : "topics remain"}.`;
  return reply(
    text(`This channel no longer ${verb}s `, strong(topic.typed), `. ${rest}`),
    actions(press(undoLabel, undo, topic.typed)),
  );
}

function notAmong(typed: string, known: readonly Topic[], verb: "follow" | "mute"): Message {
  const nearest = [...known].sort(
    (one, other) =>
      distance(one.typed.toLowerCase(), typed.toLowerCase()) -
      distance(other.typed.toLowerCase(), typed.toLowerCase()),
  );
  const name = verb === "follow" ? "unsubscribe" : "unmute";
  return reply(
    text(`This channel does not ${verb} ${quote(typed)}. It ${verb}s:`),
    list(known.map((topic) => [topic.typed])),
    actions(
      ...nearest.slice(0, 3).map((topic) => press(`${name} ${topic.typed}`.slice(0, 40), name, topic.typed)),
    ),
  );
}

function lineOf({ topic, since, setBy }: Subscription): readonly Span[] {
  return [strong(topic.typed), ` · ${setBy.name}, ${since.toISOString().slice(0, 10)}`];
}

function lastChange(record: ChannelRecord): readonly string[] {
  if (record.configuredBy === undefined || record.configuredAt === undefined) return [];
  return [` Changed by ${record.configuredBy.name} on ${record.configuredAt.toISOString().slice(0, 10)}.`];
}
