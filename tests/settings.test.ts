/** Settings that would do harm, or nothing, are said before anything starts. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adapters } from "../adapters/index.ts";
import { coreVariables } from "../src/config.ts";
import type { Environment } from "../src/platform/adapter.ts";
import { readSettings } from "../src/settings.ts";
import { openDatabase } from "../src/storage/database.ts";
import { install } from "./helpers/run-program.ts";

const KEY = "a key of more than thirty-two characters";
const OTHER = "another key of more than thirty-two characters";

const read = (process: Environment, file: Environment = {}) => readSettings({ file, process }, adapters);

function settingsOf(env: Environment, file: Environment = {}) {
  const settings = read(env, file);
  if ("faults" in settings) throw new Error(settings.faults.join("\n"));
  return settings;
}

describe("the key that locks what platforms entrust to Paperboy", () => {
  const keysIn = (text: string) => settingsOf({ PAPERBOY_SECRET_KEY: text }).secretKeys?.length;

  test("is none only where nothing is set", () => {
    expect(settingsOf({}).secretKeys).toBeUndefined();
    expect(keysIn("  ")).toBeUndefined();
    expect(keysIn(KEY)).toBe(1);
  });

  test("may be a list with a comma too many", () => {
    expect(keysIn(`${KEY},`)).toBe(1);
    expect(keysIn(` ,${KEY},, ${OTHER} ,`)).toBe(2);
  });

  test.each(["hunter2", ",", `${KEY},hunter2`, `hunter2,${KEY}`])("is a fault when it is %j", (text) => {
    const refused = read({ PAPERBOY_SECRET_KEY: text });
    expect(refused).toEqual({
      faults: [expect.stringMatching(/^PAPERBOY_SECRET_KEY must be a key of at least 32 characters/)],
    });
    expect(JSON.stringify(refused)).not.toContain("hunter2");
  });

  test("is named beside every other fault", () => {
    const refused = read({ LOG_LEVEL: "loud", PAPERBOY_SECRET_KEY: "hunter2", DISCORD_TOKEN: "a b" });
    expect("faults" in refused && refused.faults).toHaveLength(3);
  });
});

describe("names that are nobody's", () => {
  const warningsOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "x"]));
  const inFile = (...names: string[]) => settingsOf({}, warningsOf(names)).warnings;
  const inProcess = (...names: string[]) => settingsOf(warningsOf(names)).warnings;

  test.each([
    ["PAPERBOY_DATADIR", "PAPERBOY_DATA_DIR"],
    ["HF_TOKN", "HF_TOKEN"],
    ["hf_token", "HF_TOKEN"],
    ["OPENAI_MODLE", "OPENAI_MODEL"],
    ["OPENAI_KEY", "OPENAI_API_KEY"],
    ["SLACK_TOKEN", "SLACK_BOT_TOKEN or SLACK_APP_TOKEN"],
    ["DISCORD_BOT_TOKEN", "DISCORD_TOKEN"],
    ["LOGLEVEL", "LOG_LEVEL"],
    ["DICSORD_TOKEN", "DISCORD_TOKEN"],
  ])("are noticed in .env: %s was meant to be %s", (name, meant) => {
    expect(inFile(name)).toEqual([`${name} in .env is no setting of Paperboy: did you mean ${meant}?`]);
  });

  test("are noticed in .env where nothing like them is known, but not another program's", () => {
    expect(inFile("SLACK_TEAM_COLOUR_SCHEME", "ARXIV_X")).toEqual([
      "SLACK_TEAM_COLOUR_SCHEME in .env is no setting of Paperboy; .env.example lists them all.",
      "ARXIV_X in .env is no setting of Paperboy; .env.example lists them all.",
    ]);
    expect(inFile("TZ", "COMPOSE_PROJECT_NAME", "NODE_ENV", "HOST", "PATH", "HTTPS_PROXY")).toEqual([]);
  });

  test("are noticed in the process only where they can hardly be another program's", () => {
    expect(inProcess("PAPERBOY_X", "HF_TOKN", "SALCK_BOT_TOKEN")).toEqual([
      "PAPERBOY_X is no setting of Paperboy; .env.example lists them all.",
      "HF_TOKN is no setting of Paperboy: did you mean HF_TOKEN?",
      "SALCK_BOT_TOKEN is no setting of Paperboy: did you mean SLACK_BOT_TOKEN?",
    ]);
    const foreign = ["HF_HOME", "HF_HUB_OFFLINE", "HF_TOKEN_PATH", "OPENAI_ORG_ID", "OPENAI_API_BASE"];
    expect(inProcess(...foreign, "SLACK_CHANNEL", "LOGLEVEL", "COLORTERM", "TERM_PROGRAM", "PATH")).toEqual(
      [],
    );
  });

  test("are named once, and none that is read ever", () => {
    expect(settingsOf({ HF_TOKN: "x" }, { HF_TOKN: "x" }).warnings).toHaveLength(1);
    const variables = [...coreVariables, ...adapters.flatMap((adapter) => adapter.variables)];
    const empty = Object.fromEntries(variables.map((name) => [name, ""]));
    expect(settingsOf(empty, empty).warnings).toEqual([]);
  });
});

test("words of every platform may be typed in any case", () => {
  const env = { DISCORD_TOKEN: "a.b.c", DISCORD_LAYOUT: "Embeds", DISCORD_CONFIGURE: "EVERYONE" };
  const slack = {
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_APP_TOKEN: "xapp-1",
    SLACK_CONFIGURE: "Admins",
    SLACK_GUESTS: "READ",
  };
  expect(settingsOf({ ...env, ...slack }).platforms.map(({ name }) => name)).toEqual([
    "terminal",
    "slack",
    "discord",
  ]);
});

describe("the program", () => {
  test("warns of slips on stderr, beside the answer on stdout", async () => {
    const paperboy = await install("HF_TOKN=hf_abc\nHF_SEARCH=OFF\n");
    const { code, stdout, stderr } = await paperboy.run(["status"], { env: { PAPERBOY_DATADIR: "/x" } });
    expect(stderr.split("\n")).toEqual([
      "Warning: HF_TOKN in .env is no setting of Paperboy: did you mean HF_TOKEN?",
      "Warning: PAPERBOY_DATADIR is no setting of Paperboy: did you mean PAPERBOY_DATA_DIR?",
      "",
    ]);
    expect(stdout).not.toContain("no setting");
    expect(code).toBe(0);
  }, 60_000);

  test("does not start with a key that is too short", async () => {
    const paperboy = await install();
    const { code, stdout, stderr } = await paperboy.run(["start", "--terminal"], {
      env: { PAPERBOY_SECRET_KEY: "hunter2" },
    });
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^Paperboy cannot start:\n- PAPERBOY_SECRET_KEY must be a key of [^\n]+\n$/);
    expect(existsSync(paperboy.dataDir)).toBe(false);
  }, 60_000);

  test("locks what a platform stores with a key that ends in a comma", async () => {
    const paperboy = await install();
    const env = { PAPERBOY_SECRET_KEY: `${KEY},` };
    expect(await paperboy.run(["start", "--terminal"], { env, input: "today\n" })).toMatchObject({ code: 0 });
    const database = await openDatabase(join(paperboy.dataDir, "paperboy.db"));
    const stored = await database
      .selectFrom("memory")
      .select("value")
      .where("owner", "=", "terminal")
      .execute();
    await database.destroy();
    expect(stored.length).toBeGreaterThan(0);
    for (const { value } of stored) expect(value).toMatch(/^\{"locked":/);
  }, 60_000);
});
