/** Both ends of a terminal, for tests: what is typed, and what has been written. */
import { PassThrough, Writable } from "node:stream";
import { pino } from "pino";
import { createTerminal, type Terminal } from "../../../adapters/terminal/terminal.ts";
import type { AdapterTools } from "../../../src/platform/adapter.ts";
import type { Memory } from "../../../src/platform/memory.ts";
import { createTestMemory } from "../../helpers/memory.ts";

export const NOW = new Date("2026-11-23T07:00:00Z");

export interface ConsoleOptions {
  readonly inputIsTTY?: boolean;
  readonly outputIsTTY?: boolean;
  readonly columns?: number;
  readonly colors?: boolean;
  readonly links?: boolean;
  readonly memory?: Memory;
  readonly now?: () => Date;
}

export class FakeConsole {
  readonly terminal: Terminal;
  readonly input: PassThrough & { isTTY?: boolean };
  readonly output: FakeOutput;
  readonly memory: Memory;

  constructor(options: ConsoleOptions = {}) {
    const now = options.now ?? (() => NOW);
    this.memory = options.memory ?? createTestMemory(now);
    this.input = Object.assign(new PassThrough(), { isTTY: options.inputIsTTY ?? false });
    this.output = new FakeOutput(options.outputIsTTY ?? false, options.columns ?? 80);
    const tools: AdapterTools = {
      log: pino({ level: "silent" }),
      memory: this.memory,
      now,
      version: "0.0.0",
    };
    this.terminal = createTerminal(tools, {
      input: this.input,
      output: this.output,
      colors: options.colors ?? false,
      links: options.links ?? false,
      person: "ada",
      timeZone: "Europe/Berlin",
    });
  }
}

export class FakeOutput extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  /** One element for each write. */
  readonly written: string[] = [];
  onWrite: (text: string) => void = () => {};
  /** Makes the next write fail, as when the reader of a pipe has gone. */
  failNext = false;

  constructor(isTTY: boolean, columns: number) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  get text(): string {
    return this.written.join("");
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error) => void): void {
    if (this.failNext) {
      this.failNext = false;
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      return;
    }
    this.written.push(String(chunk));
    done();
    this.onWrite(String(chunk));
  }
}

export const ESC = "\u001b";

const OWN_STYLE = new RegExp(`${ESC}\\[\\d+m`, "g");
const OWN_LINK = new RegExp(`${ESC}\\]8;;([\\x21-\\x7e]*)\u0007`, "g");

/** What has been written, without the styles and links that are ours to write. */
export function asRead(written: string): string {
  return written.replace(OWN_STYLE, "").replace(OWN_LINK, "");
}

/** The addresses that the text leads to. */
export function linksIn(written: string): readonly string[] {
  return [...written.matchAll(OWN_LINK)].map(([, url = ""]) => url).filter((url) => url !== "");
}
