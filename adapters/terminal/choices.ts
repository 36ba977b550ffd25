/**
 * The numbers that a person can type instead of pressing a button. In a list of papers each paper has a number, and
 * a word after it says which of its actions is meant: `3 similar`. The other actions have the numbers after these.
 */
import { z } from "zod";
import { literalLine } from "../../src/platform/literal.ts";
import type { Json } from "../../src/platform/memory.ts";
import type { Action, Message, PaperCard } from "../../src/platform/message.ts";
import { storedAction } from "../../src/platform/stored-action.ts";

/** What one number stands for. */
export interface Choice {
  readonly of: "paper" | "action";
  /** All that can be done with the paper, or the one action. */
  readonly actions: readonly Action[];
}

/** The choice with number 1 comes first. */
export type Choices = readonly Choice[];

export type Chosen =
  | { readonly kind: "action"; readonly action: Action }
  /** A sentence that says what would work. */
  | { readonly kind: "problem"; readonly problem: string };

/** The papers that are numbered: all, unless there is only one, whose actions are then offered one by one. */
export function numberedPapers(message: Message): readonly PaperCard[] {
  const cards = message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card] : []));
  return cards.length > 1 ? cards : [];
}

/** Everything that the message offers, in the order in which it is numbered. */
export function choicesOf(message: Message): Choices {
  const papers = numberedPapers(message);
  const single = message.blocks.flatMap((block) => {
    if (block.kind === "actions") return block.actions;
    return block.kind === "paper" && papers.length === 0 ? block.card.actions : [];
  });
  return [
    ...papers.map(({ actions }): Choice => ({ of: "paper", actions })),
    ...single.map((action): Choice => ({ of: "action", actions: [action] })),
  ];
}

/** The word that picks this action of a paper: its command's, unless two of the paper's actions share that. */
export function wordFor(action: Action, among: readonly Action[]): string {
  const { name } = action.command;
  return among.filter(({ command }) => command.name === name).length > 1
    ? literalLine(action.label).toLowerCase()
    : name;
}

/** What a typed line chooses; undefined if it does not begin with a number as these have. */
export function choose(choices: Choices, line: string): Chosen | undefined {
  const [, digits, typed = ""] = /^\s*(\d{1,3})(?:\s+(.*))?$/su.exec(line) ?? [];
  if (digits === undefined) return undefined;
  const choice = choices[Number(digits) - 1];
  const [first] = choice?.actions ?? [];
  if (choice === undefined || first === undefined) return problem(noSuchNumber(choices, digits));
  const word = typed.trim().toLowerCase();
  if (word === "") return { kind: "action", action: first };
  const action =
    choice.actions.find((each) => wordFor(each, choice.actions) === word) ??
    choice.actions.find((each) => literalLine(each.label).toLowerCase().startsWith(word)) ??
    choice.actions.find((each) => each.command.name.startsWith(word));
  if (action !== undefined) return { kind: "action", action };
  const words = choice.actions.map((each) => `${digits} ${wordFor(each, choice.actions)}`).join(", ");
  return problem(
    choice.of === "paper"
      ? `With paper ${digits} I can do this: ${words}.`
      : `${digits} is “${literalLine(first.label)}”: type ${digits} alone.`,
  );
}

function noSuchNumber(choices: Choices, digits: string): string {
  if (choices.length === 0)
    return `There is no ${digits} to choose: the last message offered nothing by number.`;
  return `There is no ${digits} to choose: the last message offered 1${choices.length > 1 ? ` to ${choices.length}` : ""}.`;
}

function problem(sentence: string): Chosen {
  return { kind: "problem", problem: sentence };
}

const choices = z.array(z.object({ of: z.enum(["paper", "action"]), actions: z.array(storedAction) }));

/** For remembering the choices over a restart. */
export function choicesToJson(all: Choices): Json {
  return z.json().parse(JSON.parse(JSON.stringify(all)));
}

/** None, if what was remembered was written by another version. */
export function choicesFromJson(remembered: Json | undefined): Choices {
  const parsed = choices.safeParse(remembered);
  return parsed.success ? parsed.data : [];
}
