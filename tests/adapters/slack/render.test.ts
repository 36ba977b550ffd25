import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readPress, writePress } from "../../../adapters/slack/press.ts";
import { renderForView, renderMessage } from "../../../adapters/slack/render.ts";
import { literal } from "../../../src/platform/literal.ts";
import type { Action, Block, Message, PaperCard, Span } from "../../../src/platform/message.ts";
import { card, HOSTILE, hugeMessage, visible } from "../../contract/messages.ts";
import { checkMessage, checkView } from "../../helpers/block-kit.ts";
import { controlsIn, readBlocks } from "./read-blocks.ts";

/** Text as bad as it comes: markup, mentions, emoji names, halves of characters, very long words. */
const nasty = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom("<", ">", "&", "*", "_", "~", "`", ":", "|", "@", "#", "!", " ", "\n", "a"),
  }),
  fc.string({ minLength: 2500, maxLength: 5000 }),
  fc.constantFrom("", " ", "\n", ":tada:", "<!channel>", "&amp;lt;", "> quote", "• item", "\ud83d"),
);
const url = fc.oneof(
  fc.webUrl(),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    "javascript:alert(1)",
    "https://a.example/|x>",
    "not an address",
    "https://a.example/?a=1&b=<2>",
  ),
  nasty,
);
const span: fc.Arbitrary<Span> = fc.oneof(
  nasty,
  fc.record({ text: nasty, style: fc.constantFrom("strong", "emphasis", "code", "match") }),
  fc.record({ text: nasty, url }),
);
const spans = fc.array(span, { maxLength: 6 });
const action: fc.Arbitrary<Action> = fc.record({
  label: nasty,
  command: fc.record({
    name: fc.constantFrom("show", "more"),
    argument: nasty,
    page: fc.integer({ min: 1, max: 99 }),
  }),
});
const paper: fc.Arbitrary<PaperCard> = fc.record({
  paperId: fc.constant("2401.00001"),
  title: nasty,
  url,
  authors: nasty,
  gist: fc.option(fc.record({ spans, source: nasty }), { nil: undefined }),
  reasons: fc.array(nasty, { maxLength: 4 }),
  facts: fc.array(span, { maxLength: 5 }),
  note: fc.option(fc.record({ by: nasty, text: nasty }), { nil: undefined }),
  actions: fc.array(action, { maxLength: 7 }),
});
const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("paper" as const), card: paper }) },
  fc.record({ kind: fc.constant("heading" as const), text: nasty }),
  fc.record({ kind: fc.constant("text" as const), spans }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("note" as const), spans }) },
  fc.record({ kind: fc.constant("list" as const), items: fc.array(spans, { maxLength: 40 }) }),
  fc.record({ kind: fc.constant("actions" as const), actions: fc.array(action, { maxLength: 60 }) }),
);
const message: fc.Arbitrary<Message> = fc.record({ blocks: fc.array(block, { maxLength: 70 }) });

function faultsOf(said: Message): readonly string[] {
  const view = { type: "home", blocks: renderForView(said) };
  return [...checkMessage(renderMessage(said)), ...checkView(view)];
}

