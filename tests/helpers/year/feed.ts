/** Daily lists as they come in life: empty at first, filling through the day, with votes that grow for days. */
import { currentListDay, type ListDay } from "../../../src/papers/list-day.ts";
import type { Paper } from "../../../src/papers/paper.ts";
import type { HuggingFace } from "../../../src/papers/sources/hugging-face.ts";
import { SourceError } from "../../../src/papers/sources/source-error.ts";
import { DAY, HOUR } from "../delivery-rig.ts";

/** A number from 0 to 1 that is always the same for a text. */
export function chance(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** When a paper comes onto its list: within 20 hours, one in thirty a day later. */
function appearsAt(day: ListDay, id: string): number {
  const opens = Date.parse(`${day}T01:30:00Z`);
  const late = chance(`late ${id}`) < 1 / 30 ? DAY : 0;
  return opens + late + chance(id) * 20 * HOUR;
}

export function createFeed(
  lists: ReadonlyMap<ListDay, readonly Paper[]>,
  now: () => number,
  isDown: () => boolean,
): HuggingFace {
  return {
    async list(day) {
      if (isDown()) throw new SourceError("unreachable", "Hugging Face does not answer.");
      const papers = day > currentListDay(new Date(now())) ? [] : (lists.get(day) ?? []);
      const there = papers.filter(({ id }) => appearsAt(day, id) <= now());
      const votesOf = ({ id, votes }: Paper) =>
        Math.round(votes * (1 - 2 ** (-(now() - appearsAt(day, id)) / (1.5 * DAY))));
      return { papers: there.map((paper) => ({ ...paper, votes: votesOf(paper) })), skipped: 0 };
    },
    paper: async () => undefined,
    fullText: async () => undefined,
    search: async () => [],
  };
}
