/** Messages that a platform must be able to show, and how to compare what people read with what was said. */
import type { Block, Message, PaperCard } from "../../src/platform/message.ts";

/** Text that some platform takes for a mention, a link, markup or an order. */
export const HOSTILE: readonly string[] = [
  "<!channel> <!here> <@U012AB3CD> <#C024BE91L> <https://evil.example|click me>",
  "@everyone @here <@123456789012345678> <@&123456789012345678> </help:123456789012345678>",
  "*one* _two_ ~three~ `four` **five** __six__ ~~seven~~ ||eight|| ```nine```",
  "[label](https://evil.example) and ![image](https://evil.example/x.png) and <https://evil.example>",
  '<script>alert("1")</script> &amp; &lt;b&gt; <b>bold</b> \\*not\\* \\',
  "$\\alpha$-divergence at 50% of snake_case_name in O(n*m*k), a<b>c & d|e",
  "# heading?\n> quote?\n- item?\n1. item?\n-# small?",
  "数据 データ 한국어 עברית العربية é ñ 👩‍👩‍👧‍👦 🇩🇪 ∑ᵢxᵢ²",
];

/** Text with characters that must not reach anybody; what stays of it is `safe`. */
export const UNPRINTABLE: readonly { readonly said: string; readonly safe: string }[] = [
  { said: "before\u001b[2J\u001b[31mafter", safe: "beforeafter" },
  { said: "\u001b]8;;https://evil.example\u0007title\u001b]8;;\u0007", safe: "title" },
  { said: "\u001b]52;c;aGVsbG8=\u0007clipboard", safe: "clipboard" },
  { said: "bell\u0007 null\u0000 back\u0008 delete\u007f csi\u009b31m", safe: "bell null back delete csi" },
  { said: "\u202egnp.exe\u202c \u2066hidden\u2069", safe: "gnp.exe hidden" },
  { said: "half \ud83d of a character", safe: "half of a character" },
];

export function card(number: number, over: Partial<PaperCard> = {}): PaperCard {
  return {
    paperId: `2401.0000${number}`,
    title: `Paper number ${number} on caches`,
    url: `https://arxiv.org/abs/2401.0000${number}`,
    authors: "Ada Lovelace, Alan Turing and 12 others",
    gist: { spans: [`It finds result ${number}.`], source: "from the abstract" },
    reasons: ['matches "kv cache"'],
    facts: ["12 votes", { text: "code", url: "https://github.com/example/cache" }],
    note: undefined,
    actions: [
      { label: "Summary", command: { name: "summary", argument: `2401.0000${number}`, page: 1 } },
      { label: "Similar", command: { name: "similar", argument: `2401.0000${number}`, page: 1 } },
    ],
    ...over,
  };
}

/** One of each kind of block. */
export const EVERY_BLOCK: Message = {
  blocks: [
    { kind: "heading", text: "Papers of the day" },
    {
      kind: "text",
      spans: [
        "Plain, ",
        { text: "strong", style: "strong" },
        ", ",
        { text: "emphasis", style: "emphasis" },
        ", ",
        { text: "code", style: "code" },
        ", ",
        { text: "match", style: "match" },
        " and ",
        { text: "a link", url: "https://example.org/page" },
        ".",
      ],
    },
    { kind: "list", items: [["first item"], ["second ", { text: "item", style: "strong" }]] },
    { kind: "paper", card: card(1, { note: { by: "Grace", text: "worth reading together" } }) },
    { kind: "note", spans: ["Small print."] },
    {
      kind: "actions",
      actions: [{ label: "More", command: { name: "more", argument: "x", page: 2 }, style: "primary" }],
    },
  ],
};

/** What people must be able to read of it. */
export const EVERY_TEXT: readonly string[] = [
  "Papers of the day",
  "Plain, ",
  "strong",
  "emphasis",
  "code",
  "match",
  "a link",
  "first item",
  "second",
  "Paper number 1 on caches",
  "Ada Lovelace, Alan Turing and 12 others",
  "It finds result 1.",
  "from the abstract",
  'matches "kv cache"',
  "12 votes",
  "worth reading together",
  "Grace",
  "Small print.",
  "More",
];

/** More of everything than any chat platform takes in one message. */
export function hugeMessage(): Message {
  const long = (words: number) => "a sentence with a 👩‍👩‍👧‍👦 family in it, ".repeat(words);
  const blocks: Block[] = [{ kind: "heading", text: long(20) }];
  for (let number = 1; number <= 60; number++) {
    blocks.push({
      kind: "paper",
      card: card(number, {
        title: `Title ${number} ${long(20)}`,
        authors: long(20),
        gist: { spans: [long(30)], source: "from the abstract" },
        reasons: [long(10)],
      }),
    });
  }
  blocks.push({ kind: "text", spans: [long(2000)] });
  blocks.push({
    kind: "list",
    items: Array.from({ length: 120 }, (_, item) => [`item ${item} ${long(10)}`]),
  });
  blocks.push({
    kind: "actions",
    actions: Array.from({ length: 40 }, (_, at) => ({
      label: `Do number ${at} of many`,
      command: { name: "more", argument: `${at}`, page: 1 },
    })),
  });
  blocks.push({ kind: "note", spans: ["the last words"] });
  return { blocks };
}

/** For comparing what was said and what is read: white space and invisible characters do not count. */
export function visible(text: string): string {
  return text
    .replace(/[\u200b\u2060\u00ad\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** Characters that nobody must be shown. */
export const NEVER_SHOWN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