describe("a rendered message", () => {
  it("keeps every limit and means nothing but what was said, whatever is in it", () => {
    fc.assert(
      fc.property(message, (said) => {
        expect(faultsOf(said)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it("keeps a number and its unit on one line", () => {
    const facts = ["12 votes", { text: "code (3 stars)", url: "https://example.org/" }];
    for (const gist of [undefined, { spans: ["It finds it."], source: "" }]) {
      const said: Message = { blocks: [{ kind: "paper", card: card(1, { facts, gist }) }] };
      const text = JSON.stringify(renderMessage(said).blocks);
      expect(text).toContain("12\u00a0votes");
      expect(text).toContain("code\u00a0(3\u00a0stars)");
    }
  });

  it("is the same for the same message", () => {
    fc.assert(
      fc.property(message, (said) => {
        expect(renderMessage(said)).toEqual(renderMessage(said));
      }),
      { numRuns: 30 },
    );
  });

  it("shows small print with a link small, unless something in it would be markup", () => {
    const note = (text: string) =>
      renderMessage({
        blocks: [{ kind: "note", spans: [text, { text: "here", url: "https://example.org/" }] }],
      });
    expect(note("Change it ").blocks).toMatchObject([
      {
        type: "context",
        elements: [{ type: "mrkdwn", text: "Change it <https://example.org/|here>", verbatim: true }],
      },
    ]);
    expect(note("Change *it* ").blocks).toMatchObject([
      {
        type: "context",
        elements: [
          { type: "plain_text", text: "Change *it*" },
          { type: "mrkdwn", text: "<https://example.org/|here>" },
        ],
      },
    ]);
    expect(note("a<b & c ").blocks).toMatchObject([
      { elements: [{ text: "a&lt;b &amp; c <https://example.org/|here>" }] },
    ]);
    const quoting = { text: "|> here", url: "https://example.org/" };
    expect(renderMessage({ blocks: [{ kind: "note", spans: [quoting] }] }).blocks).toMatchObject([
      { type: "rich_text" },
    ]);
  });

  it("fits eight papers of the usual length whole, with their menus", () => {
    const actions = ["Summary", "Similar", "Abstract", "Save", "Not for us"].map((label, at) => ({
      label,
      command: {
        name: ["summary", "similar", "show", "save", "less"][at] ?? "",
        argument: "2401.00001",
        page: 1,
      },
    }));
    const usual = (number: number) =>
      card(number, {
        title:
          "Scaling Test-Time Compute Optimally Can Be More Effective than Scaling Model Parameters at All Sizes",
        gist: { spans: ["It finds that ".padEnd(280, "words ")], source: "AI summary by Hugging Face" },
        facts: [
          "1,234 votes",
          "56 comments",
          { text: "code (1,234 stars)", url: "https://github.com/example/cache" },
        ],
        actions,
      });
    const { blocks } = renderMessage({
      blocks: [
        { kind: "heading", text: "8 papers · Friday, 20 November 2026" },
        ...Array.from({ length: 8 }, (_, at) => ({ kind: "paper", card: usual(at + 1) }) as const),
        { kind: "note", spans: ["Following “kv cache” · diffusion -video"] },
        {
          kind: "actions",
          actions: [{ label: "Change topics", command: { name: "topics", argument: "", page: 1 } }],
        },
      ],
    });
    expect(readBlocks(blocks)).not.toMatch(/left out|in brief/);
    expect(controlsIn(blocks)).toHaveLength(8 * 5 + 1);
  });

  it("numbers papers of a list, with a line above each and above what follows", () => {
    const { blocks } = renderMessage({
      blocks: [
        { kind: "heading", text: "2 papers" },
        { kind: "paper", card: card(1) },
        {
          kind: "paper",
          card: card(2, { gist: { spans: ["a ", { text: "cache", style: "match" }], source: "" } }),
        },
        { kind: "note", spans: ["Following caches"] },
      ],
    });
    const paper = ["divider", "rich_text", "section", "context"];
    const types = blocks.map(({ type }) => type);
    expect(types.filter((type) => type !== "actions")).toEqual([
      "header",
      ...paper,
      ...paper,
      "divider",
      "context",
    ]);
    expect(readBlocks(blocks)).toMatch(/1 · Paper number 1 [\s\S]*2 · Paper number 2 /);
  });

  it("has what is said of a single paper below its title, and all buttons below that", () => {
    const press = (label: string) => ({ label, command: { name: "show", argument: label, page: 1 } });
    const { blocks } = renderMessage({
      blocks: [
        { kind: "paper", card: card(1, { gist: undefined, actions: [press("Save")] }) },
        { kind: "text", spans: ["One cache is as good as two."] },
        { kind: "actions", actions: [press("Share")] },
      ],
    });
    expect(readBlocks(blocks)).toMatch(/Paper number 1 [\s\S]*as good as two\.\nSave Share$/);
  });

  it("marks in bold the words that were found, and no others", () => {
    const gistOf = (spans: readonly Span[]) => {
      const { blocks } = renderMessage({
        blocks: [{ kind: "paper", card: card(1, { gist: { spans, source: "" } }) }],
      });
      return blocks.find(({ type }) => type === "section");
    };
    const found = { text: "KV cache", style: "match" } as const;
    expect(gistOf(["A ", found, ", & <how>"])).toMatchObject({
      text: { type: "mrkdwn", text: "A *KV cache*, &amp; &lt;how&gt;", verbatim: true },
    });
    expect(gistOf(["un", found, " and ", found])).toMatchObject({
      text: { type: "mrkdwn", text: "unKV cache and *KV cache*" },
    });
    expect(gistOf([found, " *is* it"])).toMatchObject({
      text: { type: "plain_text", text: "KV cache *is* it" },
    });

    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
        const { blocks } = renderMessage({
          blocks: [{ kind: "paper", card: card(1, { gist: { spans, source: "" } }) }],
        });
        const markup = JSON.stringify(blocks.filter(({ type }) => type === "section"));
        const marks = spans.filter(
          (one) => typeof one !== "string" && "style" in one && one.style === "match",
        );
        if (!markup.includes('"mrkdwn"')) return;
        expect(markup.match(/\*/gu)?.length ?? 0).toBeLessThanOrEqual(2 * marks.length);
        const said = spans.map((one) => literal(typeof one === "string" ? one : one.text)).join("");
        expect(visible(readBlocks(blocks))).toContain(visible(said));
      }),
      { numRuns: 300 },
    );
  });

  it("leaves out from the end, keeps the footer, and says what is missing", () => {
    const { blocks } = renderMessage(hugeMessage());
    const text = readBlocks(blocks);
    expect(text).toContain("Title 1 ");
    expect(text).toContain("the last words");
    expect(text).toMatch(/Too long for one message: .*\d+ papers left out/);
    const titles = [...text.matchAll(/Title (\d+) /g)].map(([, number]) => Number(number));
    expect(titles).toEqual(titles.map((_, at) => at + 1));
  });

  it("shows the first of too many list items and counts the others", () => {
    const items = Array.from({ length: 100 }, (_, at) => [`topic number ${at}: ${"kv cache ".repeat(10)}`]);
    const text = readBlocks(renderMessage({ blocks: [{ kind: "list", items }] }).blocks);
    const shown = text.match(/topic number \d+/g) ?? [];
    expect(shown.length).toBeGreaterThan(20);
    expect(text).toContain(`and ${100 - shown.length} more, not shown`);
  });

  it("has the whole message in words beside the blocks", () => {
    const said: Message = {
      blocks: [
        { kind: "heading", text: "Papers" },
        { kind: "paper", card: card(1) },
      ],
    };
    expect(renderMessage(said).text).toContain("Paper number 1 on caches (https://arxiv.org/abs/2401.00001)");
    expect(renderMessage({ blocks: [] }).text).toBe("Nothing to show.");
    expect(renderMessage({ blocks: [{ kind: "text", spans: [" \n"] }] }).text).toBe("Nothing to show.");
  });

  it("links only to web addresses", () => {
    const { blocks } = renderMessage({
      blocks: [{ kind: "text", spans: [{ text: "x", url: "javascript:alert(1)" }] }],
    });
    expect(JSON.stringify(blocks)).not.toContain("javascript");
    expect(readBlocks(blocks)).toBe("x");
  });
});

describe("what a button carries", () => {
  const id = fc.stringMatching(/^[A-Z0-9]{2,11}$/);
  const carried: fc.Arbitrary<Pick<Action, "command" | "form">> = fc.record(
    {
      command: fc.record(
        {
          name: fc.stringMatching(/^[a-z]{1,10}$/),
          argument: fc.string({ unit: "binary" }),
          page: fc.integer({ min: 1, max: 99_999_999 }),
          channel: fc.record({ platform: fc.constant("slack"), workspace: id, id }),
        },
        { requiredKeys: ["name", "argument", "page"] },
      ),
      form: fc.array(
        fc.record({
          label: fc.string(),
          kind: fc.constantFrom("text", "time", "days", "zone"),
          value: fc.string(),
          hint: fc.string(),
        }),
        { minLength: 1, maxLength: 4 },
      ),
    },
    { requiredKeys: ["command"] },
  );

  it("comes back as it was", () => {
    fc.assert(
      fc.property(carried, (written) => {
        expect(readPress(writePress(written))).toEqual({ form: undefined, ...written });
      }),
    );
  });

  it("is nothing when it is not ours", () => {
    fc.assert(fc.property(fc.string(), (text) => void readPress(text)));
    for (const text of ["", "info", "{", '{"run":"x"}', "show 0 - x", "show 1 other/lower x"]) {
      expect(readPress(text)).toBeUndefined();
    }
  });
});

const RECORDED = join(import.meta.dirname, "../../../../shared/data/hf-daily");
const day = z.array(
  z.object({
    paper: z.object({
      id: z.string(),
      title: z.string(),
      summary: z.string().default(""),
      authors: z.array(z.object({ name: z.string() })).default([]),
      upvotes: z.number().default(0),
    }),
  }),
);

function latestRecorded(count: number): z.infer<typeof day> {
  const found: z.infer<typeof day> = [];
  for (const name of readdirSync(RECORDED).toReversed()) {
    if (found.length >= count) break;
    found.push(...day.parse(JSON.parse(gunzipSync(readFileSync(join(RECORDED, name))).toString("utf8"))));
  }
  return found.slice(0, count);
}

describe.skipIf(!existsSync(RECORDED))("two thousand recorded papers", () => {
  it("are shown whole, as digests and as abstracts", () => {
    const cards = latestRecorded(2000).map(({ paper: { id, title, summary, authors, upvotes } }) => ({
      abstract: summary,
      card: card(1, {
        paperId: id,
        title,
        url: `https://huggingface.co/papers/${id}`,
        authors: authors
          .map(({ name }) => name)
          .slice(0, 2)
          .join(", "),
        gist: { spans: [summary.slice(0, 300)], source: "from the abstract" },
        facts: [`${upvotes} votes`],
      }),
    }));
    expect(cards).toHaveLength(2000);
    for (let start = 0; start < cards.length; start += 5) {
      const five = cards.slice(start, start + 5);
      const digest: Message = { blocks: five.map((one) => ({ kind: "paper", card: one.card })) };
      const rendered = renderMessage(digest);
      expect(checkMessage(rendered)).toEqual([]);
      const read = visible(readBlocks(rendered.blocks));
      for (const { card: shown } of five) expect(read).toContain(visible(shown.title));
    }
    for (const { abstract } of cards) {
      const said: Message = {
        blocks: [
          { kind: "text", spans: [abstract] },
          { kind: "note", spans: [abstract] },
        ],
      };
      expect(faultsOf(said)).toEqual([]);
    }
  }, 60_000);
});
