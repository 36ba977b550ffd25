/** Taking a topic off one of a channel's lists, and how a topic is asked for. */
import type { ArgumentSpec } from "../platform/command.ts";
import type { Form } from "../platform/form.ts";
import type { Message } from "../platform/message.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import type { Subscription, TopicList } from "../subscriptions/subscription-store.ts";
import type { Call } from "./handler.ts";
import { findTopic, notAmong, topicChoice } from "./pick-topic.ts";
import { actions, decline, list, press, reply, strong, text } from "./reply.ts";

export const TOPIC: ArgumentSpec = {
  name: "topic",
  help: 'Words or "a phrase", -without, author:"A Name", org:nvidia, min:20; or everything',
  required: true,
  suggests: false,
};

export async function topicsOf(
  call: Call,
  channels: ChannelStore,
  from: TopicList,
): Promise<readonly Subscription[]> {
  const record = await channels.find(call.channel);
  return record === undefined ? [] : from.of(record.id);
}

export async function removeTopic(
  call: Call,
  record: ChannelRecord,
  from: TopicList,
  verb: "follow" | "mute",
  undoLabel: string,
  undo: string,
): Promise<Message> {
  const known = (await from.of(record.id)).map(({ topic }) => topic);
  if (known.length === 0) return decline(`This channel ${verb}s no topic.`);
  if (/^all$/i.test(call.argument)) {
    for (const topic of known) await from.remove(record.id, topic.key);
    return reply(text(`This channel no longer ${verb}s:`), list(known.map((topic) => [topic.typed])));
  }
  const topic = findTopic(call.argument, known);
  if (topic === undefined) return notAmong(call.argument, known, verb);
  await from.remove(record.id, topic.key);
  const left = known.length - 1;
  const rest =
    left === 0
      ? `It ${verb}s no other topic.`
      : `It still ${verb}s ${left === 1 ? "another one" : `${left} others`}.`;
  return reply(
    text(`This channel no longer ${verb}s `, strong(topic.typed), `. ${rest}`),
    actions(press(undoLabel, undo, topic.typed)),
  );
}

/** What to ask before one of the followed topics is removed. */
export function removalForm(following: readonly Subscription[], call: Call): Form | Message {
  const known = following.map(({ topic }) => topic);
  const [first] = known;
  if (first === undefined) return decline("This channel follows no topic.");
  const picked = findTopic(call.argument, known) ?? first;
  return { title: "Remove a topic", submit: "Remove", fields: [topicChoice(known, picked)] };
}
