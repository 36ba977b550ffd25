/** Slack: settings in the environment -> a Platform. docs/slack.md explains how to get them. */
import type { Adapter, Configured } from "../../src/platform/adapter.ts";
import { readSettings, VARIABLES } from "./settings.ts";

export const slack: Adapter = {
  name: "slack",
  variables: VARIABLES,
  configure(env): Configured {
    const settings = readSettings(env);
    if (settings === undefined) return { state: "off" };
    if ("faults" in settings) return { state: "faulty", faults: settings.faults };
    return {
      state: "ready",
      open: async (tools) => (await import("./slack.ts")).createSlack(settings, tools),
    };
  },
};
