import type { Migration } from "./migration.ts";

export const modelSummaries: Migration = {
  name: "0003-model-summaries",
  statements: [
    `CREATE TABLE model_text (
      key TEXT PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('gist', 'points', 'answer')),
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      model TEXT NOT NULL,
      prompt INTEGER NOT NULL,
      language TEXT NOT NULL,
      temperature REAL,
      content TEXT,
      written_at INTEGER,
      failures INTEGER NOT NULL,
      retry_at INTEGER,
      lease_owner TEXT,
      lease_until INTEGER
    ) STRICT`,
    `CREATE INDEX model_text_by_paper ON model_text (paper_id)`,

    `CREATE TABLE model_spend (
      month TEXT NOT NULL,
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      calls INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      spent INTEGER NOT NULL,
      reserved INTEGER NOT NULL,
      PRIMARY KEY (month, platform, workspace)
    ) STRICT`,

    `CREATE TABLE model_asker (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      person_id TEXT NOT NULL,
      since INTEGER NOT NULL,
      requests INTEGER NOT NULL,
      PRIMARY KEY (platform, workspace, person_id)
    ) STRICT`,

    `CREATE TABLE full_text (
      paper_id TEXT PRIMARY KEY REFERENCES paper (id) ON DELETE CASCADE,
      text TEXT,
      fetched_at INTEGER NOT NULL
    ) STRICT`,
  ],
};
