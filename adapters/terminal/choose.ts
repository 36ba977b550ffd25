/**
 * What a typed line chooses of what is on the screen: `6` or `more` for a button, `3 similar` or `similar 3` for
 * something to do with a paper.
 */
import { type CommandSpec, parseCommandLine } from "../../src/platform/command.ts";
import { literalLine } from "../../src/platform/literal.ts";
import type { Action, ActionCommand } from "../../src/platform/message.ts";
import type { Choice, Numbers } from "./numbers.ts";

export type Chosen =
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "command"; readonly command: ActionCommand }
  /** A sentence that says what would work. */
  | { readonly kind: "problem"; readonly problem: string };

/** What turns a list's pages, as people type it. */
export const FORWARD: readonly string[] = ["more", "next"];
export const BACKWARD: readonly string[] = ["back", "previous"];

/** The word that picks this action of a paper: its command's, if with the paper alone that does the same. */
export function wordFor({ label, command }: Action, paperId: string): string {
  return command.argument === paperId ? command.name : literalLine(label).toLowerCase();
}

/** Undefined if the line is to be read as a command. */
export function choose(numbers: Numbers, line: string, specs: readonly CommandSpec[]): Chosen | undefined {
  const typed = line.replace(/\s+/gu, " ").trim().toLowerCase();
  if (specs.some(({ name, hidden }) => name === typed && !hidden)) return undefined;
  return (
    byLabel(numbers, typed) ??
    byPage(numbers, typed) ??
    byNumber(numbers, line.trim(), specs) ??
    byCommand(numbers, line, specs)
  );
}

/** The newest comes first. */
function buttons({ kept, passing }: Numbers): readonly Action[] {
  return [...passing, ...kept].flatMap((choice) => (choice.of === "action" ? [choice.action] : []));
}

function byLabel(numbers: Numbers, typed: string): Chosen | undefined {
  const action = buttons(numbers).find((each) => typed !== "" && labelOf(each) === typed);
  return action && { kind: "action", action };
}

function byPage(numbers: Numbers, typed: string): Chosen | undefined {
  const { list } = numbers;
  if (FORWARD.includes(typed)) {
    const action = buttons(numbers).find(({ command }) => command.page > 1);
    if (action !== undefined) return { kind: "action", action };
    return problem(list === undefined ? "There is no list to go on in." : "The list ends here.");
  }
  if (!BACKWARD.includes(typed)) return undefined;
  if (list === undefined) return problem("There is no list to go back in.");
  return list.page > 1
    ? { kind: "command", command: { ...list, page: list.page - 1 } }
    : problem("The list begins here.");
}

function byNumber(numbers: Numbers, line: string, specs: readonly CommandSpec[]): Chosen | undefined {
  const [, from, some] = /^(\d{1,3})\s*[-–,]\s*\d{1,3}(?:\s+(\S+))?$/u.exec(line) ?? [];
  if (from !== undefined)
    return problem(`One at a time, please: ${from}${some === undefined ? "" : ` ${some}`}.`);
  const [, digits, rest = ""] = /^(\d{1,3})(?:\s+(.*))?$/su.exec(line) ?? [];
  if (digits === undefined) return undefined;
  const choice = choiceOf(numbers, digits);
  if (choice === undefined) return problem(noSuchNumber(numbers, digits));
  if (choice.of === "paper") return ofPaper(choice, digits, rest, specs);
  return rest.trim() === ""
    ? { kind: "action", action: choice.action }
    : problem(`${digits} is “${literalLine(choice.action.label)}”: type ${digits} alone.`);
}

function ofPaper(
  { actions, paperId }: Extract<Choice, { of: "paper" }>,
  digits: string,
  rest: string,
  specs: readonly CommandSpec[],
): Chosen {
  const word = rest.trim().toLowerCase();
  const action =
    word === ""
      ? actions[0]
      : (actions.find((each) => wordFor(each, paperId) === word) ??
        actions.find((each) => labelOf(each).startsWith(word)) ??
        actions.find((each) => wordFor(each, paperId).startsWith(word)));
  if (action !== undefined) return { kind: "action", action };
  const { name, argument } = parseCommandLine(rest);
  if (readsPaper(name, argument, specs))
    return { kind: "command", command: { name, argument: `${paperId} ${argument}`.trim(), page: 1 } };
  const words = actions.map((each) => `${digits} ${wordFor(each, paperId)}`);
  return problem(
    words.length === 0
      ? `Type what to do with paper ${digits}, for instance show ${digits}.`
      : `With paper ${digits} I can do this: ${words.join(", ")}.`,
  );
}

/** Whether the command is one about a paper, with nothing but `rest` beside it. */
function readsPaper(name: string, rest: string, specs: readonly CommandSpec[]): boolean {
  const reads = specs.find((spec) => spec.name === name)?.argument?.paper;
  return reads === "the first word" || (reads === "all of it" && rest === "");
}

/** A lone number after a command about a paper is that of one. */
function byCommand(numbers: Numbers, line: string, specs: readonly CommandSpec[]): Chosen | undefined {
  const { name, argument } = parseCommandLine(line);
  const [, digits, rest = ""] = /^(\d{1,3})(?:\s+(.*))?$/su.exec(argument) ?? [];
  if (digits === undefined || !readsPaper(name, rest, specs)) return undefined;
  const papers = numbers.kept.flatMap(({ of }, at) => (of === "paper" ? [at + 1] : []));
  if (papers.length === 0) return undefined;
  const choice = choiceOf(numbers, digits);
  return choice?.of === "paper"
    ? { kind: "command", command: { name, argument: `${choice.paperId} ${rest}`.trim(), page: 1 } }
    : problem(`There is no paper ${digits}: the papers are ${ranges(papers)}.`);
}

function choiceOf(
  { kept, passing }: Numbers,
  digits: string,
): Exclude<Choice, { of: "nothing" }> | undefined {
  const choice = [...kept, ...passing][Number(digits) - 1];
  return choice?.of === "nothing" ? undefined : choice;
}

function noSuchNumber({ kept, passing }: Numbers, digits: string): string {
  const there = [...kept, ...passing].flatMap(({ of }, at) => (of === "nothing" ? [] : [at + 1]));
  if (there.length === 0) return `There is no ${digits} to choose: nothing has a number yet.`;
  return there.length === 1
    ? `There is no ${digits} to choose: there is only ${ranges(there)}.`
    : `There is no ${digits} to choose: the numbers are ${ranges(there)}.`;
}

/** "1–5, 8" for numbers in their order. */
function ranges(numbers: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const each of numbers) {
    const last = runs.at(-1);
    if (last?.to === each - 1) last.to = each;
    else runs.push({ from: each, to: each });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}

function labelOf(action: Action): string {
  return literalLine(action.label).toLowerCase();
}

function problem(sentence: string): Chosen {
  return { kind: "problem", problem: sentence };
}
