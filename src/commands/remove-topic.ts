/** Taking a topic off one of a channel's lists, and how a topic is asked for. */
import { distance } from "fastest-levenshtein";
import type { ArgumentSpec } from "../platform/command.ts";
import type { Message } from "../platform/message.ts";
import type { ChannelRecord, ChannelStore } from "../subscriptions/channel-store.ts";
import type { Subscription, TopicList } from "../subscriptions/subscription-store.ts";
import { parseTopic, type Topic } from "../subscriptions/topic.ts";
import type { Call } from "./handler.ts";
import { actions, list, press, quote, reply, say, strong, text } from "./reply.ts";

export const TOPIC: ArgumentSpec = {
  name: "topic",
  help: 'Words or "a phrase", -without, cat:cs.CL, author:"A Name", org:nvidia, min:20; or everything',
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
