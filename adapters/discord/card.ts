/** One paper in Markdown, in more or less detail. */
import { unbroken } from "../../src/platform/literal.ts";
import type { PaperCard, Span } from "../../src/platform/message.ts";
import { oneLine } from "./escape.ts";
import { markdownLine } from "./markdown.ts";

/** How much of a card is shown; each level leaves out a little more than the one before. */
export interface Detail {
  readonly gist: number;
  readonly line: number;
  readonly facts: boolean;
  readonly reasons: boolean;
}

export const DETAILS: readonly [Detail, ...Detail[]] = [
  { gist: 1200, line: 400, facts: true, reasons: true },
  { gist: 320, line: 200, facts: true, reasons: true },
  { gist: 220, line: 140, facts: true, reasons: true },
  { gist: 160, line: 100, facts: true, reasons: true },
  { gist: 120, line: 90, facts: false, reasons: true },
  { gist: 100, line: 80, facts: false, reasons: false },
];

const TITLE = 300;
const SEPARATOR = " · ";

/** `number` is how the message's menus name the card. */
export function cardText(card: PaperCard, number: number | undefined, detail: Detail): string {
  const { gist, note } = card;
  const facts = detail.facts ? card.facts : [];
  const reasons = detail.reasons ? card.reasons : [];
  const small = [
    ...(gist === undefined || gist.source === "" ? [] : [markdownLine([gist.source], detail.line)]),
    ...reasons.map((reason) => markdownLine([reason], detail.line)),
    ...facts.map((fact) => unbroken(markdownLine([fact], detail.line))),
  ].filter((part) => part !== "");
  const lines = [
    titleLine(card, number, detail),
    smallPrint(markdownLine([card.authors], detail.line)),
    gist === undefined ? "" : markdownLine(gist.spans, detail.gist),
    note === undefined ? "" : `${noteLine(note, detail)}`,
    smallPrint(small.join(SEPARATOR)),
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function titleLine(card: PaperCard, number: number | undefined, detail: Detail): string {
  const said = oneLine(card.title).trim() === "" ? card.paperId : card.title;
  const title = markdownLine([{ text: said, url: card.url }], Math.max(TITLE, detail.line) + card.url.length);
  return number === undefined ? `**${title}**` : `**${number} · ${title}**`;
}

function noteLine(note: { by: string; text: string }, detail: Detail): string {
  const said: Span[] = [{ text: note.by, style: "strong" }, ": “", note.text, "”"];
  return markdownLine(said, detail.line + 200);
}

function smallPrint(line: string): string {
  return line === "" ? "" : `-# ${line}`;
}
