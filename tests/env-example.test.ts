/** .env.example names every variable that is read, says what each is for, and shows the true defaults. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { adapters } from "../adapters/index.ts";
import { coreVariables, readConfig } from "../src/config.ts";

interface Line {
  readonly name: string;
  readonly value: string;
  readonly comment: string | undefined;
}

const lines = readLines(readFileSync(join(import.meta.dirname, "../.env.example"), "utf8"));

test("every variable that is read has exactly one line, and every line is of such a variable", () => {
  const read = new Set([...coreVariables, ...adapters.flatMap((adapter) => adapter.variables)]);
  expect(lines.map((line) => line.name).sort()).toEqual([...read].sort());
});

test("every line has a comment above it", () => {
  expect(lines.filter((line) => line.comment === undefined)).toEqual([]);
});

test("what is shown for the core is the default, or an example that is accepted", () => {
  const shown = Object.fromEntries(lines.map(({ name, value }) => [name, value]));
  const { HF_TOKEN: _token, OPENAI_API_KEY: _key, LOG_LEVEL: _level, ...defaults } = shown;
  expect(readConfig(defaults)).toEqual(readConfig({}));
  expect(readConfig(shown)).not.toHaveProperty("faults");
});

test("nothing is set by a mere copy", () => {
  expect(readFileSync(join(import.meta.dirname, "../.env.example"), "utf8")).not.toMatch(/^[^#\s]/m);
});

/** `#NAME=value` sets off a variable, `# ` a comment. */
function readLines(text: string): readonly Line[] {
  const all = text.split("\n");
  return all.flatMap((line, index) => {
    const [, name, value = ""] = /^#?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    const comment = /^# (.+)$/.exec(all[index - 1] ?? "")?.[1];
    return name === undefined ? [] : [{ name, value, comment }];
  });
}
