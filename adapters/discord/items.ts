/** A Message as the items of one Discord message, in their order. Pure. */
import type { Action, Message, PaperCard, Span } from "../../src/platform/message.ts";
import { oneLine } from "./escape.ts";
import { plain } from "./markdown.ts";

export type Item =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text" | "note" | "entry"; readonly spans: readonly Span[] }
  | { readonly kind: "paper"; readonly card: PaperCard }
  | { readonly kind: "actions"; readonly actions: readonly Action[] };

/** What there is to show: blocks that are not empty, and lists by their entries. */
export function itemsOf(message: Message): readonly Item[] {
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
