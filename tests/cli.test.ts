/** What scripts and people get from the program: answers, refusals and exit codes. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { install } from "./helpers/run-program.ts";

const PATIENCE = 60_000;

describe("run", () => {
  test(
    "searches for the phrase that the shell took out of its quotes, and ends with 0",
    async () => {
      const paperboy = await install();
      const { code, stdout, stderr } = await paperboy.run(["run", "search", "kv cache", "-survey"]);
      expect(stdout).toContain('Nothing found for “"kv cache" -survey”.');
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    },
    PATIENCE,
  );

  test(
    "says what was not understood, without buttons, and ends with 1",
    async () => {
      const paperboy = await install();
      expect(await paperboy.run(["run", "serach", "agents"])).toEqual({
        code: 1,
        stdout: "There is no command “serach”. Did you mean search? help lists them all.\n",
        stderr: "",
      });
      expect(await paperboy.run(["run", "today", "someday"])).toMatchObject({ code: 1 });
    },
    PATIENCE,
  );
});

describe("a slip on the command line", () => {
  test.each([
    ["frobnicate", /^There is no command "frobnicate"\. "paperboy --help" lists them all/],
    ["statsu", /^There is no command "statsu"\. Did you mean "paperboy status"\?/],
  ])(
    "%s is named, and nothing is started",
    async (word, said) => {
      const paperboy = await install();
      const { code, stdout, stderr } = await paperboy.run([word]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(said);
      expect(existsSync(paperboy.dataDir)).toBe(false);
    },
    PATIENCE,
  );

  test(
    "an archive that ends before it begins is not fetched",
    async () => {
      const paperboy = await install();
      const days = ["--since", "2025-11-10", "--until", "2025-11-01"];
      expect(await paperboy.run(["backfill", ...days])).toEqual({
        code: 1,
        stdout: "",
        stderr:
          "Nothing lies between 2025-11-10 and 2025-11-01: --since names the earlier day, --until the later one.\n",
      });
      expect(existsSync(paperboy.dataDir)).toBe(false);
    },
    PATIENCE,
  );
});

test(
  "a .env that cannot be read keeps the program from starting, in a sentence",
  async () => {
    const paperboy = await install();
    // What Docker makes of a file that it is to mount and does not find.
    await mkdir(join(paperboy.folder, ".env"));
    const { code, stdout, stderr } = await paperboy.run(["status"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^The file \.env cannot be read: EISDIR[^\n]+\n$/);
    expect(existsSync(paperboy.dataDir)).toBe(false);
  },
  PATIENCE,
);
