/**
 * What may import what, and which words and names may stand where. Everything that no row allows is forbidden;
 * each finding is a sentence that says what to do.
 */
import { dirname, join } from "node:path/posix";
import { readFacts, type SourceFile } from "./source-facts.ts";

const BEHIND_THE_PORT = [
  "commands",
  "digests",
  "summaries",
  "subscriptions",
  "search",
  "papers",
  "storage",
  "platform",
  "config",
  "log",
  "model-server",
  "nearest",
  "package",
  "clock",
];

/** Who may be imported, by who imports. A part is a folder of src, or a file that stands alone there. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  // What the command line does beside starting.
  chores: ["core", "shell-words", "show-work", ...BEHIND_THE_PORT],
  // Puts everything behind the port together.
  core: BEHIND_THE_PORT,
  // What the core and all platforms are set to.
  settings: ["config", "storage", "platform"],
  "start-platforms": ["platform", "log"],
  // What a shell hands over, in the query language's own quotes.
  "shell-words": ["search", "platform"],
  nearest: [],
  "show-work": [],
  commands: ["digests", "summaries", "subscriptions", "search", "papers", "storage", "platform", "log"],
  digests: ["summaries", "subscriptions", "search", "papers", "storage", "platform", "log"],
  summaries: ["papers", "storage", "model-server", "platform", "log"],
  // One query language and one table of acronyms for searching and following: docs/decisions/0005.
  subscriptions: ["search", "papers", "storage", "platform", "log"],
  search: ["papers", "storage", "model-server", "platform", "log"],
  // What summaries and embeddings have in common: docs/decisions/0008.
  "model-server": ["papers", "platform"],
  papers: ["storage", "platform", "log", "package"],
  storage: [],
  platform: [],
  config: ["nearest", "log"],
  log: [],
  package: [],
  clock: ["log"],
};

/** Single files that may import more than their part. */
const EXTRA_ARROWS: Readonly<Record<string, readonly string[]>> = {
  "src/storage/memory-store.ts": ["src/platform/memory.ts"],
  "src/storage/encrypted-memory.ts": ["src/platform/memory.ts"],
};

/** These begin the program: they may import everything, and read the environment. */
const COMPOSITION = ["src/main.ts", "src/cli.ts"];

/** Where each package may be imported: a folder (ends in `/`), a file, or the end of a file's name (begins with `*`). */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  "@slack/bolt": ["adapters/slack/"],
  "@slack/oauth": ["adapters/slack/"],
  "@slack/types": ["adapters/slack/"],
  "@slack/web-api": ["adapters/slack/"],
  "better-sqlite3": ["src/storage/", "src/search/search-index.ts", "src/search/embeddings/vector-file.ts"],
  "cli-progress": ["src/cli.ts", "adapters/terminal/"],
  commander: ["src/cli.ts"],
  "discord.js": ["adapters/discord/"],
  dotenv: ["src/main.ts", "src/cli.ts"],
  "fast-xml-parser": ["src/papers/sources/"],
  "fastest-levenshtein": ["src/nearest.ts", "src/commands/", "src/search/", "src/subscriptions/"],
  kysely: ["src/storage/", "*-store.ts", "src/papers/paper-row.ts", "src/papers/paper-writes.ts"],
  "node-cron": ["src/clock.ts"],
  openai: ["src/model-server/connection.ts"],
  "p-queue": [
    "adapters/discord/turns.ts",
    "src/papers/sources/",
    "src/digests/dispatch.ts",
    "src/summaries/paid-writer.ts",
  ],
  "p-retry": ["src/papers/sources/", "src/summaries/openai.ts", "adapters/discord/"],
  picocolors: ["adapters/terminal/", "src/cli.ts"],
  pino: ["src/log.ts", "src/platform/adapter.ts"],
  "pino-pretty": ["src/log.ts"],
  piscina: ["src/search/"],
  "sqlite-vec": ["src/search/embeddings/vector-file.ts"],
  stemmer: ["src/search/", "src/subscriptions/"],
  "string-width": ["adapters/terminal/"],
  "supports-hyperlinks": ["adapters/terminal/"],
  temml: ["src/papers/tex.ts", "src/papers/tex/"],
  "temporal-polyfill": ["src/papers/list-day.ts", "src/subscriptions/", "src/digests/"],
  "wrap-ansi": ["adapters/terminal/"],
  zod: ["src/", "adapters/"],
  // `require` would be a way around every door.
  "node:module": [],
  module: [],
  // The environment by another name.
  "node:process": COMPOSITION,
  process: COMPOSITION,
};

const CONSOLE = ["src/cli.ts", "adapters/terminal/"];
const FOREIGN_WORDS = /slack|discord|mrkdwn|guild/i;
const MOST_LINES = 220;

