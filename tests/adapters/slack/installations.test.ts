import { describe, expect, it } from "vitest";
import {
  createInstallations,
  createStateStore,
  queryFor,
  type Stored,
} from "../../../adapters/slack/installations.ts";
import { sdkLog } from "../../../adapters/slack/sdk-log.ts";
import { clientOptions, manyTenants, type Renew } from "../../../adapters/slack/tenants.ts";
import { createTestMemory } from "../../helpers/memory.ts";
import { recordingLog } from "./team.ts";

const START = new Date("2026-11-20T09:00:00Z");
const SECONDS = START.getTime() / 1000;

const workspace = (id: string, bot: object = {}) => ({
  team: { id, name: `Team ${id}` },
  enterprise: undefined,
  user: { id: "U1", token: "xoxp-of-a-person", scopes: ["x"] },
  bot: { token: `xoxb-${id}`, scopes: ["chat:write"], id: "B1", userId: "U0BOT", ...bot },
  isEnterpriseInstall: false,
  authVersion: "v2" as const,
  appId: "A1",
});
const organisation = (id: string) => ({
  ...workspace("ignored"),
  team: undefined,
  enterprise: { id, name: "Org" },
  isEnterpriseInstall: true,
  bot: { ...workspace(id).bot },
});

function open(at: () => Date = () => START) {
  const memory = createTestMemory(at);
  return { memory, installations: createInstallations(memory, at) };
}

describe("installations", () => {
  it("are kept without people's tokens, and found again", async () => {
    const { memory, installations } = open();
    await installations.store.storeInstallation(workspace("T1"));
    expect(JSON.stringify(await memory.get("installation:T1"))).not.toContain("xoxp-");
    expect(await installations.find("T1")).toMatchObject({ bot: { token: "xoxb-T1" }, isOrg: false });
    expect(await installations.find("T2")).toBeUndefined();
    await expect(
      installations.store.fetchInstallation({
        isEnterpriseInstall: false,
        teamId: "T2",
        enterpriseId: undefined,
      }),
    ).rejects.toThrow("not installed");
  });

  it("of an organisation serve its workspaces, a workspace's own first", async () => {
    const { installations } = open();
    await installations.store.storeInstallation(organisation("E1"));
    await installations.store.storeInstallation(workspace("T2"));
    for (const id of ["T1", "T2", "T3"]) await installations.belongs(id, "E1");
    expect((await installations.find("T1"))?.bot.token).toBe("xoxb-E1");
    expect((await installations.find("T2"))?.bot.token).toBe("xoxb-T2");
    await installations.leaves("T3");
    expect(await installations.find("T3")).toBeUndefined();
    expect(await installations.forget("E1")).toEqual(["T1", "T2"]);
    expect(await installations.find("T1")).toBeUndefined();
    expect((await installations.find("T2"))?.bot.token).toBe("xoxb-T2");
  });

  it("keep the day of installing when a token is renewed, and have a new one when installed again", async () => {
    let now = START;
    const { installations } = open(() => now);
    await installations.store.storeInstallation(workspace("T1"));
    now = new Date("2026-11-21T09:00:00Z");
    const query = { isEnterpriseInstall: false, teamId: "T1", enterpriseId: undefined } as const;
    await installations.store.storeInstallation(await installations.store.fetchInstallation(query));
    expect(await installations.installedAt("T1")).toEqual(START);
    await installations.store.storeInstallation(workspace("T1"));
    expect(await installations.installedAt("T1")).toEqual(now);
  });
});

describe("an organisation's installation", () => {
  it("tells once of each workspace that turns out to belong to it, also after it was installed again", async () => {
    const { installations } = open();
    const served: string[] = [];
    const options = clientOptions("http://127.0.0.1:9/api/", sdkLog(recordingLog([])));
    const tenants = manyTenants(
      installations,
      async () => ({}),
      options,
      () => START,
      (id) => served.push(id),
    );
    const asked = { workspace: "T1", organisation: "E1", isOrganisation: true };
    expect(await tenants.identify(asked)).toBeUndefined();
    await installations.store.storeInstallation(organisation("E1"));
    await tenants.identify(asked);
    await tenants.identify(asked);
    expect(served).toEqual(["T1"]);
    await installations.forget("E1");
    expect(await tenants.identify(asked)).toBeUndefined();
    await installations.store.storeInstallation(organisation("E1"));
    await tenants.identify(asked);
    expect(served).toEqual(["T1", "T1"]);
  });
});

describe("a rotating token", () => {
  const tenantsWith = async (expiresAt: number, renew: Renew) => {
    const { installations } = open();
    await installations.store.storeInstallation(workspace("T1", { refreshToken: "xoxe-1", expiresAt }));
    const options = clientOptions("http://127.0.0.1:9/api/", sdkLog(recordingLog([])));
    return manyTenants(
      installations,
      renew,
      options,
      () => START,
      () => {},
    );
  };

  it("is renewed once for many calls at a time", async () => {
    let renewals = 0;
    const tenants = await tenantsWith(SECONDS + 60, async (query) => {
      expect(query).toEqual({ isEnterpriseInstall: false, teamId: "T1", enterpriseId: undefined });
      renewals++;
      return { botToken: "xoxb-new", botTokenExpiresAt: SECONDS + 43_200 };
    });
    const clients = await Promise.all([tenants.client("T1"), tenants.client("T1"), tenants.client("T1")]);
    expect(new Set(clients.map(({ token }) => token))).toEqual(new Set(["xoxb-new"]));
    expect(renewals).toBe(1);
  });

  it("that could not be renewed is no reason to give the workspace up", async () => {
    const tenants = await tenantsWith(SECONDS - 1, async () => ({
      botToken: "xoxb-T1",
      botTokenExpiresAt: SECONDS - 1,
    }));
    await expect(tenants.client("T1")).rejects.toMatchObject({ failure: "unavailable" });
    await expect(tenants.client("T9")).rejects.toMatchObject({ failure: "unauthorized" });
  });

  it("is asked for by the organisation's id where it is one", () => {
    const found: Stored = {
      installedAt: 1,
      isOrg: true,
      team: undefined,
      enterprise: { id: "E1", name: undefined },
      enterpriseUrl: undefined,
      appId: undefined,
      installer: "U1",
      bot: { token: "x", refreshToken: undefined, expiresAt: undefined, scopes: [], id: "B", userId: "U" },
    };
    expect(queryFor(found)).toMatchObject({ isEnterpriseInstall: true, enterpriseId: "E1" });
  });
});

describe("a state", () => {
  it("works once, and for ten minutes", async () => {
    let now = START;
    const memory = createTestMemory(() => now);
    const states = createStateStore(memory, () => now);
    const options = { scopes: ["chat:write"] };
    const first = await states.generateStateParam(options, now);
    expect(JSON.stringify(await memory.list(""))).not.toContain(first);
    const outcomes = await Promise.allSettled([
      states.verifyStateParam(now, first),
      states.verifyStateParam(now, first),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const second = await states.generateStateParam(options, now);
    now = new Date(START.getTime() + 10 * 60_000);
    await expect(states.verifyStateParam(now, second)).rejects.toMatchObject({
      code: "slack_oauth_invalid_state",
    });
  });
});
