/** Makes a message fit Slack's limits by leaving out from the end, and says what was left out. */
import type { types } from "@slack/bolt";

export interface Piece {
  readonly kind: "paper" | "rest";
  readonly blocks: readonly types.KnownBlock[];
  /** What can stand in its place where there is no room. */
  readonly brief?: readonly types.KnownBlock[];
}

export interface Room {
  readonly blocks: number;
  readonly json: number;
}

/** Room for the sentence that says what was left out. */
const NOTICE_BLOCKS = 1;
const NOTICE_JSON = 300;

/**
 * The blocks of all pieces if there is room. If not, papers from the last to the first are shown in brief, then left
 * out, then whatever else stands at the end.
 */
export function fitInto(pieces: readonly Piece[], room: Room): types.KnownBlock[] {
  const kept = pieces.map((piece) => ({ ...piece, blocks: piece.blocks, gone: false }));
  const cost = () => {
    const blocks = kept.flatMap((piece) => piece.blocks);
    return { blocks: blocks.length, json: jsonLength(blocks) };
  };
  const total = cost();
  if (total.blocks <= room.blocks && total.json <= room.json) return kept.flatMap((piece) => piece.blocks);

  let { blocks, json } = { blocks: total.blocks + NOTICE_BLOCKS, json: total.json + NOTICE_JSON };
  const fits = () => blocks <= room.blocks && json <= room.json;
  const replace = (piece: (typeof kept)[number], replacement: readonly types.KnownBlock[]) => {
    blocks += replacement.length - piece.blocks.length;
    json += jsonLength(replacement) - jsonLength(piece.blocks);
    piece.blocks = replacement;
  };
  const count = { brief: 0, papers: 0, parts: 0 };
  const backwards = kept.toReversed();
  for (const piece of backwards) {
    if (fits()) break;
    if (piece.kind !== "paper" || piece.brief === undefined) continue;
    replace(piece, piece.brief);
    count.brief++;
  }
  for (const kind of ["paper", "rest"] as const) {
    for (const piece of backwards) {
      if (fits()) break;
      if (piece.kind !== kind || piece.blocks.length === 0) continue;
      if (kind === "paper" && piece.brief !== undefined) count.brief--;
      count[kind === "paper" ? "papers" : "parts"]++;
      replace(piece, []);
    }
  }
  return [...kept.flatMap((piece) => piece.blocks), notice(count)];
}

function jsonLength(blocks: readonly types.KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + JSON.stringify(block).length + 1, 0);
}

function notice(count: { brief: number; papers: number; parts: number }): types.KnownBlock {
  const said = [
    count.brief > 0 ? `${plural(count.brief, "paper")} shown in brief` : "",
    count.papers > 0 ? `${plural(count.papers, "paper")} left out` : "",
    count.parts > 0 ? `${plural(count.parts, "part")} left out` : "",
  ].filter((part) => part !== "");
  return {
    type: "context",
    elements: [{ type: "plain_text", text: `Too long for one message: ${said.join(", ")}.`, emoji: false }],
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