/** Every breach of the rules in these files of src/ and adapters/, one sentence each. */
export function findBreaches(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const facts = readFacts(file);
    const breaches = [
      ...partBreaches(file.path),
      ...facts.imports.flatMap((request) => importBreaches(file.path, request)),
      ...wordBreaches(file),
      ...lengthBreaches(file),
    ];
    if (facts.readsEnvironment && !COMPOSITION.includes(file.path)) {
      breaches.push("reads process.env: take an Environment as an argument, main.ts and cli.ts pass it in.");
    }
    if (facts.usesConsole && !isAt(file.path, CONSOLE)) {
      breaches.push("uses console: take a Logger, or return what should be shown.");
    }
    if (facts.exportsDefault) breaches.push("has a default export: give it a name and export that.");
    return breaches.map((breach) => `${file.path} ${breach}`);
  });
}

/** The part of src that a file belongs to: `papers` for src/papers/paper.ts, `log` for src/log.ts. */
function partOf(path: string): string | undefined {
  return /^src\/([^/.]+)/.exec(path)?.[1];
}

/** `adapters/terminal` for its files, undefined for adapters/index.ts. */
function adapterOf(path: string): string | undefined {
  return /^(adapters\/[^/]+)\//.exec(path)?.[1];
}

function partBreaches(path: string): string[] {
  const part = partOf(path);
  if (COMPOSITION.includes(path)) return [];
  if (part !== undefined && !Object.hasOwn(ARROWS, part)) {
    return [
      "belongs to no known part: move it into one, or give the new part a row in ARROWS (tests/helpers/architecture.ts).",
    ];
  }
  if (path.startsWith("adapters/") && adapterOf(path) === undefined && path !== "adapters/index.ts") {
    return ["stands beside the adapters: only index.ts does, all else belongs into an adapter's folder."];
  }
  return [];
}

function importBreaches(path: string, request: string | undefined): string[] {
  if (request === undefined) return ["imports a computed address: write it out."];
  if (!request.startsWith(".")) return doorBreaches(path, request);
  const target = join(dirname(path), request);
  return mayImport(path, target) ? [] : [`must not import ${target}: ${allowedFrom(path)}`];
}

function mayImport(path: string, target: string): boolean {
  if (COMPOSITION.includes(path)) return true;
  if (EXTRA_ARROWS[path]?.includes(target)) return true;
  const part = partOf(target);
  if (path === "adapters/index.ts") return part === "platform" || /^adapters\/[^/]+\/index\.ts$/.test(target);
  const adapter = adapterOf(path);
  if (adapter !== undefined) {
    return adapterOf(target) === adapter || part === "platform" || target === "src/log.ts";
  }
  const own = partOf(path);
  if (own === undefined || part === undefined) return false;
  return part === own || (ARROWS[own]?.includes(part) ?? false);
}

function allowedFrom(path: string): string {
  if (path === "adapters/index.ts") return "it may import each adapter's index.ts and src/platform only.";
  if (adapterOf(path) !== undefined)
    return "an adapter may import its own files, src/platform and src/log.ts only.";
  const part = partOf(path) ?? "";
  const allowed = ARROWS[part] ?? [];
  return allowed.length === 0
    ? `${part} imports nothing of ours. Pass in what it needs.`
    : `${part} may import ${allowed.join(", ")}. Move the code to where both can see it, or pass it in.`;
}

function doorBreaches(path: string, request: string): string[] {
  const name = request.startsWith("@") ? request.split("/", 2).join("/") : (request.split("/", 1)[0] ?? "");
  const doors = DOORS[name] ?? (request.startsWith("node:") ? DOORS[request] : undefined);
  if (doors === undefined) {
    if (request.startsWith("node:")) return [];
    return [`imports ${name}, which has no door: add a row to DOORS (tests/helpers/architecture.ts).`];
  }
  if (isAt(path, doors)) return [];
  const where = doors.length === 0 ? "nothing may" : `only ${doors.join(", ")} may`;
  return [`must not import ${name}: ${where}. Use what stands behind that door.`];
}

function isAt(path: string, places: readonly string[]): boolean {
  return places.some((place) => {
    if (place.startsWith("*")) return path.endsWith(place.slice(1));
    return place.endsWith("/") ? path.startsWith(place) : path === place;
  });
}

function wordBreaches({ path, text }: SourceFile): string[] {
  if (!path.startsWith("src/")) return [];
  return [path, ...text.split("\n")].flatMap((line, number) => {
    const word = FOREIGN_WORDS.exec(line)?.[0];
    if (word === undefined) return [];
    const where = number === 0 ? "in its name" : `on line ${number}`;
    return [`says "${word}" ${where}: the core knows no platform by name, say it in the port's words.`];
  });
}

function lengthBreaches({ text }: SourceFile): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > MOST_LINES
    ? [`has ${lines} lines, more than ${MOST_LINES}: give its second idea a file of its own.`]
    : [];
}
