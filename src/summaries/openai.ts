/**
 * The door to any server that speaks OpenAI's language. One call is one answer that was paid for, if at all: what is
 * tried again here, the server has not charged for.
 */
import { setTimeout as pause } from "node:timers/promises";
import pRetry from "p-retry";
import type { Logger } from "../log.ts";
import {
  type Connection,
  complaintOf,
  connect,
  neverArrived,
  type Refusal,
  readBody,
  type ServerOptions,
} from "../model-server/connection.ts";
import { nextWelcome } from "../model-server/server-limits.ts";
import { readCompletion, readForm } from "./completion.ts";
import { type Dialect, firstDialect, requestBody, simplerDialect, TEMPERATURE } from "./dialect.ts";
import { type Model, type ModelAnswer, ModelError, type ModelRequest } from "./model.ts";

export interface OpenaiOptions extends ServerOptions {
  readonly model: string;
  /** For one request and its answer. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  readonly log: Logger;
  /** Before the first of two more tries; twice as long before the second, with jitter. */
  readonly retryDelayMs?: number;
}

/** A server that asks for no more than this is waited for at once; a longer wait is the caller's to plan. */
const SHORT_WAIT_MS = 5000;
/** What we keep off a server that says "too many requests" and not for how long. */
const UNTOLD_WAIT_MS = 20_000;
const RETRIES = 2;
/** The longest answers that we ask for have some thousand tokens. */
const MAX_BYTES = 2 * 1024 * 1024;

export function createOpenai(options: OpenaiOptions): Model {
  const { model, now, log } = options;
  let dialect = firstDialect(options.baseUrl);
  let welcomeAt: Date | undefined;
  let connected: Promise<Connection> | undefined;

  async function ask<Content>(request: ModelRequest<Content>): Promise<ModelAnswer<Content>> {
    connected ??= connect(options);
    const connection = await connected;
    return pRetry(() => attempt(connection, request), {
      retries: RETRIES,
      minTimeout: options.retryDelayMs ?? 500,
      randomize: true,
      signal: request.signal,
      // An answer that was late or unreadable may have been paid for.
      shouldRetry: ({ error }) =>
        error instanceof ModelError &&
        error.cost === "none" &&
        (error.kind === "unreachable" || (error.kind === "limited" && isSoon(error.retryAt))),
      onFailedAttempt: ({ error, retriesLeft }) =>
        log.debug({ model, retriesLeft, problem: error.message }, "a request to the model failed"),
    }).catch((error: unknown) => {
      if (error instanceof ModelError) throw error;
      if (request.signal.aborted) throw late(error);
      throw error;
    });
  }

  async function attempt<Content>(
    connection: Connection,
    request: ModelRequest<Content>,
  ): Promise<ModelAnswer<Content>> {
    await waitUntilWelcome(request.signal);
    for (let spoken = dialect; ; ) {
      try {
        const body = await send(connection, request, spoken);
        dialect = spoken;
        const completion = readCompletion(body);
        return {
          content: readForm(completion, request.form),
          usage: completion.usage,
          temperature: spoken.hasTemperature ? TEMPERATURE : undefined,
        };
      } catch (error) {
        const simpler = error instanceof Misunderstood ? simplerDialect(spoken, error.complaint) : undefined;
        if (simpler === undefined) throw error;
        spoken = simpler;
      }
    }
  }

  /** The body of a good answer, whatever it says. */
  async function send(
    { client, refusalIn }: Connection,
    request: ModelRequest<unknown>,
    spoken: Dialect,
  ): Promise<string> {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = AbortSignal.any([request.signal, timeout]);
    try {
      const response = await client.chat.completions
        .create(requestBody(model, request, spoken), { signal })
        .asResponse();
      welcomeAt = nextWelcome(response.headers, now());
      const body = await readBody(response, MAX_BYTES);
      if (body !== undefined) return body;
      throw new ModelError("garbled", "The model's server sent more than any answer has.", {
        cost: "unknown",
      });
    } catch (error) {
      if (error instanceof ModelError) throw error;
      if (signal.aborted) throw late(error);
      const answered = refusalIn(error);
      if (answered !== undefined) throw refused(answered);
      const cost = neverArrived(error) ? "none" : "unknown";
      throw new ModelError("unreachable", "The model's server could not be reached.", { cost, cause: error });
    }
  }

  function refused(refusal: Refusal): ModelError {
    const { status, headers, code } = refusal;
    const complaint = complaintOf(refusal, options.apiKey);
    if (status === 429) {
      const isEmpty = code === "insufficient_quota";
      const wait = isEmpty ? 60 * UNTOLD_WAIT_MS : UNTOLD_WAIT_MS;
      welcomeAt = nextWelcome(headers, now()) ?? new Date(now().getTime() + wait);
      const why = isEmpty ? "says that the account's quota is used up" : "asks us to slow down";
      return new ModelError("limited", `The model's server ${why}.`, { retryAt: welcomeAt });
    }
    if (status >= 500 || status === 408 || status === 409) {
      return new ModelError("unreachable", `The model's server has trouble of its own (error ${status}).`);
    }
    if (status === 400 || status === 422) return new Misunderstood(status, complaint);
    return new ModelError("misconfigured", `The model's server refused (error ${status}): ${complaint}`);
  }

  async function waitUntilWelcome(signal: AbortSignal): Promise<void> {
    const ms = (welcomeAt?.getTime() ?? 0) - now().getTime();
    if (ms <= 0) return;
    if (!isSoon(welcomeAt))
      throw new ModelError("limited", "The model's server asked us to slow down.", { retryAt: welcomeAt });
    await pause(ms, undefined, { signal });
  }

  function isSoon(at: Date | undefined): boolean {
    return (at?.getTime() ?? 0) - now().getTime() <= SHORT_WAIT_MS;
  }

  return { name: model, ask };
}

/** Error 400: perhaps the server knows less than we took for granted. */
class Misunderstood extends ModelError {
  readonly complaint: string;

  constructor(status: number, complaint: string) {
    super("misconfigured", `The model's server refused (error ${status}): ${complaint}`);
    this.complaint = complaint;
  }
}

function late(cause: unknown): ModelError {
  return new ModelError("unreachable", "The model did not answer in time.", { cost: "unknown", cause });
}
