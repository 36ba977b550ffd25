/** What a server says of its limits in the headers of an answer. */

export interface RateLimit {
  /** Requests left in this window; undefined if the server does not tell. */
  readonly remaining: number | undefined;
  /** When the next window begins, or the next request is welcome. */
  readonly resetAt: Date | undefined;
}

/** An hour: whoever asks for more is misread or mistaken, and would silence us for days. */
const MAX_WAIT_SECONDS = 3600;

/**
 * `RateLimit: "api";r=0;t=7` (https://huggingface.co/docs/hub/rate-limits, after
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/) and `Retry-After` in seconds or as a date.
 */
export function readRateLimit(headers: Headers, now: Date): RateLimit {
  const limit = headers.get("ratelimit") ?? "";
  const remaining = /;\s*r=(\d{1,9})/.exec(limit)?.[1];
  const reset = /;\s*t=(\d{1,9})/.exec(limit)?.[1];
  const seconds = reset === undefined ? retryAfterSeconds(headers, now) : Number(reset);
  return {
    remaining: remaining === undefined ? undefined : Number(remaining),
    resetAt:
      seconds === undefined
        ? undefined
        : new Date(now.getTime() + Math.min(seconds, MAX_WAIT_SECONDS) * 1000),
  };
}

function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}
