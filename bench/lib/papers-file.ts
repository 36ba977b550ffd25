/** Papers from a file of lines of JSON or one array, packed or not, or from the folder of a collection. */
import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Paper } from "../../src/papers/paper.ts";
import { paperOf } from "./catalog.ts";
import { readLines } from "./collection.ts";

const line = z.object({
  id: z.coerce.string(),
  title: z.string(),
  abstract: z.string().optional(),
  summary: z.string().optional(),
  text: z.string().optional(),
  about: z.string().optional(),
});

/** An abstract may be called abstract, summary, text or about. */
export function readPapers(path: string): readonly Paper[] {
  return entriesOf(path).map((entry) => {
    const { id, title, abstract, summary, text, about } = line.parse(entry);
    return paperOf({ id, title, text: abstract ?? summary ?? text ?? about ?? "" });
  });
}

function entriesOf(path: string): readonly unknown[] {
  if (statSync(path).isDirectory()) return readLines(path, "corpus.jsonl");
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  if (text.trimStart().startsWith("[")) return z.array(z.unknown()).parse(JSON.parse(text));
  return text
    .split("\n")
    .filter((one) => one.trim() !== "")
    .map((one) => JSON.parse(one));
}
