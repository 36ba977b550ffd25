/** Who we are in each workspace, and the client that speaks for us there. */
import { webApi } from "@slack/bolt";
import { z } from "zod";
import { PostError } from "../../src/platform/platform.ts";
import { slackCode, toPostError } from "./failures.ts";
import { type Installations, queryFor, type Stored } from "./installations.ts";

export interface Identity {
  readonly botId: string;
  readonly botUserId: string;
}

export interface Source {
  readonly workspace: string | undefined;
  readonly organisation: string | undefined;
  readonly isOrganisation: boolean;
}

export interface Tenants {
  /**
   * Learns what must be known before anything arrives, and returns the one workspace that it is about, if it is one.
   * Rejects with an Error whose message is for people.
   */
  open(): Promise<string | undefined>;
  /** Whom a payload is for; undefined where we are not installed. */
  identify(source: Source): Promise<Identity | undefined>;
  /**
   * Speaks in this workspace, or for an organisation as a whole where its id is given. Rejects with PostError:
   * `unauthorized` where we are not installed.
   */
  client(workspace: string): Promise<webApi.WebClient>;
  identity(workspace: string): Promise<Identity | undefined>;
}

const tested = z.object({
  team_id: z.string(),
  team: z.string().optional(),
  user_id: z.string(),
  bot_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().optional(),
});

/** One workspace (or one organisation) whose token is in the settings. */
export function singleTenant(token: string, options: webApi.WebClientOptions): Tenants {
  let self: z.infer<typeof tested> | undefined;
  const clients = createClients(options);
  const identityOf = () => self && { botId: self.bot_id, botUserId: self.user_id };
  const serves = (workspace: string | undefined, organisation: string | undefined) =>
    self !== undefined &&
    (workspace === self.team_id ||
      (self.is_enterprise_install === true && organisation === self.enterprise_id));
  return {
    async open() {
      const answer = await clients
        .get(token, undefined)
        .auth.test()
        .catch((error: unknown) => {
          const { failure, message } = toPostError(error);
          const said = failure === "unauthorized" ? "does not accept" : "could not be asked about";
          throw new Error(`Slack ${said} SLACK_BOT_TOKEN: ${slackCode(error) ?? message}.`, { cause: error });
        });
      const parsed = tested.safeParse(answer);
      if (!parsed.success) throw new Error("SLACK_BOT_TOKEN is not the token of a bot (xoxb-…).");
      self = parsed.data;
      return self.is_enterprise_install === true ? undefined : self.team_id;
    },
    async identify({ workspace, organisation }) {
      return serves(workspace, organisation) ? identityOf() : undefined;
    },
    async client(workspace) {
      if (self !== undefined && self.is_enterprise_install !== true && workspace !== self.team_id) {
        throw notInstalled();
      }
      return clients.get(token, self?.is_enterprise_install === true ? workspace : undefined);
    },
    async identity() {
      return identityOf();
    },
  };
}

/** Renews a token that is about to expire: `InstallProvider.authorize` of @slack/oauth. */
export type Renew = (
  query: ReturnType<typeof queryFor>,
) => Promise<{ botToken?: string; botTokenExpiresAt?: number }>;

/** Many workspaces that installed us over OAuth. */
export function manyTenants(
  installations: Installations,
  renew: Renew,
  options: webApi.WebClientOptions,
  now: () => Date,
  /** An organisation's installation is found to serve a workspace that was not known to belong to it. */
  onServed: (workspace: string) => void,
): Tenants {
  const clients = createClients(options);
  const renewals = new Map<string, Promise<string>>();

  const tokenOf = (found: Stored): Promise<string> => {
    if (found.bot.refreshToken === undefined) return Promise.resolve(found.bot.token);
    const id = found.isOrg ? `${found.enterprise?.id}` : `${found.team?.id}`;
    // A refresh token works once, so that two renewals at a time would lose the installation.
    const running = renewals.get(id) ?? renewed(found).finally(() => renewals.delete(id));
    renewals.set(id, running);
    return running;
  };

  const renewed = async (found: Stored): Promise<string> => {
    const fresh = await renew(queryFor(found));
    const isOver = (fresh.botTokenExpiresAt ?? Number.POSITIVE_INFINITY) * 1000 <= now().getTime();
    if (fresh.botToken === undefined || isOver) {
      throw new PostError("unavailable", "Slack did not renew the token", { retryAfterSeconds: 60 });
    }
    return fresh.botToken;
  };

  return {
    open: async () => undefined,
    async identify({ workspace, organisation, isOrganisation }) {
      if (workspace !== undefined && organisation !== undefined && isOrganisation) {
        const served = await installations.find(organisation);
        const isNew = served?.isOrg === true && (await installations.belongs(workspace, organisation));
        if (isNew) onServed(workspace);
      }
      const found = await installations.find(workspace ?? organisation ?? "");
      return found && { botId: found.bot.id, botUserId: found.bot.userId };
    },
    async client(workspace) {
      const found = await installations.find(workspace);
      if (found === undefined) throw notInstalled();
      const isItself = workspace === found.enterprise?.id;
      return clients.get(await tokenOf(found), found.isOrg && !isItself ? workspace : undefined);
    },
    async identity(workspace) {
      const found = await installations.find(workspace);
      return found && { botId: found.bot.id, botUserId: found.bot.userId };
    },
  };
}

function notInstalled(): PostError {
  return new PostError("unauthorized", "Paperboy is not installed in this workspace");
}

const KEPT_CLIENTS = 500;

/** One client for each token, the least recently used given up. */
function createClients(options: webApi.WebClientOptions) {
  const clients = new Map<string, webApi.WebClient>();
  return {
    get(token: string, workspace: string | undefined): webApi.WebClient {
      const key = `${workspace ?? ""} ${token}`;
      const client =
        clients.get(key) ??
        new webApi.WebClient(token, { ...options, ...(workspace && { teamId: workspace }) });
      clients.delete(key);
      clients.set(key, client);
      const [oldest] = clients.keys();
      if (clients.size > KEPT_CLIENTS && oldest !== undefined) clients.delete(oldest);
      return client;
    },
  };
}

/**
 * No retries and no queueing: a lost answer to chat.postMessage would be sent again, and a call that must wait is
 * better refused.
 */
export function clientOptions(apiUrl: string, logger: NonNullable<webApi.WebClientOptions["logger"]>) {
  return {
    slackApiUrl: apiUrl,
    logger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    allowAbsoluteUrls: false,
  } satisfies webApi.WebClientOptions;
}
