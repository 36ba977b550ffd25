/** Does things once: Slack repeats what it believes lost, and people press twice. */
import { createHash } from "node:crypto";
import type { Memory } from "../../src/platform/memory.ts";

/** True for the first caller with this key within the time; remembered over restarts. */
export type Once = (key: string, milliseconds: number) => Promise<boolean>;

export const DAY_MS = 24 * 60 * 60 * 1000;

export function createOnce(memory: Memory, now: () => Date): Once {
  return (key, milliseconds) => memory.add(`seen:${key}`, true, new Date(now().getTime() + milliseconds));
}

/** A short key for many parts. */
export function digestOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
