/** What a measurement is told on its command line: a slip of the pen ends it in a sentence, before anything is measured. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Ends the process with exit code 2. */
export function refuse(problem: string): never {
  console.error(problem);
  process.exit(2);
}

/** A whole number, and one that leaves something to measure. */
export function countOption(name: string, value: string, least = 1): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < least) {
    refuse(`--${name} ${value}: a whole number from ${least} is meant.`);
  }
  return number;
}

/** The folder of a collection: corpus.jsonl[.gz], queries.jsonl[.gz] and qrels.tsv. */
export function collectionOption(value: string | undefined): string {
  if (value === undefined) refuse("--collection DIR is missing.");
  const missing = [["corpus.jsonl", "corpus.jsonl.gz"], ["queries.jsonl", "queries.jsonl.gz"], ["qrels.tsv"]]
    .filter((names) => !names.some((name) => existsSync(join(value, name))))
    .map(([name]) => name);
  if (missing.length > 0)
    refuse(`--collection ${value}: no collection there, ${missing.join(", ")} missing.`);
  return value;
}

/** A file of papers, or the folder of a collection. */
export function papersOption(name: string, value: string): string {
  if (!existsSync(value)) refuse(`--${name} ${value}: there is no such file.`);
  if (
    statSync(value).isDirectory() &&
    !["", ".gz"].some((end) => existsSync(join(value, `corpus.jsonl${end}`)))
  )
    refuse(`--${name} ${value}: no corpus.jsonl in that folder.`);
  return value;
}

/** What `read` makes of what an option names, unless that is something else than was meant. */
export function readOption<Read>(option: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    return refuse(
      `${option} could not be read: ${error instanceof Error ? error.message.slice(0, 200) : error}`,
    );
  }
}
