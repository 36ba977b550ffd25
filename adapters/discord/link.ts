/** Keeps one client connected: waits outages out, and stops asking where Discord has refused. */
import type { Client } from "discord.js";
import pRetry from "p-retry";
import type { Logger } from "../../src/log.ts";
import { connect, createClient, RefusedError, watch } from "./connection.ts";
import { describeError } from "./failures.ts";
import type { DiscordSettings } from "./settings.ts";

const PAUSE_MS = { first: 2_000, longest: 300_000 };

export interface LinkEvents {
  /** A new client, before it connects: what it must listen to. */
  prepare(client: Client): void;
  /** It is connected. */
  connected(client: Client<true>): Promise<void>;
}

export class Link {
  readonly #settings: DiscordSettings;
  readonly #version: string;
  readonly #log: Logger;
  readonly #events: LinkEvents;
  readonly #closed = new AbortController();
  #client: Client<true> | undefined;
  #refusal: string | undefined;

  constructor(settings: DiscordSettings, version: string, log: Logger, events: LinkEvents) {
    this.#settings = settings;
    this.#version = version;
    this.#log = log;
    this.#events = events;
  }

  /** Undefined until it was connected once. REST calls work also while its gateway is being reconnected. */
  get client(): Client<true> | undefined {
    return this.#client;
  }

  /** Why Discord will not have the bot, for its operator. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Resolves when connected, when that has to be tried again later, or when Discord has refused: see `refusal`. */
  async open(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      if (error instanceof RefusedError) this.#refuse(error);
      else if (!this.#closed.signal.aborted) this.#tryAgain(error);
    }
  }

  /** No new attempts from now on; the connection stays until `close`. */
  giveUp(): void {
    this.#closed.abort();
  }

  async close(): Promise<void> {
    this.giveUp();
    await this.#client?.destroy().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = createClient(this.#settings.api, this.#version);
    watch(client, this.#log, (error) => this.#turnedAway(client, error));
    this.#events.prepare(client);
    const connected = await connect(client, this.#settings.token, this.#closed.signal);
    this.#client = connected;
    await this.#events.connected(connected);
  }

  #tryAgain(why: unknown): void {
    this.#log.warn({ reason: describeError(why) }, "Discord cannot be reached: trying again");
    const trying = pRetry(() => this.#connect(), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: PAUSE_MS.first,
      maxTimeout: PAUSE_MS.longest,
      randomize: true,
      unref: true,
      signal: this.#closed.signal,
      shouldRetry: ({ error }) => !(error instanceof RefusedError),
      onFailedAttempt: ({ error, attemptNumber }) =>
        this.#log.warn(
          { reason: describeError(error), attempt: attemptNumber },
          "Discord still cannot be reached",
        ),
    });
    trying.catch((error: unknown) => {
      if (error instanceof RefusedError) this.#refuse(error);
    });
  }

  /** Discord closed a running connection and will not have it resumed. */
  #turnedAway(client: Client, error: Error): void {
    if (this.#client !== client || this.#closed.signal.aborted) return;
    if (error instanceof RefusedError) {
      this.#refuse(error);
      return;
    }
    this.#client = undefined;
    void client.destroy().catch(() => {});
    this.#tryAgain(error);
  }

  #refuse(error: RefusedError): void {
    if (this.#refusal === undefined) this.#log.error(error.message);
    this.#refusal = error.message;
  }
}
