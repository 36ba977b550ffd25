/** The house keeps its own rules: see tests/helpers/architecture.ts for what they are. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBreaches } from "./helpers/architecture.ts";
import { findTreeFaults, readTree } from "./helpers/readme-tree.ts";

const root = join(import.meta.dirname, "..");

/** Folders of these are named in the README; those of tests/ mirror them. */
const EXPLAINED = ["src", "adapters", "docs"];
const NOT_OURS = new Set(["node_modules", "dist", "data", "coverage"]);

describe("the project", () => {
  test("keeps to its arrows, doors and words", () => {
    const files = ["src", "adapters"].flatMap(sourcesUnder);
    expect(files.length).toBeGreaterThan(10);
    expect(findBreaches(files)).toEqual([]);
  });

  test("looks like the tree in its README", () => {
    const tree = readTree(readFileSync(join(root, "README.md"), "utf8"));
    if (tree === undefined)
      throw new Error("README.md has no fenced block with a tree in which src/ stands.");
    const folders = [...foldersIn(""), ...EXPLAINED.flatMap((folder) => foldersIn(`${folder}/`))];
    expect(findTreeFaults(tree, folders, (path) => existsSync(join(root, path)))).toEqual([]);
  });
});

describe("the rules", () => {
  test.each<[breach: string, path: string, text: string]>([
    ["must not import src/digests", "src/papers/ingest.ts", `import { a } from "../digests/deliver.ts";`],
    ["must not import src/search", "src/papers/ingest.ts", `import type { A } from "../search/search.ts";`],
    ["must not import src/search", "src/papers/ingest.ts", `type A = import("../search/search.ts").Search;`],
    ["must not import src/search", "src/papers/ingest.ts", `await import("../search/search.ts");`],
    ["must not import src/search", "src/papers/ingest.ts", `export * from "../search/search.ts";`],
    ["must not import src/search", "src/papers/ingest.ts", `export { a } from "../search/search.ts";`],
    ["must not import src/search", "src/summaries/extract.ts", `import "../search/search.ts";`],
    ["must not import src/summaries", "src/search/search.ts", `import "../summaries/extract.ts";`],
    ["must not import src/commands", "src/digests/deliver.ts", `import "../commands/help.ts";`],
    ["must not import src/config.ts", "src/papers/ingest.ts", `import "../config.ts";`],
    ["must not import src/platform/memory.ts", "src/storage/database.ts", `import "../platform/memory.ts";`],
    ["must not import src/log.ts", "src/platform/adapter.ts", `import type { Logger } from "../log.ts";`],
    ["must not import adapters/index.ts", "src/commands/help.ts", `import "../../adapters/index.ts";`],
    ["must not import tests/helpers/x.ts", "src/commands/help.ts", `import "../../tests/helpers/x.ts";`],
    ["must not import src/papers", "adapters/terminal/render.ts", `import "../../src/papers/paper.ts";`],
    ["must not import src/config.ts", "adapters/terminal/index.ts", `import "../../src/config.ts";`],
    ["must not import adapters/slack", "adapters/terminal/render.ts", `import "../slack/render.ts";`],
    ["must not import adapters/terminal/render.ts", "adapters/index.ts", `import "./terminal/render.ts";`],
    ["must not import adapters/index.ts", "src/core.ts", `import "../adapters/index.ts";`],
    ["reads process.env", "src/core.ts", `process.env["HOME"];`],
    ["a computed address", "src/papers/ingest.ts", `await import("../digests/" + name);`],
    ["must not import better-sqlite3", "src/papers/paper-store.ts", `import SQLite from "better-sqlite3";`],
    ["must not import kysely", "src/commands/help.ts", `import { sql } from "kysely/helpers/sqlite";`],
    ["must not import @slack/web-api", "adapters/terminal/render.ts", `import "@slack/web-api/dist/x.js";`],
    ["must not import node:module", "src/search/search.ts", `import { createRequire } from "node:module";`],
    ["must not import node:process", "src/search/search.ts", `import { env } from "node:process";`],
    ["imports left-pad, which has no door", "src/search/query.ts", `import "left-pad";`],
    ["belongs to no known part", "src/utils/strings.ts", ""],
    ["belongs to no known part", "src/helpers.ts", ""],
    ["belongs to no known part", "src/constructor.ts", ""],
    ["stands beside the adapters", "adapters/shared.ts", ""],
    ["reads process.env", "src/config.ts", `const home = process.env["HOME"];`],
    ["reads process.env", "adapters/slack/index.ts", `const home = globalThis.process["env"];`],
    ["reads process.env", "src/config.ts", "const { env } = process;"],
    ["uses console", "src/main.ts", `console.log("hello");`],
    ["has a default export", "src/log.ts", "export default 1;"],
    ["has a default export", "src/log.ts", "const a = 1; export { a as default };"],
    [`says "Slack" on line 2`, "src/commands/help.ts", "\n// as Slack does"],
    [`says "guild" in its name`, "src/papers/guild.ts", ""],
    ["has 221 lines", "src/log.ts", "\n".repeat(220).concat("export {};\n")],
  ])("find what %s", (breach, path, text) => {
    expect(findBreaches([{ path, text }])).toEqual([expect.stringContaining(breach)]);
  });

  test.each<[path: string, text: string]>([
    ["src/main.ts", `import "./commands/help.ts"; import "../adapters/index.ts"; process.env;`],
    ["src/commands/help.ts", `import "../digests/deliver.ts"; import "../papers/paper.ts"; import "./x.ts";`],
    ["src/subscriptions/topic.ts", `import type { Acronyms } from "../search/acronyms.ts";`],
    ["src/storage/memory-store.ts", `import type { Memory } from "../platform/memory.ts";`],
    [
      "src/digests/delivery-store.ts",
      `import { sql } from "kysely"; import "node:crypto"; import { z } from "zod";`,
    ],
    [
      "adapters/index.ts",
      `import { terminal } from "./terminal/index.ts"; import "../src/platform/adapter.ts";`,
    ],
    ["src/core.ts", `import "./commands/bot.ts"; import "./storage/database.ts"; import "./config.ts";`],
    [
      "adapters/slack/render.ts",
      `import "@slack/bolt"; import "../../src/platform/message.ts"; import "./x.ts";`,
    ],
    ["src/config.ts", "// process.env is passed in; console.log is not used\nexport const a = 1;"],
  ])("let %s be", (path, text) => {
    expect(findBreaches([{ path, text }])).toEqual([]);
  });

  test("hold the README's tree against the folders, both ways", () => {
    const readme = [
      "# Title\n```sh\nnpm start\n```\n```text",
      "README.md  package.json   what you read",
      "src/              the core",
      "  main.ts         start",
      "  platform/       the port: message.ts",
      "adapters/",
      "  terminal/ wire/ each: index.ts",
      "docs/             operating.md",
      "```",
    ].join("\n");
    const tree = readTree(readme);
    const drawn = "```\n.\n├── src/  the core\n│   ├── main.ts\n│   └── platform/  port\n└── docs/\n```\n";
    expect(tree).toEqual([
      "README.md",
      "package.json",
      "src/",
      "src/main.ts",
      "src/platform/",
      "adapters/",
      "adapters/terminal/",
      "adapters/wire/",
      "docs/",
    ]);
    expect(readTree(drawn)).toEqual(["src/", "src/main.ts", "src/platform/", "docs/"]);
    expect(readTree("# no tree\n```sh\nnpm start\n```\n")).toBeUndefined();
    expect(findTreeFaults(["src/", "src/gone/"], ["src/", "src/new/"], (path) => path === "src/")).toEqual([
      expect.stringContaining("names src/gone/, which does not exist"),
      expect.stringContaining("src/new/ is not in README.md's tree"),
    ]);
  });
});

function sourcesUnder(folder: string): { path: string; text: string }[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** The folders directly in `folder` that hold a file, ending in `/`. */
function foldersIn(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !NOT_OURS.has(entry.name))
    .map((entry) => `${folder}${entry.name}/`)
    .filter((path) =>
      readdirSync(join(root, path), { recursive: true, withFileTypes: true }).some((e) => e.isFile()),
    );
}
