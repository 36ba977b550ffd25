import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { render } from "../../../adapters/terminal/render.ts";
import type { Block, Message, Span } from "../../../src/platform/message.ts";
import { card, NEVER_SHOWN } from "../../contract/messages.ts";
import { hostileText } from "../../platform/hostile-text.ts";
import { asRead, ESC, linksIn } from "./console.ts";

const PLAIN = { columns: 60, colors: false, links: false };
const RICH = { columns: 60, colors: true, links: true };

const DIGEST: Message = {
  blocks: [
    { kind: "heading", text: "Papers for Monday" },
    { kind: "note", spans: ["2 of 61 papers"] },
    { kind: "paper", card: card(1, { note: { by: "Grace", text: "worth reading together" } }) },
    {
      kind: "paper",
      card: card(2, {
        title: "面向长上下文推理的高效注意力机制：一种分层稀疏方法及其在多模态模型中的应用",
        gist: {
          spans: ["It is a sentence that goes on beyond the edge of the line."],
          source: "from the abstract",
        },
      }),
    },
    {
      kind: "actions",
      actions: [
        { label: "More papers", command: { name: "more", argument: "", page: 2 } },
        { label: "Change the hour", command: { name: "schedule", argument: "", page: 1 } },
        { label: "Unsubscribe", command: { name: "unsubscribe", argument: "x", page: 1 }, style: "danger" },
      ],
    },
    { kind: "note", spans: ["Type ", { text: "settings", style: "code" }, " to change this."] },
  ],
};

