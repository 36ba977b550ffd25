/** How one of a channel's topics is named: as it was typed, or by an id, with which forms pick it. */
import { createHash } from "node:crypto";
import { distance } from "fastest-levenshtein";
import type { ChoiceField } from "../platform/form.ts";
import type { Action, Message, Span } from "../platform/message.ts";
import type { Subscription } from "../subscriptions/subscription-store.ts";
import { parseTopic, type Topic } from "../subscriptions/topic.ts";
import { actions, cutLabel, list, onlyForCaller, press, quote, reply, strong, text } from "./reply.ts";

/** The same as long as the topic means the same: whoever picked it does not get another one that came into its place. */
export function topicId({ key }: Topic): string {
  return `#${createHash("sha256").update(key).digest("hex").slice(0, 10)}`;
}

const ID = /^#[0-9a-f]{10}$/;

/** The topic of this id or meaning. */
export function findTopic(named: string, known: readonly Topic[]): Topic | undefined {
  if (ID.test(named)) return known.find((topic) => topicId(topic) === named);
  const parsed = parseTopic(named);
  return (
    known.find((one) => "topic" in parsed && one.key === parsed.topic.key) ??
    // It may have been read otherwise when it was set.
    known.find((one) => one.typed === named)
  );
}

/** Splits off the id at the beginning, and what was typed after it. */
export function splitId(argument: string): { readonly id: string; readonly rest: string } | undefined {
  const [, id, rest = ""] = /^(#[0-9a-f]{10})(?:\s+(.*))?$/su.exec(argument) ?? [];
  return id === undefined ? undefined : { id, rest };
}

export function topicChoice(known: readonly Topic[], picked: Topic): ChoiceField {
  const options = known.map((topic) => ({ value: topicId(topic), label: topic.typed }));
  return { kind: "choice", label: "Topic", value: topicId(picked), hint: "", options };
}

/** One of the channel's topics is named that it does not have. */
export function notAmong(
  named: string,
  known: readonly Topic[],
  verb: "follow" | "mute",
  offered: readonly Action[] = [],
  offer: (topic: Topic) => Action = removal(verb),
): Message {
  const meant = ID.test(named) ? [] : likely(named, known);
  const missing = ID.test(named)
    ? "Somebody changed or removed that topic meanwhile."
    : `This channel does not ${verb} ${quote(named)}.`;
  const answer = reply(
    text(known.length === 0 ? `${missing} It ${verb}s no topic now.` : `${missing} The channel ${verb}s:`),
    list(known.map((topic) => [topic.typed])),
    actions(...meant.map(offer), ...offered),
  );
  return onlyForCaller(answer);
}

/** A topic with who asked for it, and who put other words in its place. */
export function lineOf({ topic, since, setBy, changed }: Subscription): readonly Span[] {
  const first = ` · ${setBy.name}, ${dayOf(since)}`;
  return changed === undefined
    ? [strong(topic.typed), first]
    : [strong(topic.typed), first, ` · changed by ${changed.by.name}, ${dayOf(changed.at)}`];
}

function removal(verb: "follow" | "mute"): (topic: Topic) => Action {
  const name = verb === "follow" ? "unsubscribe" : "unmute";
  return (topic) => press(cutLabel(`${name} ${topic.typed}`), name, topic.typed);
}

/** More than these are no longer a choice. */
const MOST_OFFERED = 8;

/** Those that are typed almost so; if there are none, all in the order in which they are listed. */
function likely(named: string, known: readonly Topic[]): readonly Topic[] {
  const slips = ({ typed }: Topic) => distance(typed.toLowerCase(), named.toLowerCase());
  const near = known.filter((topic) => slips(topic) <= Math.max(1, Math.floor(named.length / 3)));
  return near.length > 0 ? near.slice(0, MOST_OFFERED) : known.slice(0, MOST_OFFERED);
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
