/** The log: to stderr, for people on a terminal, as JSON lines elsewhere. */
import { type Logger, pino } from "pino";
import { PinoPretty } from "pino-pretty";

export type { Logger } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Fields that hold a secret wherever they stand: their values never reach the log. */
const SECRET_FIELDS = [
  "token",
  "accessToken",
  "refreshToken",
  "secret",
  "password",
  "authorization",
  "apiKey",
  "cookie",
];

/** `secrets` are values that must not be written even inside other text. */
export function createLog(options: {
  level: (typeof LOG_LEVELS)[number];
  pretty: boolean;
  secrets: readonly string[];
}): Logger {
  const secrets = options.secrets.filter((secret) => secret !== "");
  const stream = options.pretty
    ? PinoPretty({ destination: 2, sync: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss" })
    : pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level: options.level,
      base: null,
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[secret]" },
      hooks: {
        streamWrite: (line) => secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line),
      },
    },
    stream,
  );
}
