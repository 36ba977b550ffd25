import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adapters } from "../adapters/index.ts";
import type { Environment } from "../src/platform/adapter.ts";
import { readSettings } from "../src/settings.ts";
import { openDatabase } from "../src/storage/database.ts";
import { install } from "./helpers/run-program.ts";

const KEY = "a key of more than thirty-two characters";
const OTHER = "another key of more than thirty-two characters";

const read = (env: Environment) => readSettings(env, adapters);

function settingsOf(env: Environment) {
  const settings = read(env);
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

describe("the program", () => {
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
