/** Asking a source over HTTP: politely, patiently, and with an end. */
import { setTimeout as delay } from "node:timers/promises";
import pRetry, { AbortError } from "p-retry";
import type { Logger } from "../../log.ts";
import { readRateLimit } from "./rate-limit.ts";
import { SourceError } from "./source-error.ts";

export interface HttpOptions {
  /** As people know the source. */
  readonly name: string;
  /** Says who we are and how to reach us: `Paperboy/1.2.3 (+contact)`. */
  readonly userAgent: string;
  /** Sent as a bearer token; never logged. */
  readonly token?: string | undefined;
  readonly log: Logger;
  readonly now: () => Date;
  readonly fetch?: typeof fetch | undefined;
  readonly wait?: Wait | undefined;
  /** How often a request that got no answer is made again. */
  readonly retries?: number;
  /** Before the first of these; twice as long before the next, with jitter. */
  readonly retryDelayMs?: number;
  /** For one request and its answer. */
  readonly timeoutMs?: number;
}

/** Resolves after `ms` milliseconds, or rejects when `signal` says so. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Http {
  /** Rejects with SourceError. `accept` are statuses besides 2xx whose answer is wanted rather than an error. */
  get(
    url: URL,
    options?: { accept?: readonly number[]; signal?: AbortSignal | undefined },
  ): Promise<HttpAnswer>;
}

/** A server that asks for no more than this is waited for at once; a longer wait is the caller's to plan. */
const SHORT_WAIT_MS = 10_000;
const SHORT_WAITS = 2;
/** A list of a hundred papers has half a megabyte. */
const MAX_BYTES = 16 * 1024 * 1024;

export function createHttp(options: HttpOptions): Http {
  const { name, log, now, wait = pause } = options;
  const request = options.fetch ?? fetch;
  const headers = {
    "user-agent": options.userAgent,
    ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
  };
  let blockedUntil: Date | undefined;

  async function ask(
    url: URL,
    accept: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer> {
    for (let waits = 0; ; waits++) {
      await waitOut(waits, signal);
      const answer = await send(url, signal);
      if (accept.includes(answer.status)) return answer;
      const limit = readRateLimit(answer.headers, now());
      const isLimited = answer.status === 429 || (answer.status === 503 && limit.resetAt !== undefined);
      if (isLimited || limit.remaining === 0) blockedUntil = limit.resetAt;
      if (isLimited && (blockedUntil === undefined || waits >= SHORT_WAITS)) throw limited(blockedUntil);
      if (isLimited) continue;
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw statusError(answer.status);
    }
  }

  /** Waits until the source's limit has passed; rejects at once if that takes long. */
  async function waitOut(waits: number, signal: AbortSignal | undefined): Promise<void> {
    if (blockedUntil === undefined) return;
    const ms = blockedUntil.getTime() - now().getTime();
    if (ms > SHORT_WAIT_MS || waits > SHORT_WAITS) throw limited(blockedUntil);
    if (ms > 0) {
      log.info({ source: name, ms }, "waiting for the source's rate limit");
      // Whoever has no time for even that still learns that it was the limit.
      const until = blockedUntil;
      await wait(ms, signal).catch(() => Promise.reject(limited(until)));
    }
    blockedUntil = undefined;
  }

  function limited(retryAt: Date | undefined): SourceError {
    const when = retryAt && `${retryAt.toISOString().slice(11, 16)} UTC`;
    const message = `${name} asks us to slow down${when ? `; it can be asked again at ${when}` : ""}.`;
    return new SourceError("limited", message, { retryAt });
  }

  function statusError(status: number): SourceError {
    if (status === 404) return new SourceError("absent", `${name} does not have this.`);
    if (status >= 500 || status === 408) {
      return new SourceError("unreachable", `${name} has trouble of its own (error ${status}).`);
    }
    const isToken = options.token !== undefined && (status === 401 || status === 403);
    const why = isToken ? "; it does not accept the token that is set" : "";
    return new SourceError("refused", `${name} refused the request (error ${status})${why}.`);
  }

  async function send(url: URL, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? 15_000);
    try {
      const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
      const response = await request(url, { headers, signal: either });
      return { status: response.status, headers: response.headers, text: await readBody(response) };
    } catch (error) {
      if (error instanceof SourceError) throw error;
      if (signal?.aborted) throw gaveUp(signal.reason);
      if (timeout.aborted)
        throw new SourceError("unreachable", `${name} did not answer in time.`, { cause: error });
      const reason = reachReason(error);
      const message = `${name} could not be reached${reason ? ` (${reason})` : ""}.`;
      throw new SourceError("unreachable", message, { cause: error });
    }
  }

  async function readBody(response: Response): Promise<string> {
    const decoder = new TextDecoder();
    let text = "";
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES)
        throw new SourceError("garbled", `${name} sent more than any answer should have.`);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  }

  function gaveUp(reason: unknown): SourceError {
    if (reason instanceof SourceError) return reason;
    return new SourceError("unreachable", `${name} did not answer in time.`, { cause: reason });
  }

  return {
    async get(url, { accept = [], signal } = {}) {
      try {
        return await pRetry(() => ask(url, accept, signal).catch(abortUnlessTransient), {
          retries: options.retries ?? 2,
          minTimeout: options.retryDelayMs ?? 400,
          randomize: true,
          ...(signal && { signal }),
          onFailedAttempt: ({ error, retriesLeft }) => {
            log.debug(
              { source: name, path: url.pathname, retriesLeft, problem: error.message },
              "a request failed",
            );
          },
        });
      } catch (error) {
        if (error instanceof SourceError) throw error;
        throw signal?.aborted ? gaveUp(signal.reason) : error;
      }
    },
  };
}

function abortUnlessTransient(error: unknown): never {
  if (error instanceof SourceError && error.kind === "unreachable") throw error;
  throw new AbortError(error instanceof Error ? error : new Error(String(error)));
}

const pause: Wait = async (ms, signal) => {
  await delay(ms, undefined, signal ? { signal } : {});
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection closed",
  UND_ERR_SOCKET: "connection closed",
  ENOTFOUND: "its address is not known here",
  EAI_AGAIN: "no network",
  ENETUNREACH: "no network",
  EHOSTUNREACH: "no network",
  ETIMEDOUT: "no answer",
  UND_ERR_CONNECT_TIMEOUT: "no answer",
};

/** fetch says only "fetch failed"; the reason stands in its causes. */
function reachReason(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const reason = "code" in cause && typeof cause.code === "string" ? REASONS[cause.code] : undefined;
    if (reason !== undefined) return reason;
    if (cause instanceof AggregateError && cause.errors[0] instanceof Error && cause.cause === undefined) {
      return reachReason(cause.errors[0]);
    }
  }
  return undefined;
}
