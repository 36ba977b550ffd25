/** A Message laid out as the parts of one Discord message, leaving out from the end what does not fit. Pure. */
import { spellCommands } from "../../src/platform/command-lines.ts";
import type { Action, Message, PaperCard } from "../../src/platform/message.ts";
import { withButtonsBelow } from "../../src/platform/single-paper.ts";
import { cardText, DETAILS, type Detail } from "./card.ts";
import { shorten } from "./escape.ts";
import { type Item, itemsOf } from "./items.ts";
import { markdown, markdownLine, plain } from "./markdown.ts";
import { chunk, type MenuPart, menusOfActions, menusOfCards } from "./menus.ts";

export type Part =
  | { readonly kind: "text"; readonly text: string }
  /** A text with a button at its side. */
  | { readonly kind: "section"; readonly text: string; readonly action: Action }
  | { readonly kind: "buttons"; readonly actions: readonly Action[] }
  | MenuPart
  | { readonly kind: "rule" };

/** What the parts will become, and how much of it there may be. */
export interface Shape {
  /** Whether a text can have a button at its side. */
  readonly sections: boolean;
  readonly rules: boolean;
  fits(parts: readonly Part[]): boolean;
}

interface Style {
  readonly detail: Detail;
  /** Lines between papers and above their menus, or only above the menus, which else look like the last paper's own. */
  readonly rules: "all" | "menus" | "none";
  readonly sections: boolean;
}

/** Writes each item once, however many ways of laying out are tried. */
type Write = (item: Exclude<Item, { kind: "actions" }>, detail: Detail, number?: number) => string;

/** What is typed before a command. */
const COMMAND_PREFIX = "/papers ";
const HEADING = 200;
/** Cut here already, a text is still too long for a message: saves the work of writing out what cannot be shown. */
const FAR_TOO_LONG = 20_000;
const BUTTONS_IN_ROW = 5;
const BUTTONS_BEFORE_MENU = 10;
/** The detail in which papers are shown when some must be left out anyway. */
const DETAIL_OF_MANY: Detail = DETAILS[3] ?? DETAILS[0];
const NOTHING: readonly Part[] = [{ kind: "text", text: "Nothing to show." }];

export function layOut(message: Message, shape: Shape): readonly Part[] {
  const items = itemsOf(withButtonsBelow(spellCommands(message, COMMAND_PREFIX)));
  if (items.length === 0) return NOTHING;
  const write = createWrite();
  for (const style of styles(shape)) {
    const parts = compose(items, style, write);
    if (shape.fits(parts)) return parts;
  }
  const last = items.findLastIndex(({ kind }) => kind !== "note" && kind !== "actions");
  return (
    leaveOut(items.slice(0, last + 1), items.slice(last + 1), shape, write) ??
    leaveOut(items, [], shape, write) ??
    NOTHING
  );
}

/** From the richest to the plainest way of showing everything. */
function* styles({ rules, sections }: Shape): Generator<Style> {
  for (const detail of DETAILS) {
    if (rules) yield { detail, rules: "all", sections };
    if (rules) yield { detail, rules: "menus", sections };
    if (sections) yield { detail, rules: "none", sections };
    yield { detail, rules: "none", sections: false };
  }
}

