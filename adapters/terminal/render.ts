/** A Message as text for a terminal. Pure. A terminal has no limits: nothing is left out. */
import stringWidth from "string-width";
import { inOnePiece, literalLine, unbroken } from "../../src/platform/literal.ts";
import type { Action, Block, Message, PaperCard, Span } from "../../src/platform/message.ts";
import { wordFor } from "./choose.ts";
import { createInk, hang, type Ink, type Look } from "./ink.ts";
import { NO_NUMBERS, type Numbered, number, papersOf } from "./numbers.ts";

/** `introduce` explains how papers are chosen by number, once, to somebody who has not seen it yet. */
export function render(
  message: Message,
  look: Look,
  introduce: boolean,
  numbered: Numbered = number(message, NO_NUMBERS),
): string {
  const ink = createInk(look);
  const papers = papersOf(message).map(({ card }) => card);
  const digits = `${Math.max(...numbered.papers, 0)}`.length;
  let papersShown = 0;
  let actionNumber = numbered.actionsFrom;

  const actions = (all: readonly Action[]) => {
    const line = renderActions(all, actionNumber, ink);
    actionNumber += all.length;
    return line;
  };
  const paper = (card: PaperCard): readonly string[] => {
    const mark = `${ink.key(`${numbered.papers[papersShown] ?? ""}`.padStart(digits))}  `;
    papersShown += 1;
    const text = renderCard(card, mark, papers.length > 1, ink);
    if (papersShown < papers.length) return [text];
    return [text, renderHint(papers, numbered.papers, introduce, ink)];
  };
  const block = (each: Block): readonly string[] => {
    switch (each.kind) {
      case "heading":
        return [hang("", ink.heading(literalLine(each.text)), look.columns)];
      case "text":
        return [hang("", ink.spans(each.spans), look.columns)];
      case "note":
        return [hang("", ink.spans(each.spans, ink.quiet), look.columns)];
      case "list":
        return [each.items.map((item) => hang("• ", ink.spans(item), look.columns)).join("\n")];
      case "actions":
        return [actions(each.actions)];
      case "paper":
        return paper(each.card);
    }
  };

  return message.blocks.reduce((text, each, at) => {
    const added = block(each)
      .filter((part) => part.trim() !== "")
      .join("\n\n");
    if (text === "" || added === "") return text + added;
    const belongs = each.kind === "note" && message.blocks[at - 1]?.kind === "heading";
    return `${text}${belongs ? "\n" : "\n\n"}${added}`;
  }, "");
}

function renderCard(card: PaperCard, mark: string, isOneOfMany: boolean, ink: Ink): string {
  const { columns } = ink.look;
  const title = ink.link(ink.title(literalLine(card.title)), card.url);
  const gist =
    card.gist && `${ink.spans(card.gist.spans)} ${ink.quiet(unbroken(`(${literalLine(card.gist.source)})`))}`;
  const note =
    card.note &&
    `${literalLine(card.note.by)}: ${ink.spans([{ text: `“${card.note.text}”`, style: "emphasis" }])}`;
  const reasons = card.reasons.map(literalLine).join(" · ");
  const { facts, addresses } = factsOf(card, isOneOfMany, ink.look);
  const below = " ".repeat(stringWidth(mark));
  const lines = [
    ink.quiet(literalLine(card.authors)),
    gist ?? "",
    note ?? "",
    reasons === "" ? "" : ink.reason(`→ ${reasons}`),
    facts.map((fact) => ink.spans([inOnePiece(fact)], ink.quiet)).join(ink.quiet(" · ")),
  ];
  // The terminal itself breaks a long line without harm.
  const alone = (url: string) => `${stringWidth(below + url) <= columns ? below : ""}${ink.quiet(url)}`;
  return [
    hang(mark, title, columns),
    ...lines.filter((line) => line.trim() !== "").map((line) => hang(below, line, columns)),
    ...addresses.map(literalLine).map(alone),
  ].join("\n");
}

/**
 * What is said of a paper in a line, and the addresses that have a line each. Where addresses are to be seen and lines
 * are broken, one paper of many has its own alone: shown by itself it has all.
 */
function factsOf(
  { facts, url }: PaperCard,
  isOneOfMany: boolean,
  { columns, links }: Look,
): { readonly facts: readonly Span[]; readonly addresses: readonly string[] } {
  if (links) return { facts, addresses: [] };
  if (columns === Number.POSITIVE_INFINITY) return { facts, addresses: [url] };
  const others = facts.flatMap((fact) => (typeof fact !== "string" && "url" in fact ? [fact.url] : []));
  return {
    facts: facts.map((fact) => (typeof fact !== "string" && "url" in fact ? fact.text : fact)),
    addresses: isOneOfMany ? [url] : [url, ...others],
  };
}

function renderActions(actions: readonly Action[], from: number, ink: Ink): string {
  const buttons = actions.map((action, at) => {
    const label = unbroken(literalLine(action.label));
    return `${ink.key(`[${from + at}]`)}\u00a0${action.style === "danger" ? ink.danger(label) : label}`;
  });
  return hang("", buttons.join("   "), ink.look.columns);
}

function renderHint(
  papers: readonly PaperCard[],
  numbers: readonly number[],
  introduce: boolean,
  ink: Ink,
): string {
  const words = [
    ...new Set(papers.flatMap(({ paperId, actions }) => actions.map((action) => wordFor(action, paperId)))),
  ].map((word) => literalLine(word));
  const [first = 1] = numbers;
  const last = numbers.at(-1) ?? first;
  if (words.length === 0) return "";
  const text = introduce
    ? `Every paper has a number. Type it with a word to go on: ${words.map((word) => unbroken(`${first} ${word}`)).join(", ")}.`
    : `${first === last ? first : `${first}–${last}`} + ${words.join(" · ")}`;
  return hang("", ink.quiet(text), ink.look.columns);
}
