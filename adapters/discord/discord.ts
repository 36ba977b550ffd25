/** Discord as a Platform: connects, answers, posts, finds, stops. */
import { type Client, Events, type Interaction, type REST } from "discord.js";
import pRetry from "p-retry";
import type { AdapterTools } from "../../src/platform/adapter.ts";
import type { Channel, Message, Workspace } from "../../src/platform/message.ts";
import {
  type Bot,
  type DeliveryKey,
  type DeliveryTag,
  type Platform,
  PostError,
  type PostedMessage,
} from "../../src/platform/platform.ts";
import { PLATFORM } from "./calls.ts";
import { createSuggestions } from "./completion.ts";
import { connect, createClient, RefusedError, watch } from "./connection.ts";
import { OPTIONS } from "./extras.ts";
import { describeError } from "./failures.ts";
import { answer, decline, type InteractionTools } from "./interactions.ts";
import { followPlaces, reportAbsence } from "./lifecycle.ts";
import { inviteLink, type WhoMayConfigure } from "./permissions.ts";
import {
  type Caution,
  findMessage,
  findObstacle,
  openDirectChannel,
  type PostingTools,
  postMessage,
  watchRefusals,
} from "./posting.ts";
import { createPresses, type Presses } from "./presses.ts";
import { register } from "./register.ts";
import { createRenderer, type LayoutName, type Renderer } from "./renderer.ts";
import { botRest, interactionRest, repeatedly } from "./rest.ts";

export interface DiscordSettings {
  readonly token: string;
  /** Without the version: https://discord.com/api */
  readonly api: string;
  /** Registers the commands in this server only, where they appear at once. */
  readonly devServer: string | undefined;
  readonly who: WhoMayConfigure;
  readonly layout: LayoutName;
}

const RECONNECT_MS = { first: 2_000, longest: 300_000 };
/** Commands that still run are waited for this long when stopping. */
const FINISH_MS = 15_000;
const NOT_CONNECTED_SECONDS = 15;

export class DiscordPlatform implements Platform {
  readonly name = PLATFORM;
  /** Two requests a second of Discord's fifty stay free for all that is not a post. */
  readonly pace = { perSecond: 48, perChannelPerSecond: 1 };
  readonly options = OPTIONS;
  readonly #settings: DiscordSettings;
  readonly #tools: AdapterTools;
  readonly #renderer: Renderer;
  readonly #rest: REST;
  readonly #answers: REST;
  readonly #caution: Caution;
  readonly #presses: Presses;
  readonly #suggestions = createSuggestions();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopped = new AbortController();
  #client: Client<true> | undefined;
  #refused: string | undefined;
  #stopping: Promise<void> | undefined;

  constructor(settings: DiscordSettings, tools: AdapterTools) {
    this.#settings = settings;
    this.#tools = tools;
    this.#renderer = createRenderer(settings.layout);
    this.#rest = botRest(settings.api, tools.version, settings.token);
    this.#answers = interactionRest(settings.api, tools.version);
    this.#presses = createPresses(tools.now);
    this.#caution = watchRefusals(this.#rest, tools.log, tools.now);
  }

  /**
   * Rejects with a sentence for the operator where Discord refuses the settings. An outage is waited out in the
   * background: meanwhile nothing can be posted, and that is said as "unavailable".
   */
  async start(bot: Bot): Promise<void> {
    try {
      await this.#connect(bot);
    } catch (error) {
      if (error instanceof RefusedError) throw this.#refuse(error);
      this.#reconnect(bot, error);
    }
  }

  async post(channel: Channel, message: Message, delivery: DeliveryTag): Promise<PostedMessage> {
    const tools = this.#postingTools();
    const wait = this.#caution.secondsToWait();
    if (wait > 0) {
      throw new PostError("unavailable", "too many requests were refused", { retryAfterSeconds: wait });
    }
    return this.#track(postMessage(channel, message, delivery, tools));
  }

