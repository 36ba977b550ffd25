/** Message -> Block Kit. Pure; every string stays literal; fits Slack's limits and says what was left out. */
import type { types } from "@slack/bolt";
import { spellCommands } from "../../src/platform/command-lines.ts";
import { literalLine } from "../../src/platform/literal.ts";
import type { Block, Message, Span } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { withButtonsBelow } from "../../src/platform/single-paper.ts";
import { type Answered, actionRows } from "./controls.ts";
import { fitInto, type Piece, type Room } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { cut, escapeMarkup, plain, smallPrint } from "./literal.ts";
import { paper } from "./paper.ts";
import { bullets, elements, isOver, richText, section, textElement } from "./rich-text.ts";
import { smallLine } from "./small-print.ts";

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
    text: text.trim() === "" ? NOTHING : escapeMarkup(text),
    blocks: renderBlocks(message, room, answered),
  };
}

/** Blocks for a view, where there is more room. */
export function renderForView(message: Message, answered?: Answered): KnownBlock[] {
  const spelled = spellCommands(message, COMMAND_PREFIX);
  return renderBlocks(spelled, { blocks: LIMITS.blocksPerView - 2, json: LIMITS.viewJson }, answered);
}

function renderBlocks(said: Message, room: Room, answered: Answered | undefined): KnownBlock[] {
  const message = withButtonsBelow(said);
  const isList = message.blocks.filter(({ kind }) => kind === "paper").length > 1;
  let number = 0;
  const pieces = message.blocks.map((block) =>
    block.kind === "paper"
      ? paper(block.card, isList ? ++number : undefined, answered)
      : renderBlock(block, answered),
  );
  const isDivided = isList || message.blocks[0]?.kind === "heading";
  const blocks = fitInto(isDivided ? divide(pieces) : pieces, room);
  return blocks.length > 0 ? blocks : [smallPrint(NOTHING)];
}

/** A line above each part and each paper, and above what follows the last one, so that the eye finds where one ends. */
function divide(pieces: readonly Piece[]): Piece[] {
  const shown = pieces.filter(({ blocks }) => blocks.length > 0);
  return shown.map((piece, at) => {
    const begins = piece.kind === "paper" || piece.blocks[0]?.type === "header";
    const borders = begins || shown[at - 1]?.kind === "paper";
    return borders && at > 0 ? { ...piece, blocks: [DIVIDER, ...piece.blocks] } : piece;
  });
}

const DIVIDER = { type: "divider" } as const;

function renderBlock(block: Exclude<Block, { kind: "paper" }>, answered: Answered | undefined): Piece {
  switch (block.kind) {
    case "heading":
      return rest(heading(block.text));
    case "text":
      return rest(
        richText([section(elements(block.spans, LIMITS.richTextElement))]),
        isOver(block.spans, LIMITS.richTextElement),
      );
    case "note":
      return rest(smallLine(block.spans));
    case "list":
      return list(block.items);
    case "actions":
      return rest(actionRows(block.actions, answered));
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
