import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageInfo } from "../src/package.ts";

test("the package's root is where package.json and the samples stand", () => {
  const { root, version } = packageInfo();
  expect(root).toBe(join(import.meta.dirname, ".."));
  expect(existsSync(join(root, "samples/papers.json"))).toBe(true);
  expect(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).toMatchObject({ version });
});
