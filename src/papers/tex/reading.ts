/** A reading in progress, and the few moves that every reader of TeX makes. */

/** Readers look at `text` from `at`, write to `out`, and return where to go on. */
export interface Reading {
  readonly text: string;
  /** Where the brace that opens at this place closes. */
  readonly closing: ReadonlyMap<number, number>;
  /** Closing braces whose opening one was taken away, and what stands there instead. */
  readonly replaced: Map<number, string>;
  readonly out: string[];
}

export function beginReading(text: string): Reading {
  return { text, closing: matchBraces(text), replaced: new Map(), out: [] };
}

function matchBraces(text: string): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: sign, index } of text.matchAll(/\\.|[{}]/gs)) {
    if (sign === "{") open.push(index);
    else if (sign === "}") {
      const start = open.pop();
      if (start !== undefined) closing.set(start, index);
    }
  }
  return closing;
}

export function write({ out }: Reading, text: string, next: number): number {
  out.push(text);
  return next;
}

export function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? at : at + match[0].length;
}

export function openInstead(reading: Reading, brace: number, opening: string, closing: string): number {
  const end = reading.closing.get(brace);
  if (end !== undefined) reading.replaced.set(end, closing);
  return write(reading, opening, brace + 1);
}
