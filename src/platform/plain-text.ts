/** A whole message as plain text: for notifications, screen readers and logs of what was said. */
import { literal, literalLine } from "./literal.ts";
import type { Action, Block, Message, PaperCard, Span } from "./message.ts";

/** Everything that the message says, in reading order; blocks are separated by an empty line. */
export function plainText(message: Message): string {
  return message.blocks
    .map(plainBlock)
    .filter((text) => text !== "")
    .join("\n\n");
}

/** The spans' text; a link is followed by its address where its text does not already show it. */
function plainSpans(spans: readonly Span[]): string {
  return spans.map(plainSpan).join("");
}

function plainSpan(span: Span): string {
  if (typeof span === "string") return literal(span);
  const text = literal(span.text);
  return "url" in span && span.url !== text ? `${text} (${literalLine(span.url)})` : text;
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "heading":
      return literalLine(block.text);
    case "text":
    case "note":
      return plainSpans(block.spans);
    case "list":
      return block.items.map((item) => `- ${plainSpans(item)}`).join("\n");
    case "paper":
      return plainCard(block.card);
    case "actions":
      return plainActions(block.actions);
  }
}

function plainCard(card: PaperCard): string {
  const lines = [
    `${literalLine(card.title)} (${literalLine(card.url)})`,
    literalLine(card.authors),
    card.gist === undefined ? "" : `${plainSpans(card.gist.spans)} (${literalLine(card.gist.source)})`,
    card.note === undefined ? "" : `${literalLine(card.note.by)}: "${literal(card.note.text)}"`,
    card.reasons.map(literalLine).join(" · "),
    card.facts.map((fact) => plainSpans([fact])).join(" · "),
    plainActions(card.actions),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function plainActions(actions: readonly Action[]): string {
  return actions.map((action) => `[${literalLine(action.label)}]`).join(" ");
}
