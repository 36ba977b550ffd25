import { expect, it } from "vitest";
import { spellCommands } from "../../src/platform/command-lines.ts";
import type { Span } from "../../src/platform/message.ts";
import { card, EVERY_BLOCK } from "../contract/messages.ts";

const LINE: Span = { text: "search kv cache", style: "command" };
const SPELLED: Span = { text: "/papers search kv cache", style: "code" };

it("command lines are spelled wherever spans stand, and nothing else changes", () => {
  const said = (span: Span) => ({
    blocks: [
      ...EVERY_BLOCK.blocks,
      { kind: "text", spans: ["Type ", span] } as const,
      { kind: "note", spans: [span, { text: "search", style: "code" }] } as const,
      { kind: "list", items: [[span], ["search"]] } as const,
      { kind: "paper", card: card(1, { gist: { spans: [span], source: "search" }, facts: [span] }) } as const,
    ],
  });
  expect(spellCommands(said(LINE), "/papers ")).toEqual(said(SPELLED));
});
