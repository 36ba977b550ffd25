/** One workspace with Paperboy in it, over HTTP, and what people do there. */
import { randomUUID } from "node:crypto";
import { type Logger, pino } from "pino";
import { slack } from "../../../adapters/slack/index.ts";
import { readSettings } from "../../../adapters/slack/settings.ts";
import { createSlack, type SlackPlatform } from "../../../adapters/slack/slack.ts";
import type { Memory } from "../../../src/platform/memory.ts";
import type { Bot } from "../../../src/platform/platform.ts";
import { createTestMemory } from "../../helpers/memory.ts";
import { type Control, controlsIn, readBlocks } from "./read-blocks.ts";
import {
  createSender,
  newChannel,
  person,
  type Sender,
  type Shown,
  startWorld,
  type World,
  type WorldTeam,
} from "./slack-world.ts";

export const TEAM = "T0HOME";
export const CHANNEL = "C0PAPERS";
export const ELSEWHERE = "C0OTHER";
export const OUTSIDE = "C0OUTSIDE";
export const PERSON = "U0ADA";
export const GUEST = "U0GUEST";
export const SIGNING_SECRET = "a-signing-secret-of-tests";
export const SECRET_KEY = "a key of more than thirty-two characters";

/** The settings of an app that many workspaces install. */
export function manyWorkspaces(client: { readonly id: string; readonly secret: string }, apiUrl: string) {
  return {
    SLACK_CLIENT_ID: client.id,
    SLACK_CLIENT_SECRET: client.secret,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    PAPERBOY_SECRET_KEY: SECRET_KEY,
    SLACK_API_URL: apiUrl,
    SLACK_HOST: "127.0.0.1",
    SLACK_PORT: "0",
  };
}

export interface Team {
  readonly world: World;
  readonly team: WorldTeam;
  readonly platform: SlackPlatform;
  readonly sender: Sender;
  readonly memory: Memory;
  readonly logged: string[];
  restart(): Promise<void>;
  close(): Promise<void>;
  /** Types `/papers <line>`; settles with the answer. */
  type(line: string, over?: TypeOptions): Promise<Shown>;
  /** Presses the newest control with this label; settles with what is shown then. */
  press(label: string, over?: { as?: string; on?: string }): Promise<Shown>;
  /** The payload of such a press, to be sent by hand. */
  pressPayload(label: string, to: string): object;
  event(event: object, over?: object): Promise<Response>;
  /** Sends the last slash command again, as Slack does when no answer came. */
  redeliver(): Promise<Response>;
}

export interface TypeOptions {
  readonly as?: string;
  readonly channel?: string;
  readonly channelName?: string;
}

export interface TeamOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  readonly memory?: Memory;
}

