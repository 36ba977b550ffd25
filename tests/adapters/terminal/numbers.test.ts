/** What a number means at the prompt, and for how long. */
import { describe, expect, it } from "vitest";
import { choose } from "../../../adapters/terminal/choose.ts";
import {
  NO_NUMBERS,
  type Numbers,
  number,
  numbersFromJson,
  numbersToJson,
} from "../../../adapters/terminal/numbers.ts";
import type { CommandSpec } from "../../../src/platform/command.ts";
import type { Action, Block, Message } from "../../../src/platform/message.ts";
import { card } from "../../contract/messages.ts";
import { COMMANDS } from "../../contract/recording-bot.ts";

const SPECS: readonly CommandSpec[] = [
  ...COMMANDS,
  about("summary", "all of it"),
  about("save", "all of it"),
  about("ask", "the first word"),
];
const MORE: Action = { label: "More", command: { name: "search", argument: "kv", page: 2 } };
const SHARE: Action = { label: "Tell others", command: { name: "more", argument: "kv", page: 1 } };
const SEARCH = { name: "search", argument: "kv", page: 1 };
const MISS = offering({ ...MORE, label: "Search for these words", command: { ...SEARCH, argument: "x" } });
const LIST = numbersAfter([listOf([1, 2], MORE, SHARE)]);

/** The numbers once these messages have been shown; the first answers a search for kv. */
function numbersAfter(
  [first, ...messages]: readonly [Message, ...Message[]],
  before: Numbers = NO_NUMBERS,
): Numbers {
  const { numbers } = number(first, before, SEARCH);
  return messages.reduce((known, message) => number(message, known).numbers, numbers);
}

function listOf(places: readonly number[], ...actions: readonly Action[]): Message {
  const papers = places.map((place): Block => ({ kind: "paper", card: card(place), number: place }));
  return { blocks: [...papers, { kind: "actions", actions }] };
}

function offering(...actions: readonly Action[]): Message {
  return { blocks: [{ kind: "actions", actions }] };
}

function single(place: number, actions = card(place).actions): Message {
  return { blocks: [{ kind: "paper", card: card(place, { actions }) }] };
}

function about(name: string, paper: "all of it" | "the first word"): CommandSpec {
  const argument = { name: "paper", help: "A paper.", required: true, suggests: false, paper };
  return {
    name,
    help: "",
    usage: `${name} <paper>`,
    example: name,
    argument,
    audience: "caller",
    configures: false,
    hidden: false,
  };
}

/** What the line does: the command as it would be typed, or the problem. */
function chosen(line: string, numbers: Numbers = LIST): string | undefined {
  const result = choose(numbers, line, SPECS);
  if (result === undefined || result.kind === "problem") return result?.problem;
  const { name, argument, page } = result.kind === "action" ? result.action.command : result.command;
  return `${name} ${argument}${page === 1 ? "" : `, page ${page}`}`;
}

