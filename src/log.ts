/** The log: to stderr, for people on a terminal, as JSON lines elsewhere. */
import { type Logger, pino } from "pino";
import { PinoPretty } from "pino-pretty";

export type { Logger } from "pino";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Names of fields that hold a secret, at any depth, in anyone's spelling: their values never reach the log. */
const SECRET_FIELD = /(?:token|secret|password|authorization|api[-_]?key|cookie)$/i;
const CENSORED = "[secret]";

/** `secrets` are values that must not be written even inside other text. */
export function createLog(options: {
  level: (typeof LOG_LEVELS)[number];
  pretty: boolean;
  secrets: readonly string[];
}): Logger {
  // Longest first: one secret may be a part of another.
  const secrets = options.secrets.filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
  const stream = options.pretty
    ? PinoPretty({ destination: 2, sync: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss" })
    : pino.destination({ dest: 2, sync: true });
  // The finished line is censored, not the object: serializers have run, so errors' own fields are in it too.
  const streamWrite = (line: string) =>
    `${JSON.stringify(JSON.parse(line, (field, value: unknown) => censor(field, value, secrets)))}\n`;
  return pino({ level: options.level, base: null, hooks: { streamWrite } }, stream);
}

function censor(field: string, value: unknown, secrets: readonly string[]): unknown {
  if (SECRET_FIELD.test(field)) return CENSORED;
  if (typeof value !== "string") return value;
  return secrets.reduce((text, secret) => text.replaceAll(secret, CENSORED), value);
}
