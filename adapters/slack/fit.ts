/** Makes a message fit Slack's limits by leaving out from the end, and says what was left out. */
import type { types } from "@slack/bolt";
import { smallPrint } from "./literal.ts";

export interface Piece {
  readonly kind: "paper" | "rest";
  readonly blocks: readonly types.KnownBlock[];
  /** What can stand in its place where there is no room. */
  readonly brief?: readonly types.KnownBlock[];
  /** Whether something in it was cut already. */
  readonly isShortened?: boolean;
}

export interface Room {
  readonly blocks: number;
  readonly json: number;
}

/** Room for the sentence that says what was left out. */
const NOTICE: Room = { blocks: 1, json: 300 };
/** Longer pieces are left out before shorter ones, so that a footer and its buttons stay. */
const BULK_JSON = 1500;

/** The blocks of all pieces if there is room. If not: papers in brief, then fewer of them, then less of the rest. */
export function fitInto(pieces: readonly Piece[], room: Room): types.KnownBlock[] {
  const isShortened = pieces.some((piece) => piece.isShortened);
  const all = pieces.flatMap((piece) => piece.blocks);
  const isWhole = all.length <= room.blocks && jsonLength(all) <= room.json;
  if (isWhole && !isShortened) return all;
  const left = { blocks: room.blocks - NOTICE.blocks, json: room.json - NOTICE.json };
  const chosen = choose(pieces, left);
  return [...chosen.flatMap((choice) => choice.blocks), notice(chosen)];
}

interface Choice {
  readonly piece: Piece;
  readonly as: "whole" | "brief" | "gone";
  readonly blocks: readonly types.KnownBlock[];
}

function choose(pieces: readonly Piece[], room: Room): readonly Choice[] {
  const choices: Choice[] = pieces.map(whole);
  const used = { blocks: 0, json: 0 };
  for (const { blocks } of choices) count(used, blocks, 1);
  const replace = (at: number, choice: Choice) => {
    count(used, choices[at]?.blocks ?? [], -1);
    count(used, choice.blocks, 1);
    choices[at] = choice;
  };
  const fits = () => used.blocks <= room.blocks && used.json <= room.json;
  const fromTheEnd = pieces.map((_, at) => pieces.length - 1 - at);
  const shrink = (isNext: (choice: Choice) => boolean, to: (piece: Piece) => Choice) => {
    for (const at of fromTheEnd) {
      const choice = choices[at];
      if (fits()) return;
      if (choice !== undefined && isNext(choice)) replace(at, to(choice.piece));
    }
  };
  shrink(({ piece }) => piece.brief !== undefined, brief);
  shrink(({ piece, blocks }) => piece.kind === "paper" || jsonLength(blocks) > BULK_JSON, gone);
  shrink(() => true, gone);
  // What was left out at the end may have made room for more of the beginning.
  for (const [at, choice] of choices.entries()) {
    if (choice.as !== "brief") continue;
    replace(at, whole(choice.piece));
    if (fits()) continue;
    replace(at, choice);
    break;
  }
  return choices;
}

function whole(piece: Piece): Choice {
  return { piece, as: "whole", blocks: piece.blocks };
}

function brief(piece: Piece): Choice {
  return { piece, as: "brief", blocks: piece.brief ?? piece.blocks };
}

function gone(piece: Piece): Choice {
  return { piece, as: "gone", blocks: [] };
}

function count(
  used: { blocks: number; json: number },
  blocks: readonly types.KnownBlock[],
  sign: 1 | -1,
): void {
  used.blocks += sign * blocks.length;
  used.json += sign * jsonLength(blocks);
}

function jsonLength(blocks: readonly types.KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + JSON.stringify(block).length + 1, 0);
}

function notice(choices: readonly Choice[]): types.KnownBlock {
  const many = (isCounted: (choice: Choice) => boolean | undefined) => choices.filter(isCounted).length;
  const said = [
    [many(({ piece, as }) => piece.isShortened && as !== "gone"), "part", "shortened"],
    [many(({ as }) => as === "brief"), "paper", "shown in brief"],
    [many(({ piece, as }) => as === "gone" && piece.kind === "paper"), "paper", "left out"],
    [many(({ piece, as }) => as === "gone" && piece.kind === "rest"), "part", "left out"],
  ] as const;
  const parts = said
    .filter(([number]) => number > 0)
    .map(([number, noun, what]) => `${number} ${noun}${number === 1 ? "" : "s"} ${what}`);
  return smallPrint(`Too long for one message: ${parts.join(", ")}.`);
}
