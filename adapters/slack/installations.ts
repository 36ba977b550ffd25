/** Who installed us and with which tokens, and the one-time states of installing: all in the adapter's memory. */
import { createHash, randomBytes } from "node:crypto";
import type { Installation, InstallationQuery, InstallationStore, StateStore } from "@slack/bolt";
import { z } from "zod";
import type { Memory } from "../../src/platform/memory.ts";

const text = z.string().min(1);
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

const stored = z.object({
  installedAt: z.number(),
  isOrg: z.boolean(),
  team: optional(z.object({ id: text, name: optional(z.string()) })),
  enterprise: optional(z.object({ id: text, name: optional(z.string()) })),
  enterpriseUrl: optional(z.string()),
  appId: optional(z.string()),
  installer: text,
  bot: z.object({
    token: text,
    refreshToken: optional(z.string()),
    expiresAt: optional(z.number()),
    scopes: z.array(z.string()),
    id: text,
    userId: text,
  }),
});

/** What is kept of an installation; tokens of people are not. */
export type Stored = z.infer<typeof stored>;

export interface Installations {
  /** For @slack/oauth, which stores new ones and renews tokens. */
  readonly store: InstallationStore;
  /** The installation that serves this workspace: its own, or that of the organisation that it belongs to. */
  find(workspace: string): Promise<Stored | undefined>;
  /** Remembers that the organisation's installation serves this workspace; tells whether that is new. */
  belongs(workspace: string, organisation: string): Promise<boolean>;
  /** The organisation's installation no longer serves this workspace. */
  leaves(workspace: string): Promise<void>;
  /** Forgets the installation; returns the workspaces that it served. */
  forget(id: string): Promise<readonly string[]>;
  installedAt(id: string): Promise<Date | undefined>;
}

export function createInstallations(memory: Memory, now: () => Date): Installations {
  const key = (id: string) => `installation:${id}`;
  const organisationKey = (workspace: string) => `organisation-of:${workspace}`;

  const read = async (id: string): Promise<Stored | undefined> => {
    const value = await memory.get(key(id));
    return value === undefined ? undefined : stored.parse(value);
  };

  const find = async (workspace: string): Promise<Stored | undefined> => {
    const own = await read(workspace);
    if (own !== undefined) return own;
    const organisation = z.string().safeParse(await memory.get(organisationKey(workspace)));
    return organisation.success ? await read(organisation.data) : undefined;
  };

  return {
    find,

    store: {
      async storeInstallation(installation) {
        const id = installation.isEnterpriseInstall ? installation.enterprise?.id : installation.team?.id;
        if (id === undefined || installation.bot === undefined) {
          throw new Error("Slack sent an installation without a workspace or a bot.");
        }
        const before = await read(id);
        const isRenewal = before !== undefined && installation.metadata === RENEWAL;
        const value = pack(installation, isRenewal ? before.installedAt : now().getTime());
        await memory.set(key(id), JSON.parse(JSON.stringify(value)));
      },

      async fetchInstallation(query) {
        const id = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
        const found = id === undefined ? undefined : ((await read(id)) ?? (await find(id)));
        if (found === undefined) throw new Error("Paperboy is not installed in this workspace.");
        return unpack(found);
      },
    },

    async belongs(workspace, organisation) {
      if ((await memory.get(organisationKey(workspace))) === organisation) return false;
      await memory.set(organisationKey(workspace), organisation);
      return true;
    },

    async leaves(workspace) {
      await memory.delete(organisationKey(workspace));
    },

    async forget(id) {
      const found = await read(id);
      await memory.delete(key(id));
      if (found !== undefined && !found.isOrg) return [id];
      const served: string[] = [];
      for (const entry of await memory.list(organisationKey(""))) {
        if ((await memory.get(entry)) !== id) continue;
        served.push(entry.slice(organisationKey("").length));
        await memory.delete(entry);
      }
      return served.length > 0 ? served : [id];
    },

    async installedAt(id) {
      const found = await read(id);
      return found && new Date(found.installedAt);
    },
  };
}

/** Marks what was read from here, so that a renewed token does not look like a new installation. */
const RENEWAL = "stored";

function pack(installation: Installation, installedAt: number): Stored {
  return stored.parse({
    installedAt,
    isOrg: installation.isEnterpriseInstall === true,
    team: installation.team,
    enterprise: installation.enterprise,
    enterpriseUrl: installation.enterpriseUrl,
    appId: installation.appId,
    installer: installation.user.id,
    bot: installation.bot,
  });
}

function unpack(found: Stored): Installation<"v2", boolean> {
  return {
    ...(found.team === undefined ? { team: undefined } : { team: named(found.team) }),
    enterprise: found.enterprise && named(found.enterprise),
    user: { id: found.installer, token: undefined, scopes: undefined },
    bot: {
      token: found.bot.token,
      scopes: found.bot.scopes,
      id: found.bot.id,
      userId: found.bot.userId,
      ...(found.bot.refreshToken !== undefined && { refreshToken: found.bot.refreshToken }),
      ...(found.bot.expiresAt !== undefined && { expiresAt: found.bot.expiresAt }),
    },
    ...(found.appId !== undefined && { appId: found.appId }),
    ...(found.enterpriseUrl !== undefined && { enterpriseUrl: found.enterpriseUrl }),
    tokenType: "bot",
    isEnterpriseInstall: found.isOrg,
    authVersion: "v2",
    metadata: RENEWAL,
  };
}

function named({ id, name }: { id: string; name?: string | undefined }): { id: string; name?: string } {
  return name === undefined ? { id } : { id, name };
}

/** How @slack/oauth asks for one installation. */
export function queryFor(found: Stored): InstallationQuery<boolean> {
  return found.isOrg
    ? { isEnterpriseInstall: true, enterpriseId: found.enterprise?.id ?? "", teamId: undefined }
    : { isEnterpriseInstall: false, teamId: found.team?.id ?? "", enterpriseId: found.enterprise?.id };
}

const STATE_MS = 10 * 60 * 1000;

const state = z.object({ scopes: z.union([z.string(), z.array(z.string())]) });

/** States that work once and for ten minutes. Only their hashes are kept. */
export function createStateStore(memory: Memory, now: () => Date): StateStore {
  const key = (value: string) => `state:${createHash("sha256").update(value).digest("base64url")}`;
  return {
    async generateStateParam(options) {
      const value = randomBytes(32).toString("base64url");
      const scopes = typeof options.scopes === "string" ? options.scopes : [...options.scopes];
      await memory.set(key(value), { scopes }, new Date(now().getTime() + STATE_MS));
      return value;
    },

    async verifyStateParam(_at, value) {
      const kept = state.safeParse(await memory.get(key(value)));
      const isFirst = await memory.delete(key(value));
      if (!kept.success || !isFirst) throw new UsedStateError();
      return kept.data;
    },
  };
}

/** The link to install was used already, is too old, or was never ours. `code` is what @slack/oauth looks at. */
class UsedStateError extends Error {
  readonly code = "slack_oauth_invalid_state";

  constructor() {
    super("The link to install was used already or is older than ten minutes.");
    this.name = "UsedStateError";
  }
}
