/**
 * Threads of the search run what tsc makes of the sources: to load TypeScript anew in every thread of every test takes
 * longer than the tests. `setup` runs once, before all tests; the rest stands in for src/search/thread-file.ts.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { ThreadFile, ThreadName } from "../../src/search/thread-file.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Within the project, where the packages are found; kept, so that the next run only compiles what has changed. */
const FOLDER = join(ROOT, "dist/threads");

const fileOf = (name: ThreadName) => join(FOLDER, "src/search", `${name}.js`);

export async function setup(): Promise<void> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const compiled = promisify(execFile)(process.execPath, [
    tsc,
    ...["--project", join(ROOT, "tsconfig.build.json")],
    ...["--outDir", FOLDER],
    ...["--tsBuildInfoFile", join(FOLDER, ".tsbuildinfo")],
  ]);
  // It writes also what it finds fault with, and the type check is another step than the tests.
  await compiled.catch((error: unknown) => {
    if (!existsSync(fileOf("engine-thread"))) throw error;
  });
}

export function threadFile(name: ThreadName): ThreadFile {
  return { filename: pathToFileURL(fileOf(name)).href, execArgv: [] };
}
