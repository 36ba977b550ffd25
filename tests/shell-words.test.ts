/** The quotes that a shell takes away come back where they were meant. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandSpec } from "../src/platform/command.ts";
import { lineOfWords } from "../src/shell-words.ts";
import { openPaperboy, type TestPaperboy } from "./helpers/paperboy.ts";

let paperboy: TestPaperboy;
let commands: readonly CommandSpec[];
beforeAll(async () => {
  paperboy = await openPaperboy();
  commands = paperboy.core.bot.commands;
});
afterAll(() => paperboy.close());

test.each<[words: string[], line: string]>([
  [["search", "kv", "cache"], "search kv cache"],
  [["search", "kv cache"], 'search "kv cache"'],
  [["Search", "kv cache", "-survey"], 'Search "kv cache" -survey'],
  [["search", "-position paper", "votes:>20"], 'search -"position paper" votes:>20'],
  [["search", "author:Song Han", "-title: a survey"], 'search author:"Song Han" -title:"a survey"'],
  [["search", "LoRA: low rank"], 'search "LoRA: low rank"'],
  [
    ["search", '"kv cache"', 'title:"long context" -survey'],
    'search "kv cache" title:"long context" -survey',
  ],
  [["search", "“kv cache” compression"], "search “kv cache” compression"],
  [["search kv cache"], "search kv cache"],
  [['search "kv cache"'], 'search "kv cache"'],
  [["subscribe", "mixture of experts", "min:5"], 'subscribe "mixture of experts" min:5'],
  [["change", "kv cache", "to", "kv cache", "-survey"], 'change "kv cache" to "kv cache" -survey'],
  [["unsubscribe", "kv cache"], 'unsubscribe "kv cache"'],
  [["mute", "a survey"], 'mute "a survey"'],
  [["schedule", "9:30 weekdays"], "schedule 9:30 weekdays"],
  [["add", "1706.03762", "read this first"], "add 1706.03762 read this first"],
  [["nonsense", "a b"], "nonsense a b"],
  [["search", "--", "-survey", "--", "agents"], "search -survey -- agents"],
  [["search"], "search"],
])("%j is the line %s", (words, line) => {
  expect(lineOfWords(words, commands)).toBe(line);
});
