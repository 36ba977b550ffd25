/** Every adapter there is. */
import type { Adapter } from "../src/platform/adapter.ts";
import { discord } from "./discord/index.ts";
import { slack } from "./slack/index.ts";
import { terminal } from "./terminal/index.ts";

export const adapters: readonly Adapter[] = [terminal, slack, discord];
