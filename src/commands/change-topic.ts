/** `change`: puts other words in the place of a topic that a channel follows. */
import type { Form } from "../platform/form.ts";
import type { Message } from "../platform/message.ts";
import { parseTopic, type Topic } from "../subscriptions/topic.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { findTopic, notAmong, splitId, topicChoice, topicId } from "./pick-topic.ts";
import { TOPIC, topicsOf } from "./remove-topic.ts";
import {
  actions,
  commandLine,
  cutLabel,
  decline,
  note,
  onlyForCaller,
  press,
  reply,
  strong,
  text,
} from "./reply.ts";
import { scheduleForm } from "./schedule-form.ts";
import { forecastBlocks } from "./topic-forecast.ts";
import type { TopicParts } from "./topics.ts";

export function changeCommand(parts: TopicParts): CommandHandler {
  const { followed } = parts.subscriptions;
  const knownOf = async (call: Call) =>
    (await topicsOf(call, parts.channels, followed)).map(({ topic }) => topic);

  const change = async (call: Call, from: Topic, typed: string): Promise<Message> => {
    const parsed = parseTopic(typed);
    if ("problem" in parsed) {
      return onlyForCaller(reply(text(parsed.problem), actions(tryAgain(from, typed))));
    }
    const { topic } = parsed;
    if (topic.typed === from.typed) return decline(strong(from.typed), " stays as it is.");
    const record = await parts.channels.open(call.channel, call.now);
    const outcome = await followed.change(record.id, from.key, topic, call.caller, call.now);
    if (outcome === "gone") return gone(topicId(from), await knownOf(call), typed);
    if (outcome === "known") {
      return onlyForCaller(
        reply(
          text(
            "This channel already follows ",
            strong(topic.typed),
            "; ",
            strong(from.typed),
            " stays, too.",
          ),
          actions(press("Remove the other one", "unsubscribe", topicId(from))),
        ),
      );
    }
    return reply(
      text("This channel now follows ", strong(topic.typed), " in place of ", strong(from.typed), "."),
      ...(await forecastBlocks(topic, parts, call.now)),
      ...parsed.remarks.map((remark) => note(remark)),
      actions(
        press("Preview the next digest", "preview"),
        scheduleForm("Change the hour", record),
        press("Undo", "change", `${topicId(topic)} ${from.typed}`),
      ),
    );
  };

  return {
    spec: spec("change", "Puts other words in the place of a topic", {
      usage: "change <topic> to <topic>",
      example: 'change "kv cache" to "kv cache" -survey',
      argument: {
        name: "topic",
        help: "A topic that this channel follows, to, and the topic that it becomes",
        required: true,
        suggests: true,
      },
      audience: "channel",
      configures: true,
    }),

    async run(call) {
      const known = await knownOf(call);
      const [first] = known;
      if (first === undefined) return noTopic();
      const asked = readChange(call.argument, known);
      if (asked === undefined) {
        const topic = findTopic(call.argument, known) ?? first;
        return onlyForCaller(
          reply(
            text(
              "Say what it becomes, for instance ",
              commandLine(`change ${topic.typed} to "kv cache"`),
              ".",
            ),
            actions({ ...tryAgain(topic, ""), label: "Change it in a form" }),
          ),
        );
      }
      const from = findTopic(asked.named, known);
      return from === undefined ? gone(asked.named, known, asked.becomes) : change(call, from, asked.becomes);
    },

    suggest: async (call) =>
      (await knownOf(call))
        .filter(({ typed }) => typed.toLowerCase().startsWith(call.argument.toLowerCase()))
        .map(({ typed }) => `${typed} to ${typed}`),

    async form(call): Promise<Form | Message> {
      const known = await knownOf(call);
      const [first] = known;
      if (first === undefined) return noTopic();
      const asked = splitId(call.argument);
      const picked = asked === undefined ? first : findTopic(asked.id, known);
      if (picked === undefined) return gone(asked?.id ?? "", known, "");
      const value = asked === undefined || asked.rest === "" ? picked.typed : asked.rest;
      return {
        title: "Change a topic",
        submit: "Save",
        fields: [topicChoice(known, picked), { kind: "text", label: "Becomes", value, hint: TOPIC.help }],
      };
    },
  };
}

/** What stands before "to" may hold a "to" itself: the longest that is followed here is meant. */
function readChange(
  argument: string,
  known: readonly Topic[],
): { readonly named: string; readonly becomes: string } | undefined {
  const byId = splitId(argument);
  if (byId !== undefined) return { named: byId.id, becomes: byId.rest };
  const splits = [...argument.matchAll(/\s+to\s+/giu)].map(({ 0: between, index }) => ({
    named: argument.slice(0, index),
    becomes: argument.slice(index + between.length),
  }));
  return splits.findLast(({ named }) => findTopic(named, known) !== undefined) ?? splits[0];
}

function gone(named: string, known: readonly Topic[], becomes: string): Message {
  if (becomes === "") return notAmong(named, known, "follow");
  const follow = press("Follow the new words", "subscribe", becomes);
  return notAmong(named, known, "follow", [follow], (topic) =>
    press(cutLabel(`change ${topic.typed} to ${becomes}`), "change", `${topicId(topic)} ${becomes}`),
  );
}

function noTopic(): Message {
  return decline(
    "This channel follows no topic yet. Add one, for instance ",
    commandLine('subscribe "kv cache"'),
    ".",
  );
}

function tryAgain(from: Topic, typed: string) {
  return { ...press("Try again", "change", `${topicId(from)} ${typed}`.trim()), form: "ask" as const };
}
