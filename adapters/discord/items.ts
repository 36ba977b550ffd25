/** A Message as the items of one Discord message, in their order. Pure. */
import type { Action, Message, PaperCard, Span } from "../../src/platform/message.ts";
import { oneLine } from "./escape.ts";
import { plain } from "./markdown.ts";

export type Item =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text" | "note" | "entry"; readonly spans: readonly Span[] }
  | { readonly kind: "paper"; readonly card: PaperCard }
  | { readonly kind: "actions"; readonly actions: readonly Action[] };

/** What there is to show. A single paper's buttons stand with the message's own, below what is said of the paper. */
export function itemsOf(message: Message): readonly Item[] {
  return withButtonsBelow(filled(message));
}

function filled(message: Message): readonly Item[] {
  return message.blocks.flatMap((block): readonly Item[] => {
    switch (block.kind) {
      case "heading":
        return oneLine(block.text).trim() === "" ? [] : [block];
      case "text":
      case "note":
        return plain(block.spans).trim() === "" ? [] : [block];
      case "list":
        return block.items
          .filter((spans) => plain(spans).trim() !== "")
          .map((spans) => ({ kind: "entry", spans }));
      case "paper":
        return [block];
      default:
        return block.actions.length === 0 ? [] : [block];
    }
  });
}

function withButtonsBelow(items: readonly Item[]): readonly Item[] {
  const [paper, ...others] = items.filter((item) => item.kind === "paper");
  if (paper === undefined || others.length > 0) return items;
  const { card } = paper;
  const bare = items.map((item) => (item === paper ? { ...paper, card: { ...card, actions: [] } } : item));
  const at = bare.findIndex(({ kind }, index) => kind === "actions" && index > items.indexOf(paper));
  const row = bare[at];
  const own = row?.kind === "actions" ? row.actions : [];
  const actions = [...card.actions, ...own];
  if (actions.length === 0) return bare;
  return bare.toSpliced(at < 0 ? bare.length : at, own.length > 0 ? 1 : 0, { kind: "actions", actions });
}
