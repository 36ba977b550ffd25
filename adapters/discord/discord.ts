/** Discord as a Platform: connects, answers, posts, finds, stops. */
import { type Client, Events, type Interaction, type REST } from "discord.js";
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
import { createSuggestions } from "./completion.ts";
import { OPTIONS } from "./extras.ts";
import { describeError } from "./failures.ts";
import { answer, decline } from "./interactions.ts";
import { followPlaces, reportAbsence } from "./lifecycle.ts";
import { Link } from "./link.ts";
import { inviteLink } from "./permissions.ts";
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
import { createRenderer, type Renderer } from "./renderer.ts";
import { botRest, interactionRest, repeatedly } from "./rest.ts";
import { type DiscordSettings, PLATFORM } from "./settings.ts";
import { createTurns } from "./turns.ts";

/** What still runs is waited for this long when stopping. */
const FINISH_MS = 15_000;
const NOT_CONNECTED_SECONDS = 15;

export class DiscordPlatform implements Platform {
  readonly name = PLATFORM;
  /** Discord's own limit for one bot, of which the core leaves a little free. Answers do not count against it. */
  readonly pace = { perSecond: 50, perChannelPerSecond: 1 };
  readonly options = OPTIONS;
  readonly #settings: DiscordSettings;
  readonly #tools: AdapterTools;
  readonly #renderer: Renderer;
  readonly #rest: REST;
  readonly #answers: REST;
  readonly #caution: Caution;
  readonly #presses: Presses;
  readonly #suggestions = createSuggestions();
  readonly #inTurn = createTurns();
  readonly #running = new Set<Promise<unknown>>();
  #link: Link | undefined;
  #stopping: Promise<void> | undefined;

  constructor(settings: DiscordSettings, tools: AdapterTools) {
    this.#settings = settings;
    this.#tools = tools;
    this.#renderer = createRenderer(settings.layout);
    this.#rest = botRest(settings.api, tools.version, settings.token);
    this.#answers = interactionRest(settings.api, tools.version);
    this.#caution = watchRefusals(this.#rest, tools.log, tools.now);
    this.#presses = createPresses(tools.now);
  }

  /**
   * Where Discord refuses the settings, the log says so in one line and nothing is tried again: a program that ended there
   * would be started again and again, and take the other platforms with it. An outage is waited out in the background:
   * meanwhile nothing can be posted, and that is said as "unavailable".
   */
  start(bot: Bot): Promise<void> {
    const { log, memory, version } = this.#tools;
    const places = { bot, memory, log, embeds: this.#settings.layout === "embeds" };
    this.#link = new Link(this.#settings, version, log, {
      prepare: (client) => {
        client.on(Events.InteractionCreate, (interaction) => this.#take(interaction, bot));
        followPlaces(client, places);
      },
      connected: async (client) => {
        log.info(
          { as: client.user.tag, servers: client.guilds.cache.size, shards: client.ws.shards.size },
          "Connected to Discord",
        );
        log.info({ link: inviteLink(client, places.embeds) }, "This link adds Paperboy to a Discord server");
        await reportAbsence(client, places);
        await this.#register(client, bot);
      },
    });
    return this.#link.open();
  }

  async post(channel: Channel, message: Message, delivery: DeliveryTag): Promise<PostedMessage> {
    const tools = this.#posting();
    const wait = this.#caution.secondsToWait();
    if (wait > 0) {
      throw new PostError("unavailable", "too many requests were refused", { retryAfterSeconds: wait });
    }
    return this.#track(postMessage(channel, message, delivery, tools));
  }

  async find(channel: Channel, key: DeliveryKey, since: Date): Promise<PostedMessage | "absent" | "unknown"> {
    if (!this.#isConnected()) return "unknown";
    return this.#track(findMessage(channel, key, since, this.#posting()));
  }

  async obstacle(channel: Channel): Promise<string | undefined> {
    if (this.#link?.refusal !== undefined) {
      return "Discord has refused Paperboy's token: whoever runs Paperboy has to set a new one.";
    }
    return this.#isConnected() ? findObstacle(channel, this.#posting()) : undefined;
  }

  async directChannel(workspace: Workspace, personId: string): Promise<Channel> {
    this.#posting();
    return openDirectChannel(workspace, personId, this.#rest);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
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

  #take(interaction: Interaction, bot: Bot): void {
    const { log, memory, now } = this.#tools;
    if (this.#stopping !== undefined) {
      const tools = { rest: this.#answers, log };
      void this.#track(decline(interaction, tools, "Paperboy is being restarted: ask again in a minute."));
      return;
    }
    const tools = {
      bot,
      client: interaction.client,
      rest: this.#answers,
      memory,
      log,
      now,
      who: this.#settings.who,
      renderer: this.#renderer,
      presses: this.#presses,
      suggestions: this.#suggestions,
      inTurn: this.#inTurn,
    };
    void this.#track(answer(interaction, tools));
  }

  #isConnected(): boolean {
    const link = this.#link;
    return link?.client !== undefined && link.refusal === undefined && this.#stopping === undefined;
  }

  #posting(): PostingTools {
    const { log, memory, now } = this.#tools;
    if (this.#link?.refusal !== undefined) throw new PostError("unauthorized", this.#link.refusal);
    const client = this.#stopping === undefined ? this.#link?.client : undefined;
    if (client === undefined) {
      throw new PostError("unavailable", "Discord is not connected", {
        retryAfterSeconds: NOT_CONNECTED_SECONDS,
      });
    }
    return { client, rest: this.#rest, memory, log, now, renderer: this.#renderer };
  }

  #track<Result>(work: Promise<Result>): Promise<Result> {
    this.#running.add(work);
    const done = () => this.#running.delete(work);
    work.then(done, done);
    return work;
  }

  async #stop(): Promise<void> {
    this.#link?.giveUp();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FINISH_MS);
    });
    const finished = (async () => {
      while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
    })();
    await Promise.race([finished, late]).finally(() => clearTimeout(timer));
    await this.#link?.close();
    for (const rest of [this.#rest, this.#answers]) {
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    }
  }
}
