import { describe, expect, it } from "vitest";
import { slack } from "../../../adapters/slack/index.ts";
import { readSettings } from "../../../adapters/slack/settings.ts";

const KEY = "a key of more than thirty-two characters";
const OAUTH = {
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: "client-secret",
  SLACK_SIGNING_SECRET: "signing",
  PAPERBOY_SECRET_KEY: KEY,
};

const faultsOf = (env: Record<string, string>) => {
  const configured = slack.configure(env);
  return configured.state === "faulty" ? configured.faults.join("\n") : configured.state;
};
const modeOf = (env: Record<string, string>) => {
  const settings = readSettings(env);
  return settings === undefined || "faults" in settings ? undefined : settings.mode.kind;
};

describe("Slack's settings", () => {
  it("are off when nothing of Slack's is set", () => {
    expect(slack.configure({ PORT: "80", PAPERBOY_SECRET_KEY: KEY, SLACK_BOT_TOKEN: " " })).toEqual({
      state: "off",
    });
  });

  it.each([
    ["socket", { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" }],
    ["socket", { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1", SLACK_SIGNING_SECRET: "s" }],
    ["http", { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "s" }],
    ["oauth", OAUTH],
  ])("choose %s by what is there", (kind, env) => {
    expect(modeOf(env)).toBe(kind);
    expect(slack.configure(env).state).toBe("ready");
  });

  it("read the rest, with defaults", () => {
    const settings = (over: Record<string, string>) => readSettings({ ...OAUTH, ...over });
    expect(settings({})).toMatchObject({
      apiUrl: "https://slack.com/api/",
      policy: { who: "everyone", guests: false },
      mode: { door: { port: 3000, host: undefined } },
    });
    expect(settings({ PORT: "8080" })).toMatchObject({ mode: { door: { port: 8080 } } });
    expect(settings({ PORT: "8080", SLACK_PORT: "9090" })).toMatchObject({ mode: { door: { port: 9090 } } });
    expect(
      settings({
        SLACK_API_URL: "http://localhost:1/api",
        SLACK_CONFIGURE: "admins",
        SLACK_GUESTS: "configure",
      }),
    ).toMatchObject({
      apiUrl: "http://localhost:1/api/",
      policy: { who: "admins", guests: true },
    });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      "a token of a person",
      { SLACK_BOT_TOKEN: "secret-value", SLACK_APP_TOKEN: "xapp-1" },
      /SLACK_BOT_TOKEN must be .*xoxb/,
    ],
    [
      "no way for events to come",
      { SLACK_BOT_TOKEN: "xoxb-secret-value" },
      /SLACK_APP_TOKEN.*or SLACK_SIGNING_SECRET/,
    ],
    ["no bot token", { SLACK_APP_TOKEN: "xapp-secret-value" }, /set SLACK_BOT_TOKEN/],
    [
      "half of OAuth",
      { SLACK_CLIENT_ID: "1.2" },
      /SLACK_CLIENT_SECRET[\s\S]*SLACK_SIGNING_SECRET[\s\S]*PAPERBOY_SECRET_KEY/,
    ],
    [
      "two ways at once",
      { ...OAUTH, SLACK_BOT_TOKEN: "xoxb-secret-value" },
      /SLACK_BOT_TOKEN must not be set/,
    ],
    ["a port that is none", { ...OAUTH, SLACK_PORT: "http" }, /SLACK_PORT must be a number/],
    [
      "another word",
      { ...OAUTH, SLACK_CONFIGURE: "nobody" },
      /SLACK_CONFIGURE must be everyone, creators or admins/,
    ],
    ["an address that is none", { ...OAUTH, SLACK_API_URL: "slack" }, /SLACK_API_URL must be an address/],
  ])("name the fault of %s and never the value", (_, env, fault) => {
    expect(faultsOf(env)).toMatch(fault);
    expect(faultsOf(env)).not.toContain("secret-value");
  });

  it("list every variable that they read", () => {
    expect(slack.variables).toContain("SLACK_BOT_TOKEN");
    expect(new Set(slack.variables).size).toBe(slack.variables.length);
  });
});
