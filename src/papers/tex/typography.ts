/** Dashes, quotes and ties as TeX's authors type them. */
import { type Reading, write } from "./reading.ts";

export function readTypography(reading: Reading, at: number): number {
  const { text } = reading;
  const before = text.charAt(at - 1);
  const sign = text.charAt(at);
  const run = /^(?:-+|`+|'+|~)/.exec(text.slice(at, at + 8))?.[0] ?? sign;
  const end = at + run.length;
  const after = text.charAt(end);
  if (sign === "-" && (run.length === 2 || run.length === 3) && isDash(before, after)) {
    return write(reading, run.length === 2 ? "–" : "—", end);
  }
  if (run === "``" && /\S/.test(after)) return write(reading, "“", end);
  if (run === "''") return write(reading, /[^\s(]/.test(before) ? "”" : "“", end);
  if (run === "~") return write(reading, isTie(text.slice(Math.max(0, at - 20), at), after) ? " " : "~", end);
  return write(reading, run, end);
}

/** The space that may not break: `Table~1`. Not about (`~130K`), nor a range (`1M~4M`). */
function isTie(before: string, after: string): boolean {
  if (!/[\p{L}\p{N}.,)}]$/u.test(before) || !/[\p{L}\p{N}\s\\$]/u.test(after)) return false;
  return !(/\d/.test(after) && /(?:^|\s|[^\p{L}\p{N}.,-])[\d.,]+\p{L}?$/u.test(before));
}

/** Between words or between spaces; `--option` and arrows are none. */
function isDash(before: string, after: string): boolean {
  if (before === "" || after === "" || after === ">" || before === "<" || before === "!") return false;
  return /\s/.test(before) === /\s/.test(after);
}
