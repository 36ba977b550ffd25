/** Attacks in a paper's text, or repeated by a model: words at most, never markup, mentions, links or hidden text. */
import { describe, expect, test } from "vitest";
import { render as renderForDiscord } from "../../adapters/discord/render.ts";
import { renderMessage as renderForSlack } from "../../adapters/slack/render.ts";
import { render as renderForTerminal } from "../../adapters/terminal/render.ts";
import { paperCard } from "../../src/digests/paper-card.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { entrySchema } from "../../src/papers/sources/hugging-face-schema.ts";
import type { Message } from "../../src/platform/message.ts";
import { modelText } from "../../src/summaries/model-text.ts";
import { createSummaries } from "../../src/summaries/summarize.ts";
import type { Gist } from "../../src/summaries/summary.ts";
import { controlsIn } from "../adapters/slack/read-blocks.ts";
import { asRead, linksIn } from "../adapters/terminal/console.ts";
import { NEVER_SHOWN } from "../contract/messages.ts";
import { INJECTIONS } from "../fixtures/injections.ts";
import { checkMessage } from "../helpers/block-kit.ts";
import { read } from "../helpers/discord-server/reader.ts";
import { messageBody } from "../helpers/discord-server/wire.ts";

const HIDDEN =
  /[\u{ad}\u{180e}\u{202a}-\u{202e}\u{2062}-\u{2069}\u{3164}\u{fff9}-\u{fffb}\u{e0000}-\u{e0fff}]/u;
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

/** What each platform would do with a message beyond showing words. */
function effects(message: Message) {
  const slack = renderForSlack(message);
  const { body } = renderForDiscord(message);
  const sent = messageBody.parse({ ...body, nonce: "n", enforce_nonce: true });
  const reading = read({
    components: sent.components ?? [],
    embeds: sent.embeds ?? [],
    content: sent.content ?? "",
  });
  const rich = renderForTerminal(message, { columns: 80, colors: true, links: true }, false);
  const elements = [...JSON.stringify(slack.blocks).matchAll(/"type":"([a-z_]+)"/g)].map(([, type]) => type);
  return {
    slackFaults: checkMessage({ text: slack.text, blocks: slack.blocks }),
    slackElements: [...new Set(elements)].filter((type) => type !== "text").sort(),
    slackLinks: [...JSON.stringify(slack.blocks).matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url),
    slackMarkup: [slack.text, ...markupTexts(slack.blocks)]
      .flatMap((text) => text.match(/<[^<>]*>/g) ?? [])
      .filter((markup) => !markup.startsWith("<https://huggingface.co/papers/2611.00001")),
    slackCommands: controlsIn(slack.blocks).map(({ label, value }) => [label, value]),
    discordLinks: reading.links,
    discordStrange: reading.strange,
    discordKinds: [...new Set(reading.types)]
      .filter((type) => !["br", "newline", "twemoji", "emoticon"].includes(type))
      .sort(),
    discordMentions: sent.allowed_mentions,
    terminalLinks: [...new Set(linksIn(rich))],
    unseen: NEVER_SHOWN.test(asRead(rich).replaceAll("\n", "")) || HIDDEN.test(asRead(rich)),
  };
}

/** The texts in which Slack reads markup; those of rich text are literal. */
function markupTexts(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const nested = Object.values(value).flatMap(markupTexts);
  const isMarkup =
    "type" in value && value.type === "mrkdwn" && "text" in value && typeof value.text === "string";
  return isMarkup && typeof value.text === "string" ? [value.text, ...nested] : nested;
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
