/** A program at a terminal of its own, made by `script` of util-linux: what it writes there, byte for byte. */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

export interface Sitting {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  /** Matches what was written, without its control sequences, when the program waits for words. */
  readonly prompt: RegExp;
  /** Typed at the first prompt, to leave. */
  readonly leave: string;
}

const LONGEST_MS = 60_000;
const LOOK_EVERY_MS = 100;
/** What still comes after a prompt, for instance a line that is written anew. */
const SETTLED_MS = 1_000;

/** What stands there when the program waits for words. Rejects if it never does. */
export async function sitAt({ command, env, columns, rows, prompt, leave }: Sitting): Promise<string> {
  const child = spawn(
    "script",
    ["-qefc", `stty cols ${columns} rows ${rows}; exec ${command}`, "/dev/null"],
    { env },
  );
  const ended = new Promise((resolve) => child.on("close", resolve));
  let written = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  const until = Date.now() + LONGEST_MS;
  while (!prompt.test(stripVTControlCharacters(written))) {
    if (Date.now() > until || child.exitCode !== null) throw new Error(`no prompt came: ${written}`);
    await sleep(LOOK_EVERY_MS);
  }
  await sleep(SETTLED_MS);
  const shown = written;
  child.stdin.write(`${leave}\r`);
  await ended;
  return shown;
}
