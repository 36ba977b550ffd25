/**
 * What the numbers on the screen stand for. In a list each paper has a number, and what is offered with the list has the
 * numbers after these; a paper that is shown by itself keeps its number, or has the next. All of these keep their
 * meaning until another list is shown. What other messages offer has the numbers after them, until one offers more.
 */
import { z } from "zod";
import type { Json } from "../../src/platform/memory.ts";
import type { Action, ActionCommand, Block, Message } from "../../src/platform/message.ts";
import { storedAction } from "../../src/platform/stored-action.ts";

/** What one number stands for. */
export type Choice =
  | { readonly of: "paper"; readonly paperId: string; readonly actions: readonly Action[] }
  | { readonly of: "action"; readonly action: Action }
  | { readonly of: "nothing" };

/** The first of `kept` has number 1, and those of `passing` go on from there. */
export interface Numbers {
  readonly kept: readonly Choice[];
  readonly passing: readonly Choice[];
  /** What was asked for the last list, if somebody asked. */
  readonly list?: ActionCommand;
}

export const NO_NUMBERS: Numbers = { kept: [], passing: [] };

/** A message, as it is numbered. */
export interface Numbered {
  /** What the numbers stand for once it is shown. */
  readonly numbers: Numbers;
  /** Those of its papers, in order. */
  readonly papers: readonly number[];
  /** That of the first of its other actions. */
  readonly actionsFrom: number;
}

type PaperBlock = Extract<Block, { kind: "paper" }>;

/** `asked` is the command that the message answers. */
export function number(message: Message, before: Numbers, asked?: ActionCommand): Numbered {
  const papers = papersOf(message);
  const offered = message.blocks
    .flatMap((block) => (block.kind === "actions" ? block.actions : []))
    .map((action): Choice => ({ of: "action", action }));
  return isList(papers) ? numberList(papers, offered, before, asked) : numberOther(papers, offered, before);
}

/** Whether several papers are shown, or one as the only one of a list. */
function isList(papers: readonly PaperBlock[]): boolean {
  return papers.length > 1 || papers.some((block) => block.number !== undefined);
}

export function papersOf(message: Message): readonly PaperBlock[] {
  return message.blocks.filter((block) => block.kind === "paper");
}

/** The papers of the pages before keep their numbers. */
function numberList(
  papers: readonly PaperBlock[],
  offered: readonly Choice[],
  before: Numbers,
  asked: ActionCommand | undefined,
): Numbered {
  const first = papers[0]?.number ?? 1;
  const isSame =
    asked !== undefined && asked.name === before.list?.name && asked.argument === before.list.argument;
  const earlier = Array.from({ length: first - 1 }, (_, at): Choice => {
    const choice = isSame ? before.kept[at] : undefined;
    return choice?.of === "paper" ? choice : { of: "nothing" };
  });
  return {
    numbers: {
      kept: [...earlier, ...papers.map(choiceOf), ...offered],
      passing: [],
      ...(asked !== undefined && { list: asked }),
    },
    papers: papers.map((_, at) => first + at),
    actionsFrom: first + papers.length,
  };
}

function numberOther(papers: readonly PaperBlock[], offered: readonly Choice[], before: Numbers): Numbered {
  const kept = [...before.kept];
  const numbers = papers.map((block) => {
    const at = kept.findIndex((one) => one.of === "paper" && one.paperId === block.card.paperId);
    const known = kept[at];
    // An answer about a paper leaves out the action that led to it.
    if (known?.of !== "paper") kept.push(choiceOf(block));
    else if (block.card.actions.length > known.actions.length) kept[at] = choiceOf(block);
    return at < 0 ? kept.length : at + 1;
  });
  const isPassing = offered.length === 0 && kept.length === before.kept.length;
  return {
    numbers: { ...before, kept, passing: isPassing ? before.passing : offered },
    papers: numbers,
    actionsFrom: kept.length + 1,
  };
}

function choiceOf({ card }: PaperBlock): Choice {
  return { of: "paper", paperId: card.paperId, actions: card.actions };
}

const choices = z.array(
  z.discriminatedUnion("of", [
    z.object({ of: z.literal("paper"), paperId: z.string(), actions: z.array(storedAction) }),
    z.object({ of: z.literal("action"), action: storedAction }),
    z.object({ of: z.literal("nothing") }),
  ]),
);

const stored = z.object({
  kept: choices,
  passing: choices,
  list: storedAction.shape.command.exactOptional(),
});

/** For remembering the numbers over a restart. */
export function numbersToJson(numbers: Numbers): Json {
  return z.json().parse(JSON.parse(JSON.stringify(numbers)));
}

/** None, if what was remembered was written by another version. */
export function numbersFromJson(remembered: Json | undefined): Numbers {
  const parsed = stored.safeParse(remembered);
  return parsed.success ? parsed.data : NO_NUMBERS;
}
