/** Digest -> Message: one compact message a day. */
import { formatListDay } from "../papers/list-day.ts";
import type { Paper } from "../papers/paper.ts";
import type { Block, Message } from "../platform/message.ts";
import type { Topic } from "../subscriptions/topic.ts";
import type { Gist } from "../summaries/summary.ts";
import type { Digest } from "./digest.ts";
import { count, paperCard } from "./paper-card.ts";

export interface DigestDetails {
  /** What the channel follows; none means the top of the list. */
  readonly topics: readonly Topic[];
  /** The line about a paper that can be shown at once. */
  readonly gistOf: (paper: Paper) => Gist | undefined;
  /** What the reader should know before reading, for instance how fresh this is. */
  readonly remarks: readonly string[];
}

export function digestMessage(digest: Digest, details: DigestDetails): Message {
  const blocks: Block[] = [
    { kind: "heading", text: `${count(digest.papers.length, "paper")} · ${formatListDay(digest.day)}` },
  ];
  for (const remark of details.remarks) blocks.push({ kind: "note", spans: [remark] });
  for (const { paper, reasons, addedBy } of digest.papers) {
    const note = addedBy?.note === undefined ? undefined : { by: addedBy.person.name, text: addedBy.note };
    blocks.push({ kind: "paper", card: paperCard(paper, { gist: details.gistOf(paper), reasons, note }) });
  }
  blocks.push({ kind: "note", spans: [footer(digest, details.topics)] });
  blocks.push({
    kind: "actions",
    actions: [
      { label: "The whole list", command: { name: "today", argument: digest.day, page: 1 } },
      { label: "Change topics", command: { name: "topics", argument: "", page: 1 } },
    ],
  });
  return { blocks };
}

function footer(digest: Digest, topics: readonly Topic[]): string {
  const following =
    topics.length === 0
      ? "The top of Daily Papers; subscribe to a topic to see what matters to you"
      : `Following ${topics.map((topic) => topic.typed).join(" · ")}`;
  const waiting = digest.leftOut.filter(({ why }) => why === "no room").length;
  return waiting === 0
    ? following
    : `${following}. ${count(waiting, "more paper")} fit too; the whole list has them.`;
}
