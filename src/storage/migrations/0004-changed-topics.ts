import type { Migration } from "./migration.ts";

export const changedTopics: Migration = {
  name: "0004-changed-topics",
  statements: [
    `ALTER TABLE subscription ADD COLUMN changed_by_id TEXT`,
    `ALTER TABLE subscription ADD COLUMN changed_by_name TEXT`,
    `ALTER TABLE subscription ADD COLUMN changed_at INTEGER`,
  ],
};
