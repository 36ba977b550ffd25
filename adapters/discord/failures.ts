/** What went wrong with a call to Discord, by what the core does next. */
import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { PostError, type PostFailure } from "../../src/platform/platform.ts";

// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const UNREACHABLE: ReadonlyMap<number, string> = new Map([
  [10003, "the channel no longer exists"],
  [10004, "the server no longer exists for the bot"],
  [10013, "there is no such person"],
  [20026, "Discord does not let the bot write direct messages"],
  [50001, "the bot cannot see the channel"],
  [50007, "this person takes no direct messages from the bot"],
  [50008, "nothing can be posted in this kind of channel"],
  [50009, "the channel's verification level keeps the bot out"],
  [50013, "the bot may not send messages in the channel"],
  [50024, "nothing can be posted in this kind of channel"],
  [50033, "there is no such person"],
  [50083, "the thread is archived"],
  [50278, "this person shares no server with the bot"],
  [160005, "the thread is locked"],
]);

/** Slow mode, write limits, overload: https://docs.discord.com/developers/topics/rate-limits */
const BUSY: ReadonlySet<number> = new Set([20016, 20022, 20028, 30046, 40003, 130000]);
const BUSY_RETRY_SECONDS = 60;
const NETWORK_RETRY_SECONDS = 10;

/** Nothing can have been sent: the connection was never made. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The error that says why a call failed, without the message's text. */
export function toPostError(error: unknown): PostError {
  if (error instanceof PostError) return error;
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil(Math.max(error.retryAfter, error.timeToReset, 1000) / 1000);
    return failure("unavailable", "Discord asks to wait", error, seconds);
  }
  if (error instanceof DiscordAPIError) return ofApi(error);
  if (error instanceof HTTPError) {
    return failure("ambiguous", `Discord answered ${error.status}`, error);
  }
  if (isWithoutToken(error)) return failure("unauthorized", "Discord has refused the bot's token", error);
  const code = networkCode(error);
  return code !== undefined && NEVER_CONNECTED.has(code)
    ? failure("unavailable", `Discord cannot be reached (${code})`, error, NETWORK_RETRY_SECONDS)
    : failure("ambiguous", `no answer from Discord (${code ?? "connection lost"})`, error);
}

/** The code in an error that Discord answered with. */
export function apiCode(error: unknown): number | undefined {
  return error instanceof DiscordAPIError ? Number(error.code) : undefined;
}

/** The payload itself was refused: https://docs.discord.com/developers/reference#error-messages */
export function isInvalidForm(error: unknown): boolean {
  return apiCode(error) === 50035;
}

/** Was the request never answered, or answered with a failure of the server? It may have been carried out. */
export function isUncertain(error: unknown): boolean {
  return toPostError(error).failure === "ambiguous";
}

/** An error in a few words for the log, without what was sent. */
export function describeError(error: unknown): string {
  if (error instanceof DiscordAPIError) return `${error.status} ${error.code}: ${error.message}`;
  if (error instanceof HTTPError) return `HTTP ${error.status}`;
  if (!(error instanceof Error)) return "unknown error";
  const code = networkCode(error);
  return code === undefined ? error.message : `${code}: ${error.message}`;
}

function ofApi(error: DiscordAPIError): PostError {
  const code = Number(error.code);
  const known = UNREACHABLE.get(code);
  if (error.status === 401) return failure("unauthorized", "Discord has refused the bot's token", error);
  if (known !== undefined) return failure("unreachable", known, error);
  if (BUSY.has(code) || error.status === 429) {
    return failure("unavailable", `Discord asks to wait (${code})`, error, BUSY_RETRY_SECONDS);
  }
  // An enforced nonce whose message was deleted meanwhile: https://docs.discord.com/developers/resources/message#create-message
  if (code === 10008) return failure("rejected", "it was posted and then deleted by somebody", error);
  if (error.status === 403 || error.status === 404) {
    return failure("unreachable", `Discord does not allow it (${code})`, error);
  }
  return failure("rejected", `Discord takes no such message (${code})`, error);
}

function failure(kind: PostFailure, reason: string, cause: unknown, retryAfterSeconds?: number): PostError {
  return new PostError(kind, reason, {
    cause: summary(cause),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** discord.js keeps the whole request in its errors: that would put the message's text into the log. */
function summary(error: unknown): Error {
  return new Error(describeError(error));
}

/** discord.js forgets a token after the first 401 and then refuses to send. */
function isWithoutToken(error: unknown): boolean {
  return error instanceof Error && /expected token to be set/i.test(error.message);
}

function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const errors = at instanceof AggregateError ? [at, ...at.errors] : [at];
    for (const each of errors) {
      if (each instanceof Error && "code" in each && typeof each.code === "string") return each.code;
    }
    if (at.name === "AbortError" || at.name === "TimeoutError") return "timeout";
  }
  return undefined;
}