/** As many of the body's items as fit, a line that tells what is missing, and the tail. */
function leaveOut(
  body: readonly Item[],
  tail: readonly Item[],
  shape: Shape,
  write: Write,
): readonly Part[] | undefined {
  const style = {
    detail: DETAIL_OF_MANY,
    rules: shape.rules ? "menus" : "none",
    sections: shape.sections,
  } as const;
  const tried = (kept: readonly Item[], missing: readonly Item[]) =>
    compose([...kept, { kind: "note", spans: [missingLine(missing)] }, ...tail], style, write);
  const withFirst = (count: number) => tried(body.slice(0, count), body.slice(count));

  let most = -1;
  for (let low = 0, high = body.length - 1; low <= high; ) {
    const middle = Math.floor((low + high) / 2);
    if (shape.fits(withFirst(middle))) {
      most = middle;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  if (most < 0) return undefined;
  const next = body[most];
  if (next !== undefined && (next.kind === "text" || next.kind === "entry")) {
    for (const length of [3200, 1600, 800, 400, 200]) {
      const cut: Item = { kind: next.kind, spans: [shorten(plain(next.spans), length)] };
      const parts = tried([...body.slice(0, most), cut], body.slice(most));
      if (shape.fits(parts)) return parts;
    }
  }
  return withFirst(most);
}

function missingLine(missing: readonly Item[]): string {
  const papers = missing.filter(({ kind }) => kind === "paper").length;
  const others = missing.length - papers;
  const counts = [
    ...(papers > 0 ? [`${papers} more ${papers === 1 ? "paper" : "papers"}`] : []),
    ...(others > 0 ? [papers > 0 ? "other text" : "the rest of the text"] : []),
  ];
  const line = `${counts.join(" and ")} left out: one message holds no more.`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function createWrite(): Write {
  const written = new Map<Item, Map<Detail | undefined, string>>();
  return (item, detail, number) => {
    const known = written.get(item) ?? new Map<Detail | undefined, string>();
    written.set(item, known);
    // Only papers are shown in more or less detail.
    const kind = item.kind === "paper" ? detail : undefined;
    const text = known.get(kind) ?? textOf(item, detail, number);
    known.set(kind, text);
    return text;
  };
}

function compose(items: readonly Item[], style: Style, write: Write): readonly Part[] {
  const cards = items.flatMap((item) => (item.kind === "paper" ? [item.card] : []));
  const lastCard = items.findLastIndex(({ kind }) => kind === "paper");
  const parts: Part[] = [];
  let number = 0;
  let before: Item | undefined;
  for (const [at, item] of items.entries()) {
    if (item.kind === "paper") {
      number++;
      if (style.rules === "all" && parts.length > 0) parts.push({ kind: "rule" });
      const text = write(item, style.detail, cards.length > 1 ? number : undefined);
      parts.push(...paperParts(item.card, text, cards.length > 1, style));
      if (at === lastCard && cards.length > 1) parts.push(...menusBelow(cards, style));
    } else if (item.kind === "actions") {
      parts.push(...actionParts(item.actions));
    } else {
      const last = parts.at(-1);
      const text = write(item, style.detail);
      if (last?.kind === "text" && before?.kind !== "paper") {
        parts[parts.length - 1] = { kind: "text", text: last.text + gap(before, item) + text };
      } else {
        parts.push({ kind: "text", text });
      }
    }
    before = item;
  }
  return parts;
}

function paperParts(card: PaperCard, text: string, isOfMany: boolean, style: Style): readonly Part[] {
  if (!isOfMany) return [{ kind: "text", text }, ...actionParts(card.actions)];
  const [first] = card.actions;
  return style.sections && first !== undefined
    ? [{ kind: "section", text, action: first }]
    : [{ kind: "text", text }];
}

function menusBelow(cards: readonly PaperCard[], { sections, rules }: Style): readonly Part[] {
  const menus = menusOfCards(cards, sections ? 1 : 0);
  return menus.length === 0 || rules === "none" ? menus : [{ kind: "rule" }, ...menus];
}

function actionParts(actions: readonly Action[]): readonly Part[] {
  if (actions.length > BUTTONS_BEFORE_MENU) return menusOfActions(actions);
  return chunk(actions, BUTTONS_IN_ROW).map((row) => ({ kind: "buttons", actions: row }));
}

function textOf(item: Exclude<Item, { kind: "actions" }>, detail: Detail, number?: number): string {
  switch (item.kind) {
    case "paper":
      return cardText(item.card, number, detail);
    case "heading":
      return `## ${markdownLine([item.text], HEADING)}`;
    case "text":
      return markdown(item.spans, FAR_TOO_LONG).trim();
    case "entry":
      return `- ${markdownLine(item.spans, FAR_TOO_LONG)}`;
    case "note":
      return `-# ${markdownLine(item.spans, FAR_TOO_LONG)}`;
  }
}

function gap(before: Item | undefined, after: Item): string {
  const apart = after.kind === "heading" || (after.kind === "text" && before?.kind !== "heading");
  return apart ? "\n\n" : "\n";
}