  async find(channel: Channel, key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown"> {
    if (this.#client === undefined || this.#refused !== undefined) return "unknown";
    return this.#track(findMessage(channel, key, since, this.#postingTools()));
  }

  async obstacle(channel: Channel): Promise<string | undefined> {
    if (this.#refused !== undefined) {
      return "Discord has refused Paperboy's token: whoever runs Paperboy has to set a new one.";
    }
    if (this.#client === undefined) return undefined;
    return findObstacle(channel, { client: this.#client, renderer: this.#renderer });
  }

  async directChannel(workspace: Workspace, personId: string): Promise<Channel> {
    this.#postingTools();
    return openDirectChannel(workspace, personId, this.#rest);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #connect(bot: Bot): Promise<void> {
    const { log, memory, version } = this.#tools;
    const client = createClient(this.#settings.api, version);
    watch(client, log, (error) => this.#turnedAway(client, bot, error));
    client.on(Events.InteractionCreate, (interaction) => this.#take(interaction, bot));
    const places = { bot, memory, log, embeds: this.#settings.layout === "embeds" };
    followPlaces(client, places);

    const connected = await connect(client, this.#settings.token, this.#stopped.signal);
    this.#client = connected;
    log.info(
      { as: connected.user.tag, servers: connected.guilds.cache.size, shards: connected.ws.shards.size },
      "Connected to Discord",
    );
    log.info({ link: inviteLink(connected) }, "This link adds Paperboy to a Discord server");
    await reportAbsence(connected, places);
    await this.#register(connected, bot);
  }

  async #register(client: Client<true>, bot: Bot): Promise<void> {
    const { log } = this.#tools;
    const { devServer } = this.#settings;
    try {
      const outcome = await repeatedly(() =>
        register(this.#rest, client.application.id, bot.commands, devServer, log),
      );
      log.info({ outcome, where: devServer ?? "everywhere" }, "Discord knows the commands");
    } catch (error) {
      log.error(
        { reason: describeError(error) },
        "Discord does not take the commands: its menus may be out of date",
      );
    }
  }

  /** Tries again and again, with growing pauses, until it works, is refused or is stopped. */
  #reconnect(bot: Bot, why: unknown): void {
    const { log } = this.#tools;
    log.warn({ reason: describeError(why) }, "Discord cannot be reached: trying again");
    const again = pRetry(() => this.#connect(bot), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: RECONNECT_MS.first,
      maxTimeout: RECONNECT_MS.longest,
      randomize: true,
      unref: true,
      signal: this.#stopped.signal,
      shouldRetry: ({ error }) => !(error instanceof RefusedError),
      onFailedAttempt: ({ error, attemptNumber }) =>
        log.warn({ reason: describeError(error), attempt: attemptNumber }, "Discord still cannot be reached"),
    });
    again.catch((error: unknown) => {
      if (error instanceof RefusedError) this.#refuse(error);
    });
  }

  /** Discord closed a running connection and will not have it resumed. */
  #turnedAway(client: Client, bot: Bot, error: Error): void {
    if (this.#client !== client || this.#stopping !== undefined) return;
    if (error instanceof RefusedError) {
      this.#refuse(error);
      return;
    }
    this.#client = undefined;
    void client.destroy().catch(() => {});
    this.#reconnect(bot, error);
  }

  #refuse(error: RefusedError): RefusedError {
    if (this.#refused === undefined) this.#tools.log.error(error.message);
    this.#refused = error.message;
    return error;
  }

  #take(interaction: Interaction, bot: Bot): void {
    const { client } = interaction;
    const { log, memory, now } = this.#tools;
    if (this.#stopping !== undefined) {
      const tools = { rest: this.#answers, log };
      this.#track(decline(interaction, tools, "Paperboy is being restarted: ask again in a minute."));
      return;
    }
    const tools: InteractionTools = {
      bot,
      client,
      rest: this.#answers,
      memory,
      log,
      now,
      who: this.#settings.who,
      renderer: this.#renderer,
      presses: this.#presses,
      suggestions: this.#suggestions,
    };
    this.#track(answer(interaction, tools));
  }

  #postingTools(): PostingTools {
    const { log, memory, now } = this.#tools;
    if (this.#refused !== undefined) throw new PostError("unauthorized", this.#refused);
    if (this.#client === undefined || this.#stopping !== undefined) {
      throw new PostError("unavailable", "Discord is not connected", {
        retryAfterSeconds: NOT_CONNECTED_SECONDS,
      });
    }
    return { client: this.#client, rest: this.#rest, memory, log, now, renderer: this.#renderer };
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    const done = () => this.#running.delete(work);
    work.then(done, done);
    return work;
  }

  async #stop(): Promise<void> {
    this.#stopped.abort();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FINISH_MS);
    });
    const finished = (async () => {
      while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
    })();
    await Promise.race([finished, late]).finally(() => clearTimeout(timer));
    await this.#client?.destroy().catch(() => {});
    for (const rest of [this.#rest, this.#answers]) {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    }
  }
}
