/** Where this package stands and which version it is: the same from `src/` and from the built `dist/src/`. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

export interface PackageInfo {
  readonly version: string;
  /** The folder of package.json: `samples/` and `.env` stand beside it. */
  readonly root: string;
}

const manifest = z.object({ name: z.literal("paperboy"), version: z.string() });

/** Throws if no package.json of ours stands above this file, which no complete installation can bring about. */
export function packageInfo(): PackageInfo {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const parsed = manifest.safeParse(JSON.parse(readFileSync(file, "utf8")));
      if (parsed.success) return { version: parsed.data.version, root: folder };
    }
    if (folder === dirname(folder))
      throw new Error("The package.json of Paperboy is missing: install it anew.");
  }
}
