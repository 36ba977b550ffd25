/** Reads lines, at a prompt or from a pipe, and prints without disturbing the line that is being typed. */
import { createInterface, type Interface } from "node:readline";
import type { BusyLine } from "./busy-line.ts";
import { HISTORY_LENGTH } from "./notebook.ts";

export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

interface LineReaderOptions {
  readonly input: Input;
  readonly output: Output;
  readonly prompt: string;
  /** What the prompt says while a command runs. */
  readonly busyPrompt: string;
  /** What stands above the prompt. */
  readonly busy: BusyLine;
  /** The newest line comes first, here and in `onHistory`. */
  readonly history: readonly string[];
  /** Completions, and the end of the line that they are for. */
  complete(line: string): Promise<[string[], string]>;
  onLine(line: string): void;
  onHistory(history: readonly string[]): void;
  /** Ctrl-C, with nothing typed. */
  onInterrupt(): void;
  /** No more lines will come. */
  onEnd(): void;
  /** Nobody reads any more what is printed. */
  onUnread(): void;
}

export class LineReader {
  /** Whether a person sits in front of it. */
  readonly interactive: boolean;
  readonly #options: LineReaderOptions;
  readonly #lines: Interface;
  #closed = false;
  #broken = false;
  #printed = false;
  #prompt: string;
  /** Whether the cursor stands right below a line that was sent. */
  #belowLine = true;

  constructor(options: LineReaderOptions) {
    const { input, output } = options;
    this.#options = options;
    this.#prompt = options.prompt;
    this.interactive = input.isTTY === true && output.isTTY === true;
    this.#lines = createInterface({
      input,
      output: this.interactive ? output : undefined,
      terminal: this.interactive,
      crlfDelay: Number.POSITIVE_INFINITY,
      prompt: options.prompt,
      history: [...options.history],
      historySize: HISTORY_LENGTH,
      removeHistoryDuplicates: true,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        void options.complete(line).then((result) => done(null, result));
      },
    });
    if (this.interactive) {
      options.busy.handOver(() => this.#draw(true));
      // What was sent stays on the screen; what Paperboy was busy with at that time need not.
      input.prependListener("keypress", (_typed, key: { readonly name?: string } | undefined) => {
        if (key?.name === "return" || key?.name === "enter") this.#draw(false);
      });
    }
    this.#lines.on("line", (line) => {
      this.#belowLine = true;
      options.onLine(line);
    });
    this.#lines.on("history", (history) => options.onHistory(history));
    this.#lines.on("SIGINT", () => this.#interrupted());
    this.#lines.on("close", () => this.#ended());
    output.on("error", () => this.#unread());
  }

  /** Whether something has been typed that is not sent yet. */
  get typing(): boolean {
    return !this.#closed && this.#lines.line !== undefined && this.#lines.line !== "";
  }

  /** Shows the prompt and waits; `busy` shows that a command runs. */
  ask(busy: boolean): void {
    if (!this.interactive || this.#closed) return;
    this.#prompt = busy ? this.#options.busyPrompt : this.#options.prompt;
    this.#draw(true);
  }

  /** Puts text where the person types, to be changed and sent. */
  prefill(text: string): void {
    if (this.interactive && !this.#closed && !this.typing) this.#lines.write(text);
  }

  /** Prints a whole text above the line that is being typed. Rejects if nobody can read it. */
  async print(text: string): Promise<void> {
    if (!this.interactive) {
      const gap = this.#printed ? "\n" : "";
      this.#printed = true;
      return this.#write(`${gap}${text}\n`);
    }
    if (this.#closed) return this.#write(`${text}\n\n`);
    const { rows } = this.#lines.getCursorPos();
    const toStart = rows > 0 ? `\r\u001b[${rows}A` : "\r";
    const gap = this.#belowLine ? "\n" : "";
    this.#belowLine = false;
    const written = this.#write(`${toStart}\u001b[J${gap}${text}\n\n${"\n".repeat(rows)}`);
    this.#draw(true);
    return written;
  }

  /** Empties the screen, as Ctrl-L does. */
  clear(): void {
    if (!this.interactive || this.#closed) return;
    this.#lines.write(null, { ctrl: true, name: "l" });
    this.#belowLine = false;
  }

  close(): void {
    this.#lines.close();
  }

  /** Draws the line that is being typed anew, in its place. */
  #draw(withBusy: boolean): void {
    if (this.#closed) return;
    const busy = withBusy ? this.#options.busy.text : undefined;
    // readline draws the line again from as many rows above the cursor as it last noted. Node 20 forgets to note it
    // when typing goes on to the next row; where this field is gone, the worst is an empty row too many.
    Object.assign(this.#lines, { prevRows: this.#lines.getCursorPos().rows });
    this.#lines.setPrompt(busy === undefined ? this.#prompt : `${busy}\n${this.#prompt}`);
    this.#lines.prompt(true);
  }

  #write(text: string): Promise<void> {
    const { output } = this.#options;
    return new Promise((resolve, reject) => {
      if (this.#broken) reject(new Error("the output is closed"));
      else
        output.write(text, (error) => {
          if (!error) return resolve();
          this.#unread();
          reject(error);
        });
    });
  }

  #unread(): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#options.onUnread();
    this.#lines.close();
  }

  #interrupted(): void {
    if (!this.typing) {
      this.#options.onInterrupt();
      return;
    }
    this.#lines.write(null, { ctrl: true, name: "e" });
    this.#lines.write(null, { ctrl: true, name: "u" });
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.interactive && !this.#broken) this.#options.output.write("\n");
    this.#options.onEnd();
  }
}
