/** Attacks in a paper's text, or repeated by a model: words at most, never markup, mentions, links or hidden text. */
import { describe, expect, test } from "vitest";
import { paperCard } from "../../src/digests/paper-card.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { entrySchema } from "../../src/papers/sources/hugging-face-schema.ts";
import type { Message } from "../../src/platform/message.ts";
import { modelText } from "../../src/summaries/model-text.ts";
import { createSummaries } from "../../src/summaries/summarize.ts";
import type { Gist } from "../../src/summaries/summary.ts";
import { INJECTIONS } from "../fixtures/injections.ts";
import { effects, HIDDEN } from "../helpers/message-effects.ts";

const cases = INJECTIONS.map(({ kind, text }, number) => [`${number + 1}, ${kind}`, text] as const);

/** The paper as Hugging Face would give it. */
function paperWith(changes: { title?: string; summary?: string; ai_summary?: string }): Paper {
  return entrySchema.parse({
    paper: {
      id: "2611.00001",
      title: "Attic: a cache",
      summary: "Caches forget. We propose Attic. It reduces memory by 3.5x.",
      authors: [{ name: "Ada Lovelace" }],
      publishedAt: "2026-11-16T00:00:00Z",
      upvotes: 3,
      ...changes,
    },
  });
}

function messageOf(paper: Paper, gist: Gist | undefined): Message {
  return { blocks: [{ kind: "paper", card: paperCard(paper, { gist }) }] };
}

const harmless = (paper: Paper, gist: Gist | undefined) =>
  effects(messageOf(paper, gist && { ...gist, text: "A cache." }));

test("the corpus is large enough to mean something", () => {
  expect(INJECTIONS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBe(INJECTIONS.length);
});

describe("without a model", () => {
  const summaries = createSummaries();

  test.each(cases)("attack %s: in a title, an abstract or a source's summary", async (_name, attack) => {
    const plain = paperWith({});
    for (const changes of [{ title: attack }, { summary: attack }, { ai_summary: attack }]) {
      const paper = paperWith(changes);
      const gist = await summaries.gist(paper, { language: undefined });
      expect(effects(messageOf(paper, gist))).toEqual(harmless(plain, gist));
      if (gist !== undefined)
        expect(gist.label).toBe("ai_summary" in changes ? "Hugging Face's AI summary" : "from the abstract");
    }
  });
});

describe("with a model that repeats it", () => {
  test.each(cases)("attack %s", (_name, attack) => {
    const text = modelText(attack);
    expect(text).not.toMatch(/https?:\/\/|www\.|<[@#!]|\]\(|\n/i);
    expect(text).not.toMatch(HIDDEN);
    const plain = paperWith({});
    const gist: Gist = { text, source: "model", label: "by a model" };
    expect(effects(messageOf(plain, text === "" ? undefined : gist))).toEqual(
      harmless(plain, text === "" ? undefined : gist),
    );
  });
});
