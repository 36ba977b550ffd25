/** Message -> plain text, for notifications and screen readers. */
import type { Block, Message, PaperCard, Span } from "../../src/platform/message.ts";
import { LIMITS } from "./limits.ts";
import { clean, cut, escapeMarkup, oneLine } from "./literal.ts";

/** The whole message in words, escaped. */
export function plainText(message: Message): string {
  const text = message.blocks
    .map(blockText)
    .filter((part) => part.trim() !== "")
    .join("\n\n");
  return text === "" ? "Nothing to show." : escapeMarkup(cut(text, LIMITS.fallbackText));
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return oneLine(block.text);
    case "text":
    case "note":
      return words(block.spans);
    case "list":
      return block.items.map((item) => `• ${words(item)}`).join("\n");
    case "paper":
      return paperText(block.card);
    case "actions":
      return "";
  }
}

function paperText(card: PaperCard): string {
  return [
    `${oneLine(card.title)} (${card.url})`,
    oneLine(card.authors),
    card.gist && `${words(card.gist.spans)} (${oneLine(card.gist.source)})`,
    card.facts.map((fact) => words([fact])).join(" · "),
    card.note && `“${oneLine(card.note.text)}” (${oneLine(card.note.by)})`,
    oneLine(card.reasons.join(" · ")),
  ]
    .filter((line) => line !== undefined && line.trim() !== "")
    .join("\n");
}

function words(spans: readonly Span[]): string {
  return spans.map((span) => clean(typeof span === "string" ? span : span.text)).join("");
}
