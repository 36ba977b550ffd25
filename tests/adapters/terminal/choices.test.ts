import { describe, expect, it } from "vitest";
import { choicesFromJson, choicesOf, choicesToJson, choose } from "../../../adapters/terminal/choices.ts";
import type { Action } from "../../../src/platform/message.ts";
import { card } from "../../contract/messages.ts";

const MORE: Action = { label: "More", command: { name: "more", argument: "kv", page: 2 } };
const LIST = choicesOf({
  blocks: [
    { kind: "actions", actions: [MORE] },
    { kind: "paper", card: card(1) },
    { kind: "paper", card: card(2) },
    { kind: "actions", actions: [{ ...MORE, label: "Share" }] },
  ],
});

function chosen(line: string) {
  const result = choose(LIST, line);
  return result?.kind === "action" ? result.action : result?.problem;
}

describe("choosing by number", () => {
  it("numbers the papers first, then the other actions", () => {
    expect(chosen("1 similar")).toMatchObject({ command: { name: "similar", argument: "2401.00001" } });
    expect(chosen("2 summary")).toMatchObject({ command: { name: "summary", argument: "2401.00002" } });
    expect(chosen("3")).toMatchObject({ label: "More" });
    expect(chosen(" 4 ")).toMatchObject({ label: "Share" });
  });

  it("takes the beginning of a word, and a paper's first action for its number alone", () => {
    expect(chosen("2 SIM")).toMatchObject({ label: "Similar" });
    expect(chosen("2")).toMatchObject({ label: "Summary" });
  });

  it("offers the actions of a single paper one by one", () => {
    const single = choicesOf({
      blocks: [
        { kind: "paper", card: card(1) },
        { kind: "actions", actions: [MORE] },
      ],
    });
    expect(single.map(({ actions }) => actions.map(({ label }) => label))).toEqual([
      ["Summary"],
      ["Similar"],
      ["More"],
    ]);
  });

  it("tells actions of the same command apart by their labels", () => {
    const actions: Action[] = ["Mute phrase", "Mute topic"].map((label) => ({
      label,
      command: { name: "mute", argument: label, page: 1 },
    }));
    const choices = choicesOf({
      blocks: [1, 2].map((number) => ({ kind: "paper", card: card(number, { actions }) }) as const),
    });
    expect(choose(choices, "1 mute topic")).toMatchObject({ action: { label: "Mute topic" } });
  });

  it("says what would work when nothing fits", () => {
    expect(chosen("9")).toBe("There is no 9 to choose: the last message offered 1 to 4.");
    expect(chosen("0")).toBe("There is no 0 to choose: the last message offered 1 to 4.");
    expect(chosen("2 fly")).toBe("With paper 2 I can do this: 2 summary, 2 similar.");
    expect(chosen("3 fly")).toBe("3 is “More”: type 3 alone.");
    expect(choose([], "1")).toMatchObject({ problem: expect.stringContaining("nothing by number") });
  });

  it.each(["search 3", "2401.00001", "3similar", "2024 results", "", "-1"])(
    "leaves %j to the bot",
    (line) => {
      expect(choose(LIST, line)).toBeUndefined();
    },
  );

  it("remembers the choices as they are, and forgets what it cannot read", () => {
    const form = choicesOf({
      blocks: [
        {
          kind: "actions",
          actions: [
            {
              ...MORE,
              style: "danger",
              form: [{ label: "Time", kind: "time", value: "08:00", hint: "local" }],
              command: { ...MORE.command, channel: { platform: "terminal", workspace: "local", id: "x" } },
            },
          ],
        },
      ],
    });
    for (const choices of [LIST, form, []]) expect(choicesFromJson(choicesToJson(choices))).toEqual(choices);
    for (const other of [undefined, null, 3, [{ of: "paper" }], { choices: [] }]) {
      expect(choicesFromJson(other)).toEqual([]);
    }
  });
});
