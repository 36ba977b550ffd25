/** Command lines in messages, spelled as a platform's people type them. */
import type { Block, Message, Span } from "./message.ts";

/**
 * The message with `prefix` before each command line, for instance `/papers `. A renderer does this first where
 * commands are not typed by their names alone.
 */
export function spellCommands(message: Message, prefix: string): Message {
  const spell = (spans: readonly Span[]): readonly Span[] =>
    spans.map((span) =>
      typeof span !== "string" && "style" in span && span.style === "command"
        ? { text: `${prefix}${span.text}`, style: "code" }
        : span,
    );
  return { ...message, blocks: message.blocks.map((block) => inBlock(block, spell)) };
}

function inBlock(block: Block, change: (spans: readonly Span[]) => readonly Span[]): Block {
  switch (block.kind) {
    case "text":
    case "note":
      return { ...block, spans: change(block.spans) };
    case "list":
      return { ...block, items: block.items.map(change) };
    case "paper": {
      const { gist, facts } = block.card;
      const changed = gist && { ...gist, spans: change(gist.spans) };
      return { ...block, card: { ...block.card, gist: changed, facts: change(facts) } };
    }
    case "heading":
    case "actions":
      return block;
  }
}
