import { foundation } from "./0001-foundation.ts";
import type { Migration } from "./migration.ts";

/** Append only, in order. */
export const migrations: readonly Migration[] = [foundation];