describe("a digest in a terminal", () => {
  it("reads well in plain text", () => {
    expect(render(DIGEST, PLAIN, false)).toBe(
      `
Papers for Monday
2 of 61 papers

1  Paper number 1 on caches
   Ada Lovelace, Alan Turing and 12 others
   It finds result 1. (from the abstract)
   Grace: “worth reading together”
   → matches "kv cache"
   12 votes · code
   https://arxiv.org/abs/2401.00001

2  面向长上下文推理的高效注意力机制：一种分层稀疏方法及其在
   多模态模型中的应用
   Ada Lovelace, Alan Turing and 12 others
   It is a sentence that goes on beyond the edge of the
   line. (from the abstract)
   → matches "kv cache"
   12 votes · code
   https://arxiv.org/abs/2401.00002

1–2 + summary · similar

[3] More papers   [4] Change the hour   [5] Unsubscribe

Type \`settings\` to change this.
`.trim(),
    );
  });

  it("explains the numbers to whoever has not seen them", () => {
    expect(render(DIGEST, { ...PLAIN, columns: 100 }, true)).toContain(
      "Every paper has a number. Type it with a word to go on: 1 summary, 1 similar.",
    );
  });

  describe("where nothing can be clicked", () => {
    const CODE = "https://github.com/an-organization/with-a-long-name-for-its-code";
    const PAGE = "https://an-organization.github.io/and-a-project-page/of-some-length/";
    const facts = ["12 votes", { text: "code", url: CODE }, { text: "project page", url: PAGE }];
    const showing = (...numbers: readonly number[]) => ({
      blocks: numbers.map((number) => paper(card(number, { facts }))),
    });

    it.each([40, 60, 100])("a paper has a line for each address, unbroken, at %i columns", (columns) => {
      const lines = render(showing(1), { ...PLAIN, columns }, false).split("\n");
      const own = lines.map((line) => line.trim()).filter((line) => line.includes("https://"));
      expect(own).toEqual(["https://arxiv.org/abs/2401.00001", CODE, PAGE]);
      expect(lines).toContain("   12 votes · code · project page");
    });

    it("one of many has its own alone, so that they stay short", () => {
      const text = render(showing(1, 2), { ...PLAIN, columns: 100 }, false);
      expect(text.match(/https:\S+/g)).toEqual(
        [1, 2].map((number) => `https://arxiv.org/abs/2401.0000${number}`),
      );
    });

    it("nothing is left out where lines are not broken", () => {
      const text = render(showing(1, 2), { ...PLAIN, columns: Number.POSITIVE_INFINITY }, false);
      expect(text).toContain(`12 votes · code (${CODE}) · project page (${PAGE})\n`);
    });

    it("an address within a text is not broken either", () => {
      fc.assert(
        fc.property(
          fc.webUrl(),
          fc.lorem(),
          fc.integer({ min: 20, max: 120 }),
          fc.boolean(),
          (url, words, columns, colors) => {
            const said: Message = {
              blocks: [
                { kind: "note", spans: [words, " ", { text: "here", url }, ` ${words}`] },
                { kind: "list", items: [[`${words} ${url} ${words}`], [url]] },
              ],
            };
            const lines = asRead(render(said, { columns, colors, links: false }, false)).split("\n");
            const whole = lines.filter((line) => line.includes(url)).length;
            expect(whole).toBe(3);
            const others = lines.filter((line) => !line.includes(url));
            expect(others.filter((line) => stringWidth(line) > columns)).toEqual([]);
            const read = lines
              .map((line) => line.trim())
              .join(" ")
              .replaceAll(/\s+/g, " ");
            expect(read).toBe(`${words} here (${url}) ${words} • ${words} ${url} ${words} • ${url}`);
          },
        ),
        { numRuns: 100 },
      );
    });
  });

  it("has clickable titles and no bare addresses where the terminal can", () => {
    const text = render(DIGEST, RICH, false);
    expect(text).toContain(`${ESC}]8;;https://arxiv.org/abs/2401.00001\u0007`);
    expect(asRead(text)).not.toContain("https://");
    expect(linksIn(text)).toContain("https://github.com/example/cache");
  });

  it("links to nothing but the web", () => {
    for (const url of [
      "javascript:alert(1)",
      "file:///etc/passwd",
      "not an address",
      `https://a/${ESC}]8;;\u0007`,
    ]) {
      const text = render(
        { blocks: [{ kind: "paper", card: card(1, { url, facts: [{ text: "x", url }] }) }] },
        RICH,
        false,
      );
      for (const link of linksIn(text)) expect(link).toMatch(/^https:\/\/a\//);
      expect(asRead(text)).not.toContain(ESC);
    }
  });

  it("keeps a number and its unit on one line", () => {
    const facts = ["1,234 votes", "5 comments", { text: "code (12 stars)", url: "https://example.org/" }];
    for (let columns = 24; columns < 48; columns++) {
      const lines = render(
        { blocks: [{ kind: "paper", card: card(1, { facts }) }] },
        { ...PLAIN, columns },
        false,
      );
      for (const fact of ["1,234 votes", "5 comments", "code (12 stars)"]) expect(lines).toContain(fact);
    }
  });

  it("keeps to the width of the terminal, also with wide and combining characters", () => {
    const words = fc.array(
      fc.oneof(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
        fc.constantFrom("缓存压缩方法及其应用", "ééé", "👩‍👩‍👧‍👦", "한국어"),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 24, max: 120 }), fc.boolean(), (title, columns, colors) => {
        const text = title.join(" ");
        const message = { blocks: [card(1, { title: text }), card(2, { authors: text })].map(paper) };
        const lines = render(message, { columns, colors, links: colors }, true).split("\n");
        const wide = lines.filter((line) => stringWidth(line) > columns && !/https?:/.test(line));
        expect(wide).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("text from outside", () => {
  const span: fc.Arbitrary<Span> = fc.oneof(
    hostileText,
    fc.record({ text: hostileText, style: fc.constantFrom("strong", "emphasis", "code", "match") }),
    fc.record({ text: hostileText, url: fc.oneof(hostileText, fc.webUrl()) }),
  );
  const spans = fc.array(span, { maxLength: 3 });
  const action = hostileText.map((label) => ({ label, command: { name: label, argument: label, page: 1 } }));
  const block: fc.Arbitrary<Block> = fc.oneof(
    fc.record({ kind: fc.constant("heading"), text: hostileText }),
    fc.record({ kind: fc.constantFrom("text", "note"), spans }),
    fc.record({ kind: fc.constant("list"), items: fc.array(spans, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("actions"), actions: fc.array(action, { maxLength: 3 }) }),
    fc
      .record({
        title: hostileText,
        url: hostileText,
        authors: hostileText,
        gist: fc.record({ spans, source: hostileText }),
        reasons: fc.array(hostileText, { maxLength: 2 }),
        facts: spans,
        note: fc.record({ by: hostileText, text: hostileText }),
        actions: fc.array(action, { maxLength: 2 }),
      })
      .map((over) => paper(card(1, over))),
  );
  const message = fc.record({ blocks: fc.array(block, { maxLength: 5 }) });

  it("never commands the terminal", () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 20, max: 120 }), fc.boolean(), (said, columns, introduce) => {
        expect(render(said, { columns, colors: false, links: false }, introduce)).not.toMatch(NEVER_SHOWN);
        expect(asRead(render(said, { columns, colors: true, links: true }, introduce))).not.toMatch(
          NEVER_SHOWN,
        );
      }),
      { numRuns: 300 },
    );
  });
});

function paper(shown: ReturnType<typeof card>): Block {
  return { kind: "paper", card: shown };
}
