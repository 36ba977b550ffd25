/** A running connection to Slack: puts the parts together, starts them, stops them. */
import { App } from "@slack/bolt";
import type { AdapterTools } from "../../src/platform/adapter.ts";
import type { Memory } from "../../src/platform/memory.ts";
import type { Bot, Platform } from "../../src/platform/platform.ts";
import { createCallers } from "./callers.ts";
import { type Connection, httpConnection, type Offer, socketConnection } from "./connection.ts";
import { type Desk, PLATFORM } from "./desk.ts";
import { toPostError } from "./failures.ts";
import { listenToForms } from "./forms.ts";
import { createHome, listenToHome } from "./home.ts";
import { createInstallations, type Installations } from "./installations.ts";
import { listenToLifecycle } from "./lifecycle.ts";
import { createLimiter } from "./limiter.ts";
import { createOnce } from "./once.ts";
import { envelope } from "./payloads.ts";
import { createPoster } from "./post.ts";
import { listenToPresses } from "./presses.ts";
import { sdkLog } from "./sdk-log.ts";
import type { Settings } from "./settings.ts";
import { clientOptions, manyTenants, singleTenant, type Tenants } from "./tenants.ts";
import { createWelcome } from "./welcome.ts";
import { listenToWords } from "./words.ts";
import { createWork } from "./work.ts";

export interface SlackPlatform extends Platform {
  /** Where Slack's requests arrive, while running over HTTP. */
  port(): number | undefined;
}

export function createSlack(settings: Settings, { log, memory, now }: AdapterTools): SlackPlatform {
  const quiet = sdkLog(log);
  const options = clientOptions(settings.apiUrl, quiet);
  const work = createWork();
  let isOpen = false;
  let stopped: Promise<void> | undefined;
  let desk: Desk | undefined;

  const track = (what: string, task: () => Promise<void>) =>
    work.begin(() =>
      task().catch((error: unknown) =>
        log.warn({ what, reason: toPostError(error).message, err: error }, "this failed"),
      ),
    );

  const tools = { log, sdkLog: quiet, now, isOpen: () => isOpen };
  const { connection, tenants, installations } = connect();
  const limiter = createLimiter();
  const poster = createPoster(tenants, limiter, now, log);
  const welcome = createWelcome(poster, memory);
  const callers = createCallers(tenants, settings.policy, now, log);

  function connect(): { connection: Connection; tenants: Tenants; installations: Installations | undefined } {
    const { mode } = settings;
    if (mode.kind === "socket") {
      const connection = socketConnection(mode.appToken, settings.apiUrl, tools);
      return { connection, tenants: singleTenant(mode.botToken, options), installations: undefined };
    }
    if (mode.kind === "http") {
      const connection = httpConnection(mode.door, undefined, tools);
      return { connection, tenants: singleTenant(mode.botToken, options), installations: undefined };
    }
    const installations = createInstallations(memory, now);
    const { apiUrl } = settings;
    const offer = { ...mode, apiUrl, memory, installations, clientOptions: options, onInstalled };
    const connection = httpConnection(mode.door, offer, tools);
    const renew = connection.renew ?? (async () => ({}));
    return { connection, tenants: manyTenants(installations, renew, options, now, onServed), installations };
  }

  function onServed(workspace: string): void {
    track("a workspace of an organisation", () => serve(workspace));
  }

  /** An organisation's installation now serves this workspace. */
  async function serve(workspace: string): Promise<void> {
    await desk?.bot.back({ platform: PLATFORM, workspace });
    const found = await installations?.find(workspace);
    const organisation = found?.isOrg === true ? found.enterprise?.id : undefined;
    if (desk === undefined || found === undefined || organisation === undefined) return;
    await welcome.served(desk, workspace, organisation, found.installer);
  }

  function onInstalled({ team, enterprise, user }: Parameters<Offer["onInstalled"]>[0]): void {
    track("a new installation", async () => {
      if (desk === undefined) return;
      if (team !== undefined) {
        await desk.bot.back({ platform: PLATFORM, workspace: team.id });
        await welcome.workspace(desk, team.id, user.id);
      } else if (enterprise !== undefined) await welcome.organisation(desk, enterprise.id, user.id);
    });
  }

  function listen(bot: Bot): App {
    const { once, directChannel } = { once: createOnce(memory, now), directChannel: poster.directChannel };
    const open: Desk = { bot, tenants, callers, once, log, now, track, directChannel };
    desk = open;
    const app = new App({
      receiver: connection.receiver,
      logger: quiet,
      clientOptions: options,
      convoStore: false,
      authorize: async (source, body) => {
        const { enterpriseId, isEnterpriseInstall } = source;
        const teamId = source.teamId ?? envelope.safeParse(body).data?.team_id;
        const asked = { workspace: teamId, organisation: enterpriseId, isOrganisation: isEnterpriseInstall };
        const identity = await tenants.identify(asked);
        if (identity === undefined) throw new Error("Paperboy is not installed in this workspace.");
        return { ...identity, ...(teamId && { teamId }), ...(enterpriseId && { enterpriseId }) };
      },
    });
    app.error(async (error) => log.warn({ reason: error.message }, "an event from Slack was not handled"));
    app.use(async ({ next }) => {
      if (isOpen) await next();
    });
    const home = createHome(open);
    listenToWords(app, open);
    listenToPresses(app, open, home);
    listenToForms(app, open, home);
    listenToHome(app, open, home);
    listenToLifecycle(app, open, { poster, installations, serve });
    return app;
  }

  async function stop(): Promise<void> {
    isOpen = false;
    await connection.receiver.stop();
    await work.settled();
  }

  return {
    name: PLATFORM,
    // Slack allows several hundred messages a minute in a workspace: https://docs.slack.dev/apis/web-api/rate-limits
    pace: { perSecond: 5, perChannelPerSecond: 1 },
    options: [],
    async start(bot) {
      const only = await tenants.open();
      const app = listen(installations === undefined ? notingUninstalls(bot, memory) : bot);
      isOpen = true;
      await app.start();
      // With a token in the settings nothing else tells that the app was installed again.
      if (only !== undefined && (await memory.delete(leftKey(only)))) {
        await bot.back({ platform: PLATFORM, workspace: only });
      }
    },
    post: (channel, message, { key }) => poster.post(channel, message, key),
    find: poster.find,
    obstacle: poster.obstacle,
    directChannel: ({ workspace }, personId) => poster.directChannel(workspace, personId),
    stop: () => (stopped ??= stop()),
    port: connection.port,
  };
}

const leftKey = (workspace: string) => `left:${workspace}`;

/** Remembers which workspaces uninstalled the app. */
function notingUninstalls(bot: Bot, memory: Memory): Bot {
  return {
    ...bot,
    async gone(place, why) {
      if (!("id" in place)) await memory.set(leftKey(place.workspace), true);
      await bot.gone(place, why);
    },
  };
}
