/** What is sent keeps every limit of Discord's, and outside text stays text. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderEmbeds } from "../../../adapters/discord/embeds.ts";
import { clean, escapeMarkdown, linkTarget, shorten } from "../../../adapters/discord/escape.ts";
import { markdown } from "../../../adapters/discord/markdown.ts";
import { render } from "../../../adapters/discord/render.ts";
import type { Message, PaperCard, Span } from "../../../src/platform/message.ts";
import { card, HOSTILE, visible } from "../../contract/messages.ts";
import { read, readMarkdown } from "../../helpers/discord-server/reader.ts";
import { messageFaults, openApiFaults } from "../../helpers/discord-server/rules.ts";
import { everyComponent, type MessageBody, messageBody } from "../../helpers/discord-server/wire.ts";
import { addressesIn, hostileMessage, hostileSpan, hostileText } from "./hostile.ts";

/** Line ends and signs that stand for themselves, in the words of the parser. */
const LITERAL = new Set(["text", "br", "newline", "twemoji", "emoticon"]);
const KEY = "abcDEF-_0123456789abcd";
// https://docs.discord.com/developers/components/reference#component-object-component-types
const [ACTION_ROW, SELECT, SEPARATOR] = [1, 3, 14];
const CHANNEL = "/channels/1000000000000000000/messages";
const PAPERS = new URL("../../../../shared/data/arxiv/papers.jsonl.gz", import.meta.url);

function bodies(message: Message): readonly MessageBody[] {
  return [render(message, { key: KEY }), renderEmbeds(message, { key: KEY })].map(({ body }) =>
    messageBody.parse({ ...body, nonce: KEY, enforce_nonce: true }),
  );
}

function shown({ components, embeds, content }: MessageBody) {
  return read({ components: components ?? [], embeds: embeds ?? [], content: content ?? "" });
}

function faultsIn(body: MessageBody): readonly string[] {
  return [...messageFaults(body), ...(openApiFaults?.("POST", CHANNEL, body) ?? [])];
}

/** The texts of a span list, as they may be read. */
function said(spans: readonly Span[]): string {
  return visible(spans.map((span) => clean(typeof span === "string" ? span : span.text)).join(""));
}

describe("text from outside", () => {
  it("is read as it was written, whatever it is", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const reading = readMarkdown(escapeMarkdown(text));
        expect(visible(reading.text)).toBe(visible(clean(text)));
        expect(reading.types.filter((type) => !LITERAL.has(type))).toEqual([]);
        expect([...reading.strange, ...reading.links]).toEqual([]);
        expect(reading.entries).toBe(0);
      }),
      { numRuns: 3000 },
    );
  });

  it("is read as it was written between styles and links too", () => {
    fc.assert(
      fc.property(fc.array(hostileSpan, { maxLength: 6 }), (spans) => {
        const reading = readMarkdown(markdown(spans));
        const styled = (...styles: string[]) =>
          spans.filter((span) => typeof span !== "string" && "style" in span && styles.includes(span.style))
            .length;
        const count = (type: string) => reading.types.filter((each) => each === type).length;
        const sameBrackets = (text: string) =>
          text.replaceAll("［", "[").replaceAll("］", "]").replaceAll("∶//", "://");
        expect(sameBrackets(visible(reading.text)).replace(/\s/gu, "")).toBe(
          sameBrackets(said(spans)).replace(/\s/gu, ""),
        );
        expect(count("strong")).toBeLessThanOrEqual(styled("strong", "match"));
        expect(count("em")).toBeLessThanOrEqual(styled("emphasis"));
        expect(count("inlineCode")).toBeLessThanOrEqual(styled("code"));
        expect(count("heading") + count("subtext") + reading.entries).toBe(0);
        expect(reading.strange).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("cannot draw a link's label over what follows it", () => {
    const link = { text: "Caches [extended]", url: "https://arxiv.org/abs/2401.00001" };
    for (const after of ["](https://evil.example)", "](", "] (0, 1] (x)", "]", "[x](https://evil.example)"]) {
      for (const span of [after, { text: after, style: "strong" }, { text: after, style: "code" }] as const) {
        const reading = readMarkdown(markdown([link, " ", span, " ", { ...link, text: `${after} [code]` }]));
        expect(reading.links).toEqual([link.url, link.url]);
        expect(reading.strange).toEqual([]);
        const cut = reading.text.indexOf(" ", link.text.length - 1);
        expect(reading.text.slice(0, cut)).toBe("Caches ［extended］");
      }
    }
  });

  it("is cut between words, never inside a character, and says so", () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 0, max: 60 }), (text, max) => {
        const cut = shorten(clean(text), max);
        expect(cut.length).toBeLessThanOrEqual(Math.max(max, clean(text).length <= max ? max : 0));
        expect(cut).not.toMatch(/\p{Surrogate}/u);
        if (clean(text).length > max && max > 0) expect(cut.endsWith("…")).toBe(true);
      }),
    );
    expect(shorten("a paper about caches", 14)).toBe("a paper about…");
  });

  it("names addresses that are linked only if they lead to the web", () => {
    expect(linkTarget("javascript:alert(1)")).toBeUndefined();
    expect(linkTarget("https://example.org/a b(c)")).toBe("https://example.org/a%20b%28c%29");
  });
});

