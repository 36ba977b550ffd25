import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const entry = z.looseObject({ level: z.number(), time: z.number(), msg: z.string() });
const SECRETS = ["xoxb-", "hunter2", "abc", "sid=1", "sk-1", "quotes"];

async function written(form: "json" | "pretty"): Promise<{ stdout: string; stderr: string }> {
  const script = join(import.meta.dirname, "helpers/write-log.ts");
  return promisify(execFile)(process.execPath, ["--import", import.meta.resolve("tsx"), script, form]);
}

describe.each(["json", "pretty"] as const)("the log as %s", (form) => {
  let output: { stdout: string; stderr: string };
  beforeAll(async () => {
    output = await written(form);
  });

  test("leaves standard output to the answers", () => {
    expect(output.stdout).toBe("");
    expect(output.stderr).toContain("It begins.");
  });

  test("writes from its level up", () => {
    expect(output.stderr).not.toContain("Too quiet");
    expect(output.stderr).toContain("It failed.");
  });

  test("holds no secret: in no field, however deep, and in no text", () => {
    for (const secret of SECRETS) expect(output.stderr).not.toContain(secret);
    expect(output.stderr).toContain("The server said [secret] to us.");
    expect(output.stderr).toContain("A value [secret] that JSON escapes.");
  });

  test("keeps what is none", () => {
    for (const kept of ["2401.00001", "/papers", "lab", "https://example.org/?key=[secret]"]) {
      expect(output.stderr).toContain(kept);
    }
  });
});

test("as JSON the log is one object a line, with a number for the time", async () => {
  const lines = (await written("json")).stderr.trimEnd().split("\n");
  const entries = lines.map((line) => entry.parse(JSON.parse(line)));
  expect(entries.map(({ level, msg }) => [level, msg])).toEqual([
    [30, "It begins."],
    [30, "Fields"],
    [40, "Asked with [secret] in the text."],
    [30, "A value [secret] that JSON escapes."],
    [50, "An error"],
  ]);
  expect(entries[1]).toMatchObject({
    tokens: 12,
    token: "[secret]",
    request: { headers: { Authorization: "[secret]", "set-cookie": "[secret]" } },
    accounts: [{ botToken: "[secret]", client_secret: "[secret]", name: "lab" }],
  });
});
