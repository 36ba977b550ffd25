/** Message -> Block Kit. Pure; every string stays literal; fits Slack's limits and says what was left out. */
import type { types } from "@slack/bolt";
import { spellCommands } from "../../src/platform/command-lines.ts";
import { literal, literalLine } from "../../src/platform/literal.ts";
import type { Action, Block, Message, PaperCard, Span } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { type Answered, actionRows, menu, splitActions } from "./controls.ts";
import { fitInto, type Piece, type Room } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { cut, escapeMarkup, plain, smallPrint } from "./literal.ts";
import {
  asMarkup,
  bullets,
  elements,
  isOver,
  type Literal,
  linkElement,
  quote,
  section,
  textElement,
} from "./rich-text.ts";

type KnownBlock = types.KnownBlock;

export interface Rendered {
  /** For notifications and screen readers: the whole message. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

const NOTHING = "Nothing to show.";

/** What is typed before a command. */
export const COMMAND_PREFIX = "/papers ";

/** One message: at most 50 blocks. */
export function renderMessage(said: Message, answered?: Answered): Rendered {
  const message = spellCommands(said, COMMAND_PREFIX);
  const room = { blocks: LIMITS.blocksPerMessage, json: LIMITS.blocksJson };
  const text = cut(plainText(message), LIMITS.fallbackText);
  return {
    text: text === "" ? NOTHING : escapeMarkup(text),
    blocks: renderBlocks(message, room, answered),
  };
}

/** Blocks for a view, where there is more room. */
export function renderForView(message: Message, answered?: Answered): KnownBlock[] {
  const spelled = spellCommands(message, COMMAND_PREFIX);
  return renderBlocks(spelled, { blocks: LIMITS.blocksPerView - 2, json: LIMITS.viewJson }, answered);
}

function renderBlocks(message: Message, room: Room, answered: Answered | undefined): KnownBlock[] {
  const blocks = fitInto(separate(message.blocks.map((block) => renderBlock(block, answered))), room);
  return blocks.length > 0 ? blocks : [smallPrint(NOTHING)];
}

/** A line between papers that follow each other, so that the eye finds where one ends. */
function separate(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    const follows = piece.kind === "paper" && pieces[index - 1]?.kind === "paper";
    return follows ? { ...piece, blocks: [{ type: "divider" }, ...piece.blocks] } : piece;
  });
}

function renderBlock(block: Block, answered: Answered | undefined): Piece {
  switch (block.kind) {
    case "heading":
      return rest(heading(block.text));
    case "text":
      return rest(
        richText([section(elements(block.spans, LIMITS.richTextElement))]),
        isOver(block.spans, LIMITS.richTextElement),
      );
    case "note":
      return rest(note(block.spans));
    case "list":
      return list(block.items);
    case "actions":
      return rest(actionRows(block.actions, answered));
    case "paper":
      return paper(block.card, answered);
  }
}

function rest(blocks: KnownBlock[], isShortened = false): Piece {
  return { kind: "rest", blocks, isShortened };
}

/** As many items as fit; the last one says how many do not. */
function list(items: readonly (readonly Span[])[]): Piece {
  const filled = items.map((item) => elements(item, ITEM_TEXT)).filter((item) => item.length > 0);
  let length = 0;
  const shown = filled.filter((item) => {
    length += JSON.stringify(item).length + ITEM_JSON;
    return length <= LIST_JSON;
  });
  const left = filled.length - shown.length;
  const last = left > 0 ? [textElement(`and ${left} more, not shown`, { italic: true })] : [];
  const isShortened = items.some((item) => isOver(item, ITEM_TEXT));
  return rest(richText(shown.length > 0 ? [bullets([...shown, ...last])] : []), isShortened);
}

/** So that a list of a hundred topics leaves room for what comes after it. */
const LIST_JSON = 6000;
const ITEM_TEXT = 1000;
/** Of the section around an item. */
const ITEM_JSON = 45;

function heading(text: string): KnownBlock[] {
  return literalLine(text) === "" ? [] : [{ type: "header", text: plain(text, LIMITS.headerText) }];
}

function richText(parts: types.RichTextBlockElement[]): KnownBlock[] {
  const filled = parts.filter((part) => part.elements.length > 0);
  return filled.length > 0 ? [{ type: "rich_text", elements: filled }] : [];
}

function note(spans: readonly Span[]): KnownBlock[] {
  const markup = asMarkup(spans);
  if (markup !== undefined && markup.length <= LIMITS.sectionText) {
    return [{ type: "context", elements: [{ type: "mrkdwn", text: markup, verbatim: true }] }];
  }
  if (spans.some((span) => typeof span !== "string" && "url" in span)) {
    return richText([section(elements(spans, LIMITS.richTextElement))]);
  }
  const text = literal(spans.map((span) => (typeof span === "string" ? span : span.text)).join(""));
  return text.trim() === "" ? [] : [smallPrint(text)];
}

function paper(card: PaperCard, answered: Answered | undefined): Piece {
  const title = linkElement(cut(literalLine(card.title), 500), card.url, { bold: true });
  const authors = cut(literalLine(card.authors), 300);
  const head = lines([title, textElement(authors)]);
  const byline = joined([
    textElement(authors),
    ...card.facts.filter(isRich).map((fact) => elements([fact], 100)),
  ]);
  const body = lines([title, byline, gist(card.gist)]);
  const words =
    card.note === undefined
      ? []
      : [quote(elements([`${literalLine(card.note.text)} — ${literalLine(card.note.by)}`], 600))];
  const { entries, buttons } = splitActions(card.actions);
  return {
    kind: "paper",
    blocks: [
      ...richText([section(body), ...words]),
      ...reasonsAndMenu([...card.reasons, ...card.facts.filter(isBare)], entries),
      ...actionRows(buttons, answered),
    ],
    brief: richText([section(head)]),
  };
}

function gist(said: PaperCard["gist"]): Literal[] {
  if (said === undefined) return [];
  const source = literalLine(said.source);
  return [
    ...elements(said.spans, 1000),
    ...(source === "" ? [] : textElement(` — ${cut(source, 100)}`, { italic: true })),
  ];
}

function lines(parts: Literal[][]): Literal[] {
  return between(parts, "\n");
}

function joined(parts: Literal[][]): Literal[] {
  return between(parts, " · ");
}

function between(parts: Literal[][], separator: string): Literal[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [...textElement(separator), ...part]));
}

/** Links and styles need rich text; the other facts go along with the reasons, on the menu's line. */
function isRich(fact: Span): boolean {
  return !isBare(fact);
}

function isBare(fact: Span): fact is string {
  return typeof fact === "string";
}

/** Why the paper is here, and its facts, in literal text, with the menu at its right. */
function reasonsAndMenu(reasons: readonly string[], entries: readonly Action[]): KnownBlock[] {
  const why = cut(literalLine(reasons.join(" · ")), 300);
  if (why === "" && entries.length === 0) return [];
  const text = {
    type: "plain_text",
    text: why === "" ? "More about this paper" : why,
    emoji: false,
  } as const;
  if (entries.length === 0) return [{ type: "context", elements: [text] }];
  return [{ type: "section", text, accessory: menu(entries) }];
}