describe("a message", () => {
  it("keeps every limit, and formats, mentions and links nothing of its own", () => {
    fc.assert(
      fc.property(hostileMessage, (message) => {
        for (const body of bodies(message)) {
          const reading = shown(body);
          expect(faultsIn(body)).toEqual([]);
          expect(reading.strange).toEqual([]);
          const targets = new Set([...addressesIn(message)].map(linkTarget));
          expect(reading.links.filter((link) => !targets.has(link))).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  }, 120_000);

  it("keeps a number and its unit on one line", () => {
    const facts = ["12 votes", { text: "code (3 stars)", url: "https://example.org/" }];
    const text = JSON.stringify(bodies({ blocks: [{ kind: "paper", card: card(1, { facts }) }] }));
    expect(text.match(/12\u00a0votes · \[code\u00a0\\*\(3\u00a0stars/gu)).toHaveLength(2);
  });

  it("carries its delivery key where it can be found again, with buttons and without", () => {
    const ids = (message: Message) => JSON.stringify(render(message, { key: KEY }).body.components);
    expect(ids({ blocks: [{ kind: "paper", card: card(1) }] })).toContain(`.${KEY}.`);
    expect(ids({ blocks: [{ kind: "text", spans: ["x"] }] })).toMatch(/"id":\d{4,}.*"id":\d{4,}/);
    expect(ids({ blocks: [{ kind: "text", spans: ["x"] }] })).not.toContain("custom_id");
  });

  it("leaves out papers from the end, says how many, and keeps what stands below", () => {
    const papers = Array.from({ length: 30 }, (_, at) => ({ kind: "paper" as const, card: card(at + 1) }));
    const more = { label: "More", command: { name: "today", argument: "", page: 2 } };
    const { text } = shown(
      messageBody.parse(
        render({
          blocks: [{ kind: "heading", text: "Today" }, ...papers, { kind: "actions", actions: [more] }],
        }).body,
      ),
    );
    const kept = papers.filter(({ card: { title } }) => text.includes(title)).length;
    expect(kept).toBeGreaterThan(8);
    expect(text).toContain(`${30 - kept} more papers left out`);
    expect(text).toContain("[More]");
  });

  it("shows eight papers with their summaries, a button each, and menus for the rest", () => {
    const gist = {
      spans: ["It finds that one cache is as good as two. ".repeat(6)],
      source: "from the abstract",
    };
    const labels = ["Summary", "Similar", "Abstract", "Save", "Not for us"];
    const digest = (count: number): Message => ({
      blocks: [
        { kind: "heading", text: "Papers of Tuesday, 24 November" },
        ...Array.from({ length: count }, (_, at) => ({
          kind: "paper" as const,
          card: card(at + 1, {
            gist,
            actions: labels.map((label) => ({
              label,
              command: { name: label.toLowerCase(), argument: `2401.0000${at + 1}`, page: 1 },
            })),
          }),
        })),
        { kind: "note", spans: ["3 topics"] },
        {
          kind: "actions",
          actions: ["More", "Topics"].map((label) => ({
            label,
            command: { name: label.toLowerCase(), argument: "", page: 1 },
          })),
        },
      ],
    });
    for (const [count, menus] of [
      [6, 1],
      [8, 2],
    ] as const) {
      const { body } = render(digest(count), { key: KEY });
      const parsed = messageBody.parse(body);
      const all = everyComponent(parsed.components ?? []);
      const { text } = shown(parsed);
      expect(faultsIn({ ...parsed, nonce: KEY })).toEqual([]);
      expect(all.filter(({ type }) => type === 3)).toHaveLength(menus);
      expect(all.filter(({ type, label }) => type === 2 && label === "Summary")).toHaveLength(count);
      for (let number = 1; number <= count; number++) {
        expect(text).toContain(`Paper number ${number} on caches`);
        for (const label of labels.slice(1)) expect(text).toContain(`[${number} · ${label}`);
      }
      expect(text.match(/It finds that one cache/g)?.length).toBeGreaterThanOrEqual(count);
      const kinds = (parsed.components?.[0]?.components ?? []).map(({ type }) => type);
      expect(kinds[kinds.indexOf(ACTION_ROW) - 1]).toBe(SEPARATOR);
      const [menu] = all.filter(({ type }) => type === SELECT);
      expect(menu).toMatchObject({
        placeholder: menus === 1 ? "Choose a paper…" : "Choose a paper, 1 to 6…",
      });
    }
  });

  it("has what is said of a single paper below its title, and all buttons below that", () => {
    const save = { label: "Save", command: { name: "save", argument: "2401.00001", page: 1 } };
    const share = { label: "Share", command: { name: "share", argument: "", page: 1 } };
    const message: Message = {
      blocks: [
        { kind: "paper", card: card(1, { gist: undefined, actions: [save] }) },
        { kind: "text", spans: ["One cache is as good as two."] },
        { kind: "actions", actions: [share] },
      ],
    };
    for (const body of bodies(message)) {
      const { text } = shown(body);
      expect(text).toMatch(/Paper number 1 [\s\S]*One cache is as good as two\.\s*\[Save\]\s*\[Share\]\s*$/);
    }
    const withoutShare = { blocks: message.blocks.slice(0, 2) };
    for (const body of bodies(withoutShare)) expect(shown(body).text).toMatch(/two\.\s*\[Save\]\s*$/);
  });
});

const recorded = z.object({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
});

describe.skipIf(!existsSync(fileURLToPath(PAPERS)))("2,000 recorded papers", () => {
  const papers = existsSync(fileURLToPath(PAPERS)) ? readPapers() : [];

  it("are shown whole, eight at a time, within every limit", () => {
    for (let at = 0; at < papers.length; at += 8) {
      const message: Message = {
        blocks: [
          { kind: "heading", text: "Papers" },
          ...papers.slice(at, at + 8).map((each) => ({ kind: "paper" as const, card: each })),
        ],
      };
      for (const body of bodies(message)) {
        const reading = shown(body);
        expect(faultsIn(body)).toEqual([]);
        expect(reading.strange).toEqual([]);
        expect(new Set(reading.links)).toEqual(new Set(papers.slice(at, at + 8).map(({ url }) => url)));
      }
      const text = visible(shown(bodies(message)[0] ?? {}).text);
      for (const { title } of papers.slice(at, at + 8)) expect(text).toContain(visible(title));
    }
  }, 120_000);

  it("say their whole abstract literally", () => {
    for (const each of papers) {
      const abstract = (each.gist?.spans ?? []).join("");
      const { text } = shown(
        messageBody.parse(render({ blocks: [{ kind: "text", spans: [abstract] }] }).body),
      );
      expect(visible(text)).toBe(visible(clean(abstract)));
    }
  }, 60_000);
});

it("keeps the literal words of hostile titles in its menus too", () => {
  for (const title of HOSTILE) {
    const message: Message = { blocks: [1, 2].map((n) => ({ kind: "paper", card: card(n, { title }) })) };
    expect(visible(shown(bodies(message)[0] ?? {}).text)).toContain(visible(title).slice(0, 60));
  }
});

function readPapers(): readonly PaperCard[] {
  const lines = gunzipSync(readFileSync(PAPERS)).toString("utf8").split("\n", 2000);
  return lines.map((line) => {
    const { id, title, abstract, authors } = recorded.parse(JSON.parse(line));
    return card(1, {
      paperId: id,
      title,
      url: `https://arxiv.org/abs/${id}`,
      authors: authors.join(", "),
      gist: { spans: [abstract], source: "from the abstract" },
      facts: ["12 votes"],
    });
  });
}
