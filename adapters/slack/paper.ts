/**
 * One paper as blocks: its title, what it found with the menu beside it, and a small line that says whose words these
 * are, why it is here, whose it is and what people make of it.
 */
import type { types } from "@slack/bolt";
import { inOnePiece, literalLine } from "../../src/platform/literal.ts";
import type { Action, PaperCard, Span } from "../../src/platform/message.ts";
import { type Answered, actionRows, menu, splitActions } from "./controls.ts";
import type { Piece } from "./fit.ts";
import { cut } from "./literal.ts";
import { markedText, type TextObject } from "./marked.ts";
import { elements, type Literal, linkElement, quote, richText, section, textElement } from "./rich-text.ts";
import { smallLine } from "./small-print.ts";

const TITLE = 500;
const AUTHORS = 300;
const GIST = 1000;
const SOURCE = 100;
const REASONS = 300;
const NOTE = 600;
const NOTHING_SAID = "More about this paper";

/** `number` tells papers of a list apart, and shows their order. */
export function paper(card: PaperCard, number: number | undefined, answered: Answered | undefined): Piece {
  const title = [
    ...(number === undefined ? [] : textElement(`${number} · `, { bold: true })),
    ...linkElement(cut(literalLine(card.title), TITLE), card.url, { bold: true }),
  ];
  const authors = cut(literalLine(card.authors), AUTHORS);
  const gist = card.gist && markedText(card.gist.spans, GIST);
  const source = gist === undefined ? "" : cut(literalLine(card.gist?.source ?? ""), SOURCE);
  const reasons = cut(literalLine(card.reasons.join(" · ")), REASONS);
  const { entries, buttons } = splitActions(card.actions);
  return {
    kind: "paper",
    blocks: [
      ...richText([section(title), ...remark(card.note)]),
      ...withMenu(gist, entries),
      ...smallLine(listed([source, reasons, authors, ...card.facts.map(inOnePiece)])),
      ...actionRows(buttons, answered),
    ],
    brief: richText([section(lines(title, textElement(authors)))]),
  };
}

/** What it found, with the menu at its right. */
function withMenu(gist: TextObject | undefined, entries: readonly Action[]): types.KnownBlock[] {
  if (gist === undefined && entries.length === 0) return [];
  return [
    {
      type: "section",
      text: gist ?? { type: "plain_text", text: NOTHING_SAID, emoji: false },
      expand: true,
      ...(entries.length > 0 && { accessory: menu(entries) }),
    },
  ];
}

function remark(note: PaperCard["note"]): types.RichTextQuote[] {
  if (note === undefined) return [];
  return [quote(elements([`${literalLine(note.text)} — ${literalLine(note.by)}`], NOTE))];
}

function lines(first: Literal[], second: Literal[]): Literal[] {
  return first.length > 0 && second.length > 0
    ? [...first, ...textElement("\n"), ...second]
    : [...first, ...second];
}

/** With a dot between what there is. */
function listed(parts: readonly Span[]): readonly Span[] {
  return parts
    .filter((part) => literalLine(typeof part === "string" ? part : part.text) !== "")
    .flatMap((part, at) => (at === 0 ? [part] : [" · ", part]));
}
