/** Environment -> how Paperboy runs on Slack. */
import { z } from "zod";
import type { Environment } from "../../src/platform/adapter.ts";
import type { Policy } from "./callers.ts";

export interface Settings {
  readonly mode:
    | { readonly kind: "socket"; readonly botToken: string; readonly appToken: string }
    | { readonly kind: "http"; readonly botToken: string; readonly door: Door }
    | {
        readonly kind: "oauth";
        readonly clientId: string;
        readonly clientSecret: string;
        readonly door: Door;
      };
  /** Ends in `/`. */
  readonly apiUrl: string;
  readonly policy: Policy;
}

/** Where Slack's requests arrive. */
export interface Door {
  readonly signingSecret: string;
  readonly port: number;
  /** The variable that says which port. */
  readonly portFrom: "SLACK_PORT" | "PORT";
  /** All addresses of the machine if there is none. */
  readonly host: string | undefined;
}

const secret = (what: string) => z.string().regex(/^[\x21-\x7e]+$/u, what);
const port = z.coerce.number({ error: "a number from 0 to 65535" }).int().min(0).max(65535);

const schema = z.object({
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xox[a-z]+[-.]\S+$/u, "the Bot User OAuth Token (xoxb-…)")
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/u, "an App-Level Token (xapp-…)")
    .optional(),
  SLACK_SIGNING_SECRET: secret("the app's Signing Secret").optional(),
  SLACK_CLIENT_ID: secret("the app's Client ID").optional(),
  SLACK_CLIENT_SECRET: secret("the app's Client Secret").optional(),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/u, error: "an address that begins with https:// or http://" })
    .default("https://slack.com/api/"),
  SLACK_CONFIGURE: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["everyone", "creators", "admins"], { error: "everyone, creators or admins" }))
    .default("everyone"),
  SLACK_GUESTS: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["read", "configure"], { error: "read or configure" }))
    .default("read"),
  SLACK_HOST: z.string().optional(),
  SLACK_PORT: port.optional(),
  PORT: port.optional(),
  PAPERBOY_SECRET_KEY: z.string().optional(),
});
type Values = z.infer<typeof schema>;

export const VARIABLES: readonly string[] = Object.keys(schema.shape);

/** Any of these switches Slack on. */
const SWITCHES = [
  "SLACK_BOT_TOKEN",
  "SLACK_APP_TOKEN",
  "SLACK_SIGNING_SECRET",
  "SLACK_CLIENT_ID",
  "SLACK_CLIENT_SECRET",
];

const USUAL_PORT = 3000;

/** Undefined if Slack is not set up at all. Faults name variables, never values. */
export function readSettings(
  env: Environment,
): Settings | { readonly faults: readonly string[] } | undefined {
  const given = Object.fromEntries(
    VARIABLES.map((name) => [name, env[name]?.trim()] as const).filter(([, value]) => value),
  );
  if (!SWITCHES.some((name) => name in given)) return undefined;
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return { faults: parsed.error.issues.map((issue) => `${issue.path.join(".")} must be ${issue.message}`) };
  }
  const mode = modeOf(parsed.data);
  if ("faults" in mode) return mode;
  const { SLACK_API_URL, SLACK_CONFIGURE, SLACK_GUESTS } = parsed.data;
  return {
    mode,
    apiUrl: SLACK_API_URL.endsWith("/") ? SLACK_API_URL : `${SLACK_API_URL}/`,
    policy: { who: SLACK_CONFIGURE, guests: SLACK_GUESTS === "configure" },
  };
}

function modeOf(values: Values): Settings["mode"] | { readonly faults: readonly string[] } {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = values;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = values;
  if (clientId !== undefined || clientSecret !== undefined) {
    const faults = missing(values, "To let workspaces install Paperboy", [
      "SLACK_CLIENT_ID",
      "SLACK_CLIENT_SECRET",
      "SLACK_SIGNING_SECRET",
      "PAPERBOY_SECRET_KEY",
    ]);
    if (botToken !== undefined) {
      faults.push(
        "SLACK_BOT_TOKEN must not be set together with SLACK_CLIENT_ID: each workspace brings its own token",
      );
    }
    const door = doorOf(values);
    if (faults.length > 0 || !clientId || !clientSecret || !door) return { faults };
    return { kind: "oauth", clientId, clientSecret, door };
  }
  if (botToken === undefined) return { faults: missing(values, "To use Slack", ["SLACK_BOT_TOKEN"]) };
  if (appToken !== undefined) return { kind: "socket", botToken, appToken };
  const door = doorOf(values);
  if (door !== undefined) return { kind: "http", botToken, door };
  return {
    faults: [
      "Beside SLACK_BOT_TOKEN set SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP)",
    ],
  };
}

function missing(values: Values, aim: string, names: readonly (keyof Values)[]): string[] {
  return names.filter((name) => values[name] === undefined).map((name) => `${aim}, set ${name}`);
}

function doorOf(values: Values): Door | undefined {
  const signingSecret = values.SLACK_SIGNING_SECRET;
  if (signingSecret === undefined) return undefined;
  const { SLACK_PORT, PORT, SLACK_HOST: host } = values;
  const portFrom = SLACK_PORT === undefined && PORT !== undefined ? "PORT" : "SLACK_PORT";
  return { signingSecret, port: SLACK_PORT ?? PORT ?? USUAL_PORT, portFrom, host };
}
