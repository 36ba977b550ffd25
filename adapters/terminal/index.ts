/** The recipe for the terminal: a chat at a prompt, or commands from a pipe. It needs no settings. */
import { userInfo } from "node:os";
import { createSupportsHyperlinks } from "supports-hyperlinks";
import type { Adapter, AdapterTools, Environment } from "../../src/platform/adapter.ts";
import { createTerminal, type Terminal } from "./terminal.ts";

export const terminal = {
  name: "terminal",
  variables: ["NO_COLOR", "FORCE_COLOR", "TERM"],
  configure: (env: Environment) => ({
    state: "ready" as const,
    async open(tools: AdapterTools): Promise<Terminal> {
      const colors = wantsColors(env, process.stdout.isTTY === true);
      return createTerminal(tools, {
        input: process.stdin,
        output: process.stdout,
        colors,
        links: colors && createSupportsHyperlinks(process.stdout),
        person: userName(),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
    },
  }),
} satisfies Adapter;

/** https://no-color.org and https://force-color.org: set and not empty counts; whoever wants none gets none. */
export function wantsColors(env: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = env;
  if (NO_COLOR !== "" || FORCE_COLOR === "0" || FORCE_COLOR === "false") return false;
  return FORCE_COLOR !== "" || (isTerminal && TERM !== "dumb");
}

/** The name of whoever runs the program; not every container has one. */
export function userName(): string {
  try {
    return userInfo().username || "you";
  } catch {
    return "you";
  }
}
