/**
 * One paper as blocks: its title, what it found with the menu beside it, and a small line that says why it is here,
 * whose it is and what people make of it.
 */
import type { types } from "@slack/bolt";
import { inOnePiece, literal, literalLine } from "../../src/platform/literal.ts";
import type { Action, PaperCard, Span } from "../../src/platform/message.ts";
import { type Answered, actionRows, menu, splitActions } from "./controls.ts";
import type { Piece } from "./fit.ts";
import { cut } from "./literal.ts";
import { elements, type Literal, linkElement, quote, richText, section, textElement } from "./rich-text.ts";
import { smallLine } from "./small-print.ts";

const TITLE = 500;
const AUTHORS = 300;
const GIST = 1000;
const SOURCE = 100;
const REASONS = 300;
const NOTE = 600;
const NOTHING_SAID = "More about this paper";

/**
 * Where a paper's line stands. A section, which can have a menu beside it, holds no styles without holding markup, so
 * that a line with marked words goes below the title and the menu beside the authors; all papers of a message alike.
 */
export type Layout = "beside the menu" | "below the title";

export function layoutOf(cards: readonly PaperCard[]): Layout {
  const isStyled = cards.some(({ gist }) => gist?.spans.some((span) => typeof span !== "string"));
  return isStyled ? "below the title" : "beside the menu";
}

export function paper(card: PaperCard, layout: Layout, answered: Answered | undefined): Piece {
  const title = linkElement(cut(literalLine(card.title), TITLE), card.url, { bold: true });
  const authors = cut(literalLine(card.authors), AUTHORS);
  const gist = layout === "beside the menu" ? plainGist(card.gist) : "";
  const above = layout === "beside the menu" ? [] : styledGist(card.gist);
  const facts = card.facts.map(inOnePiece);
  const whose = listed([authors, ...facts.filter(isBare)]).join("");
  const small = gist === "" ? facts.filter((fact) => !isBare(fact)) : [authors, ...facts];
  const reasons = cut(literalLine(card.reasons.join(" · ")), REASONS);
  const { entries, buttons } = splitActions(card.actions);
  return {
    kind: "paper",
    blocks: [
      ...richText([section(lines(title, above)), ...remark(card.note)]),
      ...withMenu(gist === "" ? cut(whose, AUTHORS) : gist, entries),
      ...smallLine(listed([reasons, ...small])),
      ...actionRows(buttons, answered),
    ],
    brief: richText([section(lines(title, textElement(authors)))]),
  };
}

/** In literal text, with the menu at its right. */
function withMenu(text: string, entries: readonly Action[]): types.KnownBlock[] {
  if (text === "" && entries.length === 0) return [];
  return [
    {
      type: "section",
      text: { type: "plain_text", text: text === "" ? NOTHING_SAID : text, emoji: false },
      expand: true,
      ...(entries.length > 0 && { accessory: menu(entries) }),
    },
  ];
}

function plainGist(said: PaperCard["gist"]): string {
  if (said === undefined) return "";
  const text = said.spans.map((span) => literal(typeof span === "string" ? span : span.text)).join("");
  const source = cut(literalLine(said.source), SOURCE);
  const shown = cut(text.trim(), GIST);
  return shown === "" || source === "" ? shown : `${shown} (${source})`;
}

function styledGist(said: PaperCard["gist"]): Literal[] {
  if (said === undefined) return [];
  const source = cut(literalLine(said.source), SOURCE);
  return [
    ...elements(said.spans, GIST),
    ...(source === "" ? [] : textElement(` (${source})`, { italic: true })),
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

function isBare(fact: Span): fact is string {
  return typeof fact === "string";
}

/** With a dot between what there is. */
function listed(parts: readonly Span[]): readonly Span[] {
  return parts
    .filter((part) => literalLine(typeof part === "string" ? part : part.text) !== "")
    .flatMap((part, at) => (at === 0 ? [part] : [" · ", part]));
}
