/** The one line that says what Paperboy is busy with: by itself until there is a prompt, then above it. */
import stringWidth from "string-width";
import { literalLine } from "../../src/platform/literal.ts";
import { createInk } from "./ink.ts";
import type { Input, Output } from "./line-reader.ts";

interface BusyLineOptions {
  readonly input: Input;
  readonly output: Output;
  readonly colors: boolean;
}

/** Back to the beginning of the row, and nothing left of it. https://ecma-international.org/publications-and-standards/standards/ecma-48 */
const EMPTY_ROW = "\r\u001b[2K";

export class BusyLine {
  readonly #options: BusyLineOptions;
  #said: string | undefined;
  #onChange: (() => void) | undefined;

  constructor(options: BusyLineOptions) {
    this.#options = options;
  }

  /** In one row of the screen; undefined if there is nothing to say. */
  get text(): string | undefined {
    if (this.#said === undefined) return undefined;
    const { output, colors } = this.#options;
    const ink = createInk({ columns: output.columns ?? 80, colors, links: false });
    return ink.quiet(cut(literalLine(this.#said), ink.look.columns - 1));
  }

  /** Takes the place of what was said before; undefined: nothing any more. */
  say(line: string | undefined): void {
    if (line === this.#said) return;
    this.#said = line;
    if (this.#onChange === undefined) this.#write(this.text ?? "");
    else this.#onChange();
  }

  /** From now on somebody else shows `text`, and is told when it changes. */
  handOver(onChange: () => void): void {
    if (this.#said !== undefined) this.#write("");
    this.#onChange = onChange;
  }

  #write(text: string): void {
    const { input, output } = this.#options;
    if (input.isTTY === true && output.isTTY === true) output.write(`${EMPTY_ROW}${text}`);
  }
}

function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let fits = "";
  for (const character of text) {
    if (stringWidth(`${fits}${character}…`) > columns) break;
    fits += character;
  }
  return `${fits}…`;
}
