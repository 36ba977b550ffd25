/** What a model's server says of its limits in the headers of an answer. */
import { readRateLimit } from "../papers/sources/rate-limit.ts";

/** Longer than this nobody is kept off. */
const MOST_MS = 3_600_000;

/**
 * When the server wants the next request; undefined if it does not mind. `Retry-After`, OpenAI's `retry-after-ms`, and
 * `x-ratelimit-remaining-requests: 0` with `x-ratelimit-reset-requests: 1m30s`, the same for tokens
 * (https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers).
 */
export function nextWelcome(headers: Headers, now: Date): Date | undefined {
  const after = (ms: number) => new Date(now.getTime() + Math.min(ms, MOST_MS));
  const exact = headers.get("retry-after-ms")?.trim() ?? "";
  if (/^\d{1,9}(?:\.\d+)?$/.test(exact)) return after(Number(exact));
  const { resetAt } = readRateLimit(headers, now);
  if (resetAt !== undefined) return resetAt;
  const waits = ["requests", "tokens"]
    .filter((what) => headers.get(`x-ratelimit-remaining-${what}`)?.trim() === "0")
    .map((what) => durationMs(headers.get(`x-ratelimit-reset-${what}`) ?? ""));
  const longest = Math.max(0, ...waits);
  return longest === 0 ? undefined : after(longest);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `6m0s`, `17ms`, `1.5s`; 0 if it is none of these. */
function durationMs(text: string): number {
  const parts = [...text.trim().matchAll(/(\d{1,9}(?:\.\d+)?)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
}
