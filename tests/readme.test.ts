/** The README's tables say what there is: every command, every setting, nothing else. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adapters } from "../adapters/index.ts";
import { coreVariables } from "../src/config.ts";
import { openPaperboy, type TestPaperboy } from "./helpers/paperboy.ts";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The first cells of the table under this heading, as code. */
function rowsUnder(heading: string): readonly string[] {
  const section = README.split(/^## /mu).find((part) => part.startsWith(heading)) ?? "";
  return [...section.matchAll(/^\| `([^`]+)`/gmu)].map(([, cell = ""]) => cell);
}

describe("the README", () => {
  let paperboy: TestPaperboy;
  beforeAll(async () => {
    paperboy = await openPaperboy();
  });
  afterAll(() => paperboy.close());

  it("lists every command as it is typed", () => {
    const usages = paperboy.core.bot.commands.filter(({ hidden }) => !hidden).map(({ usage }) => usage);
    expect([...rowsUnder("Ask")].sort()).toEqual([...usages].sort());
  });

  it("lists every setting that somebody reads", () => {
    const ofTheTerminal = ["FORCE_COLOR", "TERM"];
    const variables = [...coreVariables, ...adapters.flatMap((adapter) => adapter.variables)];
    expect([...rowsUnder("Settings")].sort()).toEqual(
      variables.filter((name) => !ofTheTerminal.includes(name)).sort(),
    );
  });
});
