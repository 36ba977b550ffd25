/**
 * The two lines to Discord's REST API: one speaks as the bot, within its 50 requests a second; one answers interactions,
 * which have no such limit, so that nobody waits for an answer because a thousand digests are being posted.
 * https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
 */
import { REST } from "discord.js";
import pRetry from "p-retry";
import { isUncertain } from "./failures.ts";

/** Discord's own limit for one bot. */
const REQUESTS_PER_SECOND = 50;
const TIMEOUT_MS = 10_000;
/** Shorter waits are waited out, longer ones are told to whoever asked. */
const PATIENCE_MS = 5_000;
/** Every so many refused requests (401, 403, 429) Discord's count of them is looked at. */
const INVALID_REQUEST_STEP = 100;

/** Sends as the bot. Nothing is sent twice by itself: a message whose fate is unknown is for the core to look up. */
export function botRest(api: string, version: string, token: string): REST {
  return new REST({
    api,
    version: "10",
    userAgentAppendix: `Paperboy/${version}`,
    timeout: TIMEOUT_MS,
    retries: 0,
    globalRequestsPerSecond: REQUESTS_PER_SECOND,
    invalidRequestWarningInterval: INVALID_REQUEST_STEP,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > PATIENCE_MS,
  }).setToken(token);
}

/** Answers interactions: each brings a token of its own, the bot's is never sent. */
export function interactionRest(api: string, version: string): REST {
  return new REST({
    api,
    version: "10",
    userAgentAppendix: `Paperboy/${version}`,
    timeout: TIMEOUT_MS,
    retries: 0,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
  });
}

/** For calls that do no harm when they are made twice: repeats what got no answer, a few times. */
export function repeatedly<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  return pRetry(call, {
    retries: 2,
    minTimeout: 200,
    factor: 3,
    randomize: true,
    shouldRetry: ({ error }) => isUncertain(error),
  });
}
