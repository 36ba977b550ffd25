/** How Slack's events come in: through a socket that we open, or as HTTP requests that Slack signs. */
import type { AddressInfo } from "node:net";
import {
  HTTPReceiver,
  type Installation,
  type Receiver,
  type Logger as SdkLogger,
  SocketModeReceiver,
  type webApi,
} from "@slack/bolt";
import type { Logger } from "../../src/log.ts";
import type { Memory } from "../../src/platform/memory.ts";
import { EVENTS_PATH, guard, refuse } from "./door.ts";
import { answerWithPage, failedPage, failureStatus, installedPage, installPage } from "./install-pages.ts";
import { createStateStore, type Installations } from "./installations.ts";
import { OPTIONAL_SCOPES, SCOPES } from "./scopes.ts";
import type { Door } from "./settings.ts";
import type { Renew } from "./tenants.ts";

export interface Connection {
  readonly receiver: Receiver;
  /** Where requests arrive, once started. */
  port(): number | undefined;
}

export interface ConnectionTools {
  readonly log: Logger;
  readonly sdkLog: SdkLogger;
  readonly now: () => Date;
  /** False once no new commands are taken. */
  readonly isOpen: () => boolean;
}

export function socketConnection(appToken: string, apiUrl: string, tools: ConnectionTools): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: tools.sdkLog,
    installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
    processEventErrorHandler: async ({ error }) => {
      tools.log.warn({ reason: error.message }, "an event from Slack could not be handled");
      return true;
    },
  });
  return {
    receiver: {
      init: (app) => receiver.init(app),
      start: async () => {
        await receiver.start().catch((error: unknown) => {
          throw new Error(
            "Slack does not accept SLACK_APP_TOKEN, or Socket Mode is switched off for the app.",
            { cause: error },
          );
        });
      },
      stop: () => receiver.client.disconnect(),
    },
    port: () => undefined,
  };
}

export interface Offer {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly memory: Memory;
  readonly installations: Installations;
  readonly clientOptions: webApi.WebClientOptions;
  onInstalled(installation: Installation): void;
}

/** With an offer, workspaces can install the app at `/slack/install`. */
export function httpConnection(
  door: Door,
  offer: Offer | undefined,
  tools: ConnectionTools,
): Connection & { readonly renew: Renew | undefined } {
  const { log } = tools;
  const receiver = new HTTPReceiver({
    signingSecret: door.signingSecret,
    endpoints: EVENTS_PATH,
    logger: tools.sdkLog,
    customRoutes: [
      {
        path: "/healthz",
        method: ["GET"],
        handler: (_request, response) => {
          response.writeHead(tools.isOpen() ? 200 : 503, { "content-type": "text/plain" });
          response.end(tools.isOpen() ? "ok\n" : "stopping\n");
        },
      },
    ],
    // Bolt's own handlers write the address into the log, and with it codes and states.
    dispatchErrorHandler: ({ response }) => refuse(response, 404),
    unhandledRequestHandler: ({ response }) => {
      log.debug("a request from Slack was not for us");
      refuse(response, 404);
    },
    processEventErrorHandler: async ({ error, response }) => {
      log.warn({ reason: error.message }, "an event from Slack could not be handled");
      refuse(response, 500);
      return false;
    },
    ...(offer && offering(offer, tools)),
  });
  receiver.requestListener = guard(receiver.requestListener, {
    signingSecret: door.signingSecret,
    log,
    clock: () => tools.now().getTime(),
    isOpen: tools.isOpen,
  });

  let address: AddressInfo | undefined;
  return {
    receiver: {
      init: (app) => receiver.init(app),
      start: async () => {
        const server = await receiver
          .start({ port: door.port, ...(door.host && { host: door.host }) })
          .catch((error: unknown) => {
            throw new Error(whyNotOpened(error, door), { cause: error });
          });
        const bound = server.address();
        address = typeof bound === "object" && bound !== null ? bound : undefined;
        log.info({ port: address?.port }, "listening for Slack");
      },
      stop: async () => {
        if (address !== undefined) await receiver.stop();
        address = undefined;
      },
    },
    port: () => address?.port,
    renew: receiver.installer?.authorize,
  };
}

/** In the words of the settings: https://man7.org/linux/man-pages/man2/bind.2.html */
function whyNotOpened(error: unknown, { port, portFrom, host }: Door): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `${portFrom}=${port} is in use by another program.`;
  if (code === "EACCES")
    return `This user may not open ${portFrom}=${port}: ports below 1024 need a privilege.`;
  if (code === "EADDRNOTAVAIL") return `SLACK_HOST=${host} is no address of this machine.`;
  if (code === "ENOTFOUND") return `SLACK_HOST=${host} is a name that nobody knows.`;
  return `Requests cannot arrive at ${portFrom}=${port}: ${error instanceof Error ? error.message : "it is not said why"}`;
}

function offering(
  { clientId, clientSecret, apiUrl, memory, installations, clientOptions, onInstalled }: Offer,
  { log, now }: ConnectionTools,
) {
  return {
    clientId,
    clientSecret,
    scopes: [...SCOPES, ...OPTIONAL_SCOPES],
    installationStore: installations.store,
    installerOptions: {
      stateStore: createStateStore(memory, now),
      authorizationUrl: new URL("/oauth/v2/authorize", apiUrl).href,
      renderHtmlForInstallPath: installPage,
      clientOptions,
      callbackOptions: {
        success: (installation, _options, _request, response) => {
          onInstalled(installation);
          const { team, appId, enterprise } = installation;
          const link = team && appId ? `slack://app?team=${team.id}&id=${appId}` : "slack://open";
          answerWithPage(response, 200, installedPage(team?.name ?? enterprise?.name, link));
        },
        failure: (error, _options, _request, response) => {
          log.warn({ code: error.code }, "an installation failed");
          answerWithPage(response, failureStatus(error.code), failedPage(error.code));
        },
      },
    },
  } satisfies Partial<ConstructorParameters<typeof HTTPReceiver>[0]>;
}
