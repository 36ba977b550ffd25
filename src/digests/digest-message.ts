/** Digest -> Message: one compact message a day. */
import { formatListDays } from "../papers/list-day.ts";
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
  const blocks: Block[] = [{ kind: "heading", text: titleOf(digest) }];
  for (const remark of details.remarks) blocks.push({ kind: "note", spans: [remark] });
  for (const [at, { paper, reasons, addedBy }] of digest.papers.entries()) {
    const note = addedBy?.note === undefined ? undefined : { by: addedBy.person.name, text: addedBy.note };
    const card = paperCard(paper, { gist: details.gistOf(paper), reasons, note });
    blocks.push({ kind: "paper", card, number: at + 1 });
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

/** Papers of several days must not look as if they were of one. */
function titleOf({ papers, day, days }: Digest): string {
  if (isOfSamples(papers)) return count(papers.length, "sample paper");
  return `${count(papers.length, "paper")} · ${formatListDays(days[0] ?? day, days.at(-1) ?? day)}`;
}

function isOfSamples(papers: Digest["papers"]): boolean {
  return papers.every(({ paper }) => paper.source === "sample");
}

function footer(digest: Digest, topics: readonly Topic[]): string {
  const top = isOfSamples(digest.papers) ? "No list yet" : "The top of Daily Papers";
  const following =
    topics.length === 0
      ? `${top}; subscribe to a topic to see what matters to you`
      : `Following ${topics.map((topic) => topic.typed).join(" · ")}`;
  const waiting = digest.leftOut.filter(({ why }) => why === "no room").length;
  if (waiting === 0) return following;
  const fit = waiting === 1 ? "1 more paper fits" : `${count(waiting, "more paper")} fit`;
  const where = digest.days.length > 1 ? "the lists of these days have" : "the whole list has";
  return `${following}. ${fit}, too; ${where} ${waiting === 1 ? "it" : "them"}.`;
}
