/** What the whole environment asks for: of the core, of every platform, and of what both are kept in. */
import { findSlips } from "./config/slips.ts";
import { type Config, coreVariables, readConfig } from "./config.ts";
import type { Adapter, AdapterTools, Environment } from "./platform/adapter.ts";
import type { Platform } from "./platform/platform.ts";
import { parseSecretKeys, type SecretKeys } from "./storage/encrypted-memory.ts";

export interface Settings {
  readonly config: Config;
  /** Opens each platform that is configured. */
  readonly platforms: readonly { readonly name: string; open(tools: AdapterTools): Promise<Platform> }[];
  /** What platforms entrust to Paperboy is encrypted with; undefined: it is not. */
  readonly secretKeys: SecretKeys | undefined;
  /** What looks like a slip of the pen, a sentence each. */
  readonly warnings: readonly string[];
}

const SECRET_KEY = "PAPERBOY_SECRET_KEY";

/** What the names of the core's own variables begin with, beside its name. */
const CORE_PREFIXES = ["HF_", "ARXIV_", "OPENAI_"];

export interface Surroundings {
  /** What stands in `.env`. */
  readonly file: Environment;
  /** The environment of the process, which wins over the file. */
  readonly process: Environment;
}

/** The whole environment. */
export function environmentOf({ file, process }: Surroundings): Environment {
  return { ...file, ...process };
}

/** Reads the whole environment, or names every fault in it at once. */
export function readSettings(
  surroundings: Surroundings,
  adapters: readonly Adapter[],
): Settings | { readonly faults: readonly string[] } {
  const env = environmentOf(surroundings);
  const core = readConfig(env);
  const configured = adapters.map((adapter) => ({ name: adapter.name, outcome: adapter.configure(env) }));
  const secret = readSecretKeys(env);
  const faults = [
    ...("faults" in core ? core.faults : []),
    ...("problem" in secret ? [`${SECRET_KEY} must be ${secret.problem}`] : []),
    ...configured.flatMap(({ outcome }) => (outcome.state === "faulty" ? outcome.faults : [])),
  ];
  if ("faults" in core || "problem" in secret || faults.length > 0) return { faults };
  return {
    config: core.config,
    platforms: configured.flatMap(({ name, outcome }) =>
      outcome.state === "ready" ? [{ name, open: (tools: AdapterTools) => outcome.open(tools) }] : [],
    ),
    secretKeys: secret.keys,
    warnings: findSlips(
      { inFile: Object.keys(surroundings.file), inProcess: Object.keys(surroundings.process) },
      {
        known: [...coreVariables, SECRET_KEY, ...adapters.flatMap(({ variables }) => variables)],
        ownPrefixes: ["PAPERBOY_"],
        sharedPrefixes: [...CORE_PREFIXES, ...adapters.map(({ name }) => `${name.toUpperCase()}_`)],
      },
    ),
  };
}

/** A value that nobody can be locked with is a fault, never "no key": what is stored would lie open. */
function readSecretKeys(env: Environment): { keys: SecretKeys | undefined } | { problem: string } {
  const text = env[SECRET_KEY]?.trim() ?? "";
  return text === "" ? { keys: undefined } : parseSecretKeys(text);
}
