/** Outside text at its worst, for property tests. */
import fc from "fast-check";
import type { Block, Message, PaperCard, Span } from "../../../src/platform/message.ts";
import { HOSTILE } from "../../contract/messages.ts";

const SIGNS = [
  ..."\\*_~`|<>[]()@#:-+.!?/&$=0123456789 \n\t",
  "**",
  "__",
  "~~",
  "||",
  "```",
  "@everyone",
  "@here",
  "<@123456789012345678>",
  "<@&123456789012345678>",
  "<#123456789012345678>",
  "<:smile:123456789012345678>",
  "<t:1700000000:R>",
  "</papers help:123456789012345678>",
  "<id:customize>",
  ":smile:",
  "https://evil.example/a_b",
  "[x](https://evil.example)",
  "](https://evil.example)",
  "](",
  "\n# ",
  "\n-# ",
  "\n> ",
  "\n>>> ",
  "\n- ",
  "\n* ",
  "\n1. ",
  "¯\\_(ツ)_/¯",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u001b[31m",
  "\ud83d",
  "👩‍👩‍👧‍👦",
  "é",
  "数",
  "word ",
];

/** Signs that mean something, ordinary words and any characters at all, in any order. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 30 }).map((signs) => signs.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(...HOSTILE),
);

const url = fc.constantFrom(
  "https://arxiv.org/abs/2401.00001",
  "https://example.org/a(b)_c*d*?q=[x]|y&z='1'#<f>",
  "http://example.org/`~~`/\\",
  "javascript:alert(1)",
  "not an address",
);

export const hostileSpan: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  fc.record({
    text: hostileText,
    style: fc.constantFrom("strong" as const, "emphasis" as const, "code" as const, "match" as const),
  }),
  fc.record({ text: hostileText, url }),
);

const spans = fc.array(hostileSpan, { maxLength: 5 });
const command = fc.record({
  name: fc.constantFrom("summary", "similar", "search"),
  argument: fc.oneof(hostileText, fc.string({ minLength: 90, maxLength: 300 })),
  page: fc.integer({ min: 1, max: 99 }),
});
const action = fc.record({ label: hostileText, command });

const card: fc.Arbitrary<PaperCard> = fc.record({
  paperId: fc.constant("2401.00001"),
  title: hostileText,
  url,
  authors: hostileText,
  gist: fc.option(fc.record({ spans, source: hostileText }), { nil: undefined }),
  reasons: fc.array(hostileText, { maxLength: 3 }),
  facts: spans,
  note: fc.option(fc.record({ by: hostileText, text: hostileText }), { nil: undefined }),
  actions: fc.array(action, { maxLength: 7 }),
});

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("heading" as const), text: hostileText }),
  fc.record({ kind: fc.constantFrom("text" as const, "note" as const), spans }),
  fc.record({ kind: fc.constant("list" as const), items: fc.array(spans, { maxLength: 30 }) }),
  fc.record({ kind: fc.constant("paper" as const), card }),
  fc.record({ kind: fc.constant("actions" as const), actions: fc.array(action, { maxLength: 60 }) }),
);

export const hostileMessage: fc.Arbitrary<Message> = fc.record({
  blocks: fc.array(block, { maxLength: 25 }),
});

/** The addresses to which a message links. */
export function addressesIn(message: Message): ReadonlySet<string> {
  const ofSpans = (list: readonly Span[]) =>
    list.flatMap((span) => (typeof span !== "string" && "url" in span ? [span.url] : []));
  return new Set(
    message.blocks.flatMap((each): readonly string[] => {
      switch (each.kind) {
        case "text":
        case "note":
          return ofSpans(each.spans);
        case "list":
          return each.items.flatMap(ofSpans);
        case "paper":
          return [each.card.url, ...ofSpans(each.card.facts), ...ofSpans(each.card.gist?.spans ?? [])];
        default:
          return [];
      }
    }),
  );
}
