/** Every adapter there is. */
import type { Adapter } from "../src/platform/adapter.ts";
import { terminal } from "./terminal/index.ts";

export const adapters: readonly Adapter[] = [terminal];
