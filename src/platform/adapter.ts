/** The recipe for a Platform, from settings in the environment. */
import type { Logger } from "pino";
import type { Memory } from "./memory.ts";
import type { Platform } from "./platform.ts";

export interface Adapter {
  readonly name: string;
  /** Every environment variable that it reads. */
  readonly variables: readonly string[];
  /** Reads its variables; throws nothing. */
  configure(env: Environment): Configured;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type Configured =
  | { readonly state: "off" }
  /** Each fault names the variable and what it accepts, never its value where that is a secret. */
  | { readonly state: "faulty"; readonly faults: readonly string[] }
  /** Loads the platform's own library only when it is opened: those that are off cost nothing at the start. */
  | { readonly state: "ready"; open(tools: AdapterTools): Promise<Platform> };

export interface AdapterTools {
  readonly log: Logger;
  readonly memory: Memory;
  readonly now: () => Date;
  /** Paperboy's own version, for a User-Agent. */
  readonly version: string;
}
