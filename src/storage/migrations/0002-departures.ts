import type { Migration } from "./migration.ts";

export const departures: Migration = {
  name: "0002-departures",
  statements: [
    `CREATE TABLE departure (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (platform, workspace)
    ) STRICT`,
  ],
};