export async function openTeam(bot: Bot, options: TeamOptions = {}): Promise<Team> {
  const world = await startWorld();
  const team = world.addTeam(TEAM);
  fillTeam(team, TEAM);
  const now = options.now ?? (() => new Date());
  const memory = options.memory ?? createTestMemory(now);
  const logged: string[] = [];
  const log = recordingLog(logged);
  const env = {
    SLACK_BOT_TOKEN: team.token,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: world.apiUrl,
    SLACK_HOST: "127.0.0.1",
    SLACK_PORT: "0",
    ...options.env,
  };
  const start = async () => {
    const platform = openPlatform(env, { log, memory, now });
    await platform.start(bot);
    return platform;
  };
  let platform = await start();
  const sender = createSender(() => platform.port() ?? 0, SIGNING_SECRET);
  let lastCommand: Readonly<Record<string, string>> = {};

  const sent = async (response: Promise<Response>) => {
    const { status } = await response;
    if (status !== 200) throw new Error(`Slack was answered ${status}`);
  };

  const pressPayload: Team["pressPayload"] = (label, to) => {
    const { control, place } = newest(world, team, label);
    const action = control.isMenuEntry
      ? { type: "overflow", action_id: control.actionId, selected_option: { value: control.value } }
      : { type: "button", action_id: control.actionId, value: control.value };
    return {
      type: "block_actions",
      user: { id: PERSON, username: "ada", name: "ada", team_id: TEAM },
      team: { id: TEAM, domain: "home" },
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: randomUUID(),
      ...place,
      ...("channel" in place && { response_url: world.responseUrl(to) }),
      actions: [{ ...action, block_id: "b", action_ts: "1.2" }],
    };
  };

  return {
    world,
    team,
    sender,
    memory,
    logged,
    get platform() {
      return platform;
    },
    async restart() {
      await platform.stop();
      platform = await start();
    },
    async close() {
      await platform.stop();
      await world.close();
    },
    async type(line, over = {}) {
      const to = `answer-${randomUUID()}`;
      const shown = world.nextShown(to);
      lastCommand = {
        command: "/papers",
        text: escaped(line),
        team_id: TEAM,
        team_domain: "home",
        channel_id: over.channel ?? CHANNEL,
        channel_name: over.channelName ?? "papers",
        user_id: over.as ?? PERSON,
        user_name: "ada",
        api_app_id: "A0",
        is_enterprise_install: "false",
        response_url: world.responseUrl(to),
        trigger_id: randomUUID(),
      };
      await sent(sender.form(lastCommand));
      return shown;
    },
    async press(label, over = {}) {
      const to = over.on ?? `answer-${randomUUID()}`;
      const shown = world.nextShown(to);
      const payload = {
        ...pressPayload(label, to),
        ...(over.as && { user: { id: over.as, team_id: TEAM } }),
      };
      await sent(sender.payload(payload));
      return shown;
    },
    pressPayload,
    event: (event, over = {}) =>
      sender.json({
        token: "x",
        team_id: TEAM,
        api_app_id: "A0",
        type: "event_callback",
        event_id: `Ev${randomUUID()}`,
        event_time: Math.floor(now().getTime() / 1000),
        authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: team.botUserId, is_bot: true }],
        event,
        ...over,
      }),
    redeliver: () =>
      sender.form(lastCommand, { headers: { "x-slack-retry-num": "1" }, at: new Date(Date.now() + 1000) }),
  };
}

export function openPlatform(
  env: Readonly<Record<string, string>>,
  tools: { log: Logger; memory: Memory; now: () => Date },
): SlackPlatform {
  const configured = slack.configure(env);
  const settings = readSettings(env);
  if (configured.state !== "ready" || settings === undefined || "faults" in settings) {
    throw new Error(`not ready: ${JSON.stringify(configured)}`);
  }
  return createSlack(settings, { ...tools, version: "0" });
}

export function fillTeam(team: WorldTeam, id: string): void {
  team.users.set(PERSON, person(PERSON, id));
  team.users.set(GUEST, person(GUEST, id, { is_restricted: true }));
  team.channels.set(CHANNEL, newChannel("papers"));
  team.channels.set(ELSEWHERE, newChannel("other"));
  team.channels.set(OUTSIDE, newChannel("outside", { isMember: false }));
}

export function recordingLog(logged: string[]): Logger {
  return pino({ level: "trace", base: null }, { write: (line: string) => logged.push(line) });
}

export function read(shown: { readonly blocks: unknown }): string {
  return readBlocks(shown.blocks);
}

/** The newest control with this label, and where it stands. */
function newest(world: World, team: WorldTeam, label: string): { control: Control; place: object } {
  const posted = [...team.channels].flatMap(([id, { name, messages }]) =>
    messages.map(({ blocks, ts }) => ({
      blocks,
      place: {
        channel: { id, name },
        container: { type: "message", message_ts: ts, channel_id: id, is_ephemeral: false },
      },
    })),
  );
  const shown = world.shown.map(({ blocks, kind, to, isPublic, text }) => ({
    blocks,
    place: placeOf(kind, to, isPublic, text),
  }));
  for (const { blocks, place } of [...posted, ...shown].toReversed()) {
    const control = controlsIn(blocks).find((one) => one.label === label);
    if (control !== undefined) return { control, place };
  }
  throw new Error(`there is no button "${label}"`);
}

function placeOf(kind: Shown["kind"], to: string, isPublic: boolean, text: string): object {
  if (kind === "home")
    return { view: { id: `H${to}`, type: "home" }, container: { type: "view", view_id: `H${to}` } };
  if (kind === "view") {
    const id = text === "" ? to : text;
    return { view: { id, type: "modal" }, container: { type: "view", view_id: id } };
  }
  return {
    channel: { id: CHANNEL, name: "papers" },
    container: { type: "message", message_ts: `1.${to}`, channel_id: CHANNEL, is_ephemeral: !isPublic },
  };
}

/** As Slack sends what people type. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
