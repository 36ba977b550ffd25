import { foundation } from "./0001-foundation.ts";
import { departures } from "./0002-departures.ts";
import { modelSummaries } from "./0003-model-summaries.ts";
import { changedTopics } from "./0004-changed-topics.ts";
import type { Migration } from "./migration.ts";

/** Append only, in order. */
export const migrations: readonly Migration[] = [foundation, departures, modelSummaries, changedTopics];
