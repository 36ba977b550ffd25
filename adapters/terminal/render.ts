/** A Message as text for a terminal. Pure. A terminal has no limits: nothing is left out. */
import stringWidth from "string-width";
import { inOnePiece, literalLine, unbroken } from "../../src/platform/literal.ts";
import type { Action, Block, Message, PaperCard } from "../../src/platform/message.ts";
import { numberedPapers, wordFor } from "./choices.ts";
import { createInk, hang, type Ink, type Look } from "./ink.ts";

/** `introduce` explains how papers are chosen by number, once, to somebody who has not seen it yet. */
export function render(message: Message, look: Look, introduce: boolean): string {
  const ink = createInk(look);
  const papers = numberedPapers(message);
  let paperNumber = 0;
  let actionNumber = papers.length + 1;

  const actions = (all: readonly Action[]) => {
    const line = renderActions(all, actionNumber, ink);
    actionNumber += all.length;
    return line;
  };
  const paper = (card: PaperCard): readonly string[] => {
    if (papers.length === 0) return [renderCard(card, "", ink), actions(card.actions)];
    paperNumber += 1;
    const mark = `${ink.key(`${paperNumber}`.padStart(`${papers.length}`.length))}  `;
    const text = renderCard(card, mark, ink);
    return paperNumber < papers.length ? [text] : [text, renderHint(papers, introduce, ink)];
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

function renderCard(card: PaperCard, mark: string, ink: Ink): string {
  const { columns, links } = ink.look;
  const title = ink.link(ink.title(literalLine(card.title)), card.url);
  const gist =
    card.gist && `${ink.spans(card.gist.spans)} ${ink.quiet(unbroken(`(${literalLine(card.gist.source)})`))}`;
  const note =
    card.note &&
    `${literalLine(card.note.by)}: ${ink.spans([{ text: `“${card.note.text}”`, style: "emphasis" }])}`;
  const reasons = card.reasons.map(literalLine).join(" · ");
  const facts = card.facts.map((fact) => ink.spans([inOnePiece(fact)], ink.quiet)).join(ink.quiet(" · "));
  const below = " ".repeat(stringWidth(mark));
  const lines = [
    ink.quiet(literalLine(card.authors)),
    gist ?? "",
    note ?? "",
    reasons === "" ? "" : ink.reason(`→ ${reasons}`),
    facts,
  ];
  const url = literalLine(card.url);
  // An address that is broken into lines cannot be clicked or copied; the terminal itself breaks it without harm.
  const address = `${stringWidth(below + url) <= columns ? below : ""}${ink.quiet(url)}`;
  return [
    hang(mark, title, columns),
    ...lines.filter((line) => line.trim() !== "").map((line) => hang(below, line, columns)),
    ...(links ? [] : [address]),
  ].join("\n");
}

function renderActions(actions: readonly Action[], from: number, ink: Ink): string {
  const buttons = actions.map((action, at) => {
    const label = unbroken(literalLine(action.label));
    return `${ink.key(`[${from + at}]`)}\u00a0${action.style === "danger" ? ink.danger(label) : label}`;
  });
  return hang("", buttons.join("   "), ink.look.columns);
}

function renderHint(papers: readonly PaperCard[], introduce: boolean, ink: Ink): string {
  const words = [
    ...new Set(papers.flatMap(({ actions }) => actions.map((action) => wordFor(action, actions)))),
  ].map((word) => literalLine(word));
  if (words.length === 0) return "";
  const text = introduce
    ? `Every paper has a number. Type it with a word to go on: ${words.map((word) => unbroken(`1 ${word}`)).join(", ")}.`
    : `1–${papers.length} + ${words.join(" · ")}`;
  return hang("", ink.quiet(text), ink.look.columns);
}
