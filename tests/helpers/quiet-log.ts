/** Logs that say nothing, and logs that a test can read. */
import { type Logger, pino } from "pino";

export const quietLog: Logger = pino({ level: "silent" });

export function readableLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const log = pino({ level: "trace", base: null }, { write: (line: string) => void lines.push(line) });
  return { log, lines };
}