describe("choosing by number", () => {
  it("numbers the papers first, then the other actions", () => {
    expect(chosen("1 similar")).toBe("similar 2401.00001");
    expect(chosen("2 summary")).toBe("summary 2401.00002");
    expect(chosen("3")).toBe("search kv, page 2");
    expect(chosen(" 4 ")).toBe("more kv");
  });

  it("takes the beginning of a word, and a paper's first action for its number alone", () => {
    expect(chosen("2 SIM")).toBe("similar 2401.00002");
    expect(chosen("2")).toBe("summary 2401.00002");
  });

  it("takes number and word in both orders, with a question too", () => {
    expect(chosen("summary 2")).toBe("summary 2401.00002");
    expect(chosen("Save 1")).toBe("save 2401.00001");
    expect(chosen("1 save")).toBe("save 2401.00001");
    expect(chosen("ask 2 what  data?")).toBe("ask 2401.00002 what  data?");
    expect(chosen("2 ask what  data?")).toBe("ask 2401.00002 what  data?");
    expect(chosen("save 3")).toBe("There is no paper 3: the papers are 1–2.");
  });

  it("does not take the beginning of a title for a number", () => {
    expect(chosen("summary 2 dimensional materials")).toBeUndefined();
    expect(chosen("save 2", NO_NUMBERS)).toBeUndefined();
  });

  it("numbers the only paper of a list too", () => {
    const numbers = numbersAfter([listOf([1], MORE)]);
    expect(chosen("1 similar", numbers)).toBe("similar 2401.00001");
    expect(chosen("2", numbers)).toBe("search kv, page 2");
  });

  it("keeps the papers' numbers and their list's until another list is shown", () => {
    const numbers = numbersAfter([listOf([1, 2], MORE, SHARE), offering(SHARE), MISS, { blocks: [] }]);
    expect(chosen("2 summary", numbers)).toBe("summary 2401.00002");
    expect(chosen("3", numbers)).toBe("search kv, page 2");
    expect(chosen("5", numbers)).toBe("search x");
    expect(chosen("6", numbers)).toBe("There is no 6 to choose: the numbers are 1–5.");
    expect(chosen("2", numbersAfter([listOf([1], SHARE)], numbers))).toBe("more kv");
  });

  it("shows a paper by itself with its number, or with the next", () => {
    const list = listOf([1, 2], MORE);
    expect(number(single(2), numbersAfter([list])).papers).toEqual([2]);
    expect(number(single(7), numbersAfter([list])).papers).toEqual([4]);
    const numbers = numbersAfter([list, single(7, []), offering(SHARE), single(2, [])]);
    expect(chosen("4", numbers)).toBe("Type what to do with paper 4, for instance show 4.");
    expect(chosen("4 summary", numbers)).toBe("summary 2401.00007");
    expect(chosen("2 similar", numbers)).toBe("similar 2401.00002");
    expect(chosen("5", numbers)).toBe("more kv");
    expect(chosen("4 similar", numbersAfter([list, single(7, []), single(7)]))).toBe("similar 2401.00007");
  });

  it("numbers a list's pages on, and keeps the pages before", () => {
    const pages = (argument: string) =>
      number(listOf([3, 4], SHARE), LIST, { ...SEARCH, argument, page: 2 }).numbers;
    expect(chosen("4 summary", pages("kv"))).toBe("summary 2401.00004");
    expect(chosen("5", pages("kv"))).toBe("more kv");
    expect(chosen("1 summary", pages("kv"))).toBe("summary 2401.00001");
    expect(chosen("1 summary", pages("other"))).toBe("There is no 1 to choose: the numbers are 3–5.");
    expect(chosen("back", pages("kv"))).toBe("search kv");
    expect(chosen("previous", LIST)).toBe("The list begins here.");
    expect(chosen("back", NO_NUMBERS)).toBe("There is no list to go back in.");
  });

  it.each(["more", "Next"])("goes on in the list with %j", (line) => {
    expect(chosen(line)).toBe("search kv, page 2");
    expect(chosen(line, numbersAfter([listOf([1, 2], MORE), MISS]))).toBe("search kv, page 2");
    expect(chosen(line, numbersAfter([listOf([1, 2], SHARE)]))).toBe("The list ends here.");
  });

  it("presses the button whose label is typed, the newest first, but a command's name is the command", () => {
    const old: Action = { label: "Undo it", command: { name: "more", argument: "old", page: 1 } };
    const numbers = numbersAfter([
      listOf([1], old),
      offering({ ...old, command: { ...old.command, argument: "new" } }, { ...old, label: "Today" }),
    ]);
    expect(chosen("undo  IT", numbers)).toBe("more new");
    expect(chosen("today", numbers)).toBeUndefined();
  });

  it("names an action by its label where its command does something else with the paper alone", () => {
    const actions: Action[] = ["Mute phrase", "Mute topic"].map((label) => ({
      label,
      command: { name: "mute", argument: label, page: 1 },
    }));
    const remove = { label: "Remove", command: { name: "save", argument: "undo 2401.00001", page: 1 } };
    const { numbers } = number(single(1, [...actions, remove]), NO_NUMBERS);
    expect(chosen("1 mute topic", numbers)).toBe("mute Mute topic");
    expect(chosen("1 remove", numbers)).toBe("save undo 2401.00001");
    for (const line of ["1 save", "save 1"]) expect(chosen(line, numbers)).toBe("save 2401.00001");
    expect(chosen("1 fly", numbers)).toBe(
      "With paper 1 I can do this: 1 mute phrase, 1 mute topic, 1 remove.",
    );
  });

  it("says what would work when nothing fits", () => {
    expect(chosen("9")).toBe("There is no 9 to choose: the numbers are 1–4.");
    expect(chosen("0")).toBe("There is no 0 to choose: the numbers are 1–4.");
    expect(chosen("2 fly")).toBe("With paper 2 I can do this: 2 summary, 2 similar.");
    expect(chosen("3 fly")).toBe("3 is “More”: type 3 alone.");
    expect(chosen("1-2 save")).toBe("One at a time, please: 1 save.");
    expect(chosen("1", NO_NUMBERS)).toBe("There is no 1 to choose: nothing has a number yet.");
  });

  it.each(["search 3", "2401.00001", "3similar", "2024 results", "", "-1", "1-2 tree search", "more papers"])(
    "leaves %j to the bot",
    (line) => {
      expect(choose(LIST, line, SPECS)).toBeUndefined();
    },
  );

  it("remembers the numbers as they are, and forgets what it cannot read", () => {
    const form = offering({
      ...MORE,
      style: "danger",
      form: [{ label: "Time", kind: "time", value: "08:00", hint: "local" }],
      command: { ...MORE.command, channel: { platform: "terminal", workspace: "local", id: "x" } },
    });
    const gap = number(listOf([3, 4]), NO_NUMBERS, { ...SEARCH, page: 2 }).numbers;
    for (const numbers of [LIST, numbersAfter([listOf([1, 2], MORE), form]), gap, NO_NUMBERS])
      expect(numbersFromJson(numbersToJson(numbers))).toEqual(numbers);
    for (const other of [undefined, null, 3, [{ of: "paper" }], { kept: [] }])
      expect(numbersFromJson(other)).toEqual(NO_NUMBERS);
  });
});
