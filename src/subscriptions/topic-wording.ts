/** What was understood of a topic: its key, and how it is said back to people. */
import { isStopWord, stemsOf, wordsOf } from "../search/words.ts";
import type { Topic } from "./topic.ts";

/** The same for topics that mean the same. */
export function topicKey(topic: Omit<Topic, "typed" | "key">): string {
  const keys = (words: readonly string[], keyOf: (word: string) => string) =>
    [...new Set(words.map(keyOf))].sort();
  return JSON.stringify([
    topic.everything ? 1 : 0,
    keys(topic.phrases, stemKey),
    keys(topic.exclusions, stemKey),
    keys(topic.categories, (name) => name),
    keys(topic.authors, nameKey),
    keys(topic.organizations, nameKey),
    topic.minVotes,
  ]);
}

/** As it could be typed again. */
export function wordTopic(topic: Omit<Topic, "typed" | "key">): string {
  const list = (words: readonly string[], before: string) =>
    words.map((word) => `${before}${/\s/u.test(word) ? `"${word}"` : word}`);
  return [
    ...(topic.everything ? ["everything"] : []),
    ...list(topic.phrases, ""),
    ...list(topic.exclusions, "-"),
    ...list(topic.categories, "cat:"),
    ...list(topic.authors, "author:"),
    ...list(topic.organizations, "org:"),
    ...(topic.minVotes > 0 ? [`min:${topic.minVotes}`] : []),
  ].join(" ");
}

export function stemKey(phrase: string): string {
  return stemsOf(phrase).join(" ");
}

export function nameKey(name: string): string {
  return wordsOf(name)
    .map(({ folded }) => folded)
    .sort()
    .join(" ");
}

/** What a person may have meant otherwise; sentences. `longRun`: words without quotes that were read as one phrase. */
export function topicRemarks(topic: Topic, longRun: string | undefined): readonly string[] {
  const remarks: string[] = [];
  if (longRun !== undefined && topic.phrases.length === 1) {
    const parted = inTwo(longRun.split(" "));
    remarks.push(
      "Understood as one phrase." +
        (parted === undefined ? "" : ` For papers that hold parts of it anywhere, put quotes: ${parted}.`),
    );
  } else if (topic.phrases.length > 1) {
    remarks.push("A paper must hold all of these; to follow either of them, subscribe to each by itself.");
  }
  if (topic.categories.length > 0) {
    remarks.push(
      topic.phrases.length + topic.authors.length + topic.organizations.length > 0
        ? "Daily Papers does not tell arXiv categories: a paper of unknown category is brought as a maybe, where there is room."
        : "Daily Papers does not tell arXiv categories: only papers whose category arXiv told are brought. Words beside it find more.",
    );
  }
  return remarks;
}

/** Two phrases, cut behind the second word that says something, else behind the first; undefined if only one does. */
function inTwo(words: readonly string[]): string | undefined {
  const places = words.flatMap((word, place) => (saysSomething(word) ? [place] : []));
  const [first, second, third] = places;
  if (first === undefined || second === undefined) return undefined;
  const [end, next] = third === undefined ? [first, second] : [second, third];
  return `"${words.slice(first, end + 1).join(" ")}" ${words.slice(next, (places.at(-1) ?? next) + 1).join(" ")}`;
}

function saysSomething(text: string): boolean {
  return wordsOf(text).some(({ folded }) => !isStopWord(folded));
}
