/** Slack: settings in the environment -> a Platform. docs/slack.md explains how to get them. */
import type { Adapter } from "../../src/platform/adapter.ts";
import { readSettings, VARIABLES } from "./settings.ts";
import { createSlack } from "./slack.ts";

export const slack: Adapter = {
  name: "slack",
  variables: VARIABLES,
  configure(env) {
    const settings = readSettings(env);
    if (settings === undefined) return { state: "off" };
    if ("faults" in settings) return { state: "faulty", faults: settings.faults };
    return { state: "ready", open: (tools) => createSlack(settings, tools) };
  },
};
