import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { OPTIONAL_SCOPES, SCOPES } from "../../../adapters/slack/scopes.ts";
import { FIND_SHORTCUT } from "../../../adapters/slack/words.ts";

const FOLDER = join(import.meta.dirname, "../../../adapters/slack");
const SCHEMAS = join(import.meta.dirname, "../../../../shared/data/slack");

const manifest = z.object({
  display_information: z.object({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.object({
    bot_user: z.object({ display_name: z.string().max(80) }),
    shortcuts: z.array(
      z.object({
        name: z.string().max(24),
        type: z.string(),
        callback_id: z.string(),
        description: z.string().max(150),
      }),
    ),
    slash_commands: z.array(
      z.object({
        command: z.string().regex(/^\/.{1,31}$/),
        should_escape: z.literal(false),
        url: z.string().optional(),
      }),
    ),
  }),
  oauth_config: z.object({
    redirect_urls: z.array(z.string()).optional(),
    scopes: z.strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.object({
    event_subscriptions: z.object({ bot_events: z.array(z.string()), request_url: z.string().optional() }),
    interactivity: z.object({
      is_enabled: z.literal(true),
      request_url: z.string().optional(),
      message_menu_options_url: z.string().optional(),
    }),
    socket_mode_enabled: z.boolean(),
  }),
});

const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");
const code = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".ts"))
  .map(read)
  .join("\n");

/** Which permission each method needs: https://docs.slack.dev/reference/methods */
const SCOPE_OF_METHOD: Readonly<Record<string, readonly string[]>> = {
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": ["im:history", "channels:history", "groups:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "conversations.open": ["im:write"],
  "users.conversations": ["channels:read", "groups:read"],
  "users.info": ["users:read"],
  "views.open": [],
  "views.publish": [],
  "views.push": [],
  "views.update": [],
};

/** And each event: https://docs.slack.dev/reference/events */
const SCOPE_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  app_mention: ["app_mentions:read"],
  "message.im": ["im:history"],
  member_joined_channel: ["channels:read", "groups:read"],
  channel_id_changed: ["channels:read", "groups:read"],
  ...Object.fromEntries(
    ["archive", "deleted", "left", "rename", "unarchive"].flatMap((what) => [
      [`channel_${what}`, ["channels:read"]],
      [`group_${what}`, ["groups:read"]],
    ]),
  ),
};

describe.each(["manifest.yaml", "manifest-http.yaml"])("%s", (name) => {
  const parsed: unknown = parse(read(name));
  const { oauth_config, settings, features } = manifest.parse(parsed);

  it("asks for the permissions that the code needs, and no others", () => {
    expect(oauth_config.scopes).toEqual({ bot: [...SCOPES], bot_optional: [...OPTIONAL_SCOPES] });
    const methods = [
      ...code.matchAll(/(?:client|\))\s*\.(auth|chat|conversations|users|views)\s*\.(\w+)\(/g),
    ].map(([, group, method]) => `${group}.${method}`);
    expect([...new Set(methods)].sort()).toEqual(Object.keys(SCOPE_OF_METHOD).sort());
    const needed = [
      ...methods.flatMap((method) => SCOPE_OF_METHOD[method] ?? ["unknown"]),
      ...settings.event_subscriptions.bot_events.flatMap((event) => SCOPE_OF_EVENT[event] ?? []),
      "commands",
    ];
    expect([...new Set(needed)].sort()).toEqual([...SCOPES, ...OPTIONAL_SCOPES].sort());
  });

  it("gives a reason for each permission", () => {
    const reasons = read(name).split("\n");
    for (const scope of SCOPES)
      expect(
        reasons.find((line) => line.includes(`- ${scope} #`)),
        scope,
      ).toMatch(/# .{10,}/);
  });

  it("subscribes to what the code listens to", () => {
    const orgOnly = ["team_access_granted", "team_access_revoked"];
    const isHttp = name === "manifest-http.yaml";
    const listened = [
      ...[...code.matchAll(/(?:app\.event|on)\(\s*"(\w+)"/g)].map(([, event]) => event ?? ""),
      ...[...code.matchAll(/\b((?:channel|group)_(?:archive|deleted|left|rename|unarchive))\b/g)].map(
        ([, event]) => event ?? "",
      ),
    ].map((event) => (event === "message" ? "message.im" : event));
    const wanted = [...new Set(listened)].filter((event) => isHttp || !orgOnly.includes(event));
    expect([...settings.event_subscriptions.bot_events].sort()).toEqual(wanted.sort());
  });

  it("names the shortcut as the code does", () => {
    expect(features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([FIND_SHORTCUT]);
  });

  it("sends everything to one address, or to none", () => {
    const { interactivity, event_subscriptions, socket_mode_enabled } = settings;
    const addresses = [
      interactivity.request_url,
      interactivity.message_menu_options_url,
      event_subscriptions.request_url,
      ...features.slash_commands.map(({ url }) => url),
    ];
    const [first] = addresses;
    expect(new Set(addresses).size).toBe(1);
    expect(first === undefined).toBe(socket_mode_enabled);
    if (first !== undefined) {
      expect(new URL(first).pathname).toBe("/slack/events");
      expect(oauth_config.redirect_urls).toEqual([new URL("/slack/oauth_redirect", first).href]);
    }
  });

  it.skipIf(!existsSync(SCHEMAS)).each(["manifest.schema.1.json", "manifest.schema.2.json"])(
    "is valid by %s",
    (schema) => {
      const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
      const validate = ajv.compile(
        z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(SCHEMAS, schema), "utf8"))),
      );
      validate(parsed);
      expect(validate.errors ?? []).toEqual([]);
    },
  );
});
