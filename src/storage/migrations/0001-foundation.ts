import type { Migration } from "./migration.ts";

export const foundation: Migration = {
  name: "0001-foundation",
  statements: [
    `CREATE TABLE paper (
      id TEXT PRIMARY KEY,
      source TEXT NOT NULL CHECK (source IN ('hugging-face', 'arxiv', 'sample')),
      title TEXT NOT NULL,
      abstract TEXT NOT NULL,
      authors TEXT NOT NULL,
      author_count INTEGER NOT NULL,
      organization TEXT,
      categories TEXT NOT NULL,
      keywords TEXT NOT NULL,
      published_at INTEGER NOT NULL,
      votes INTEGER NOT NULL,
      comments INTEGER NOT NULL,
      source_summary TEXT,
      code_url TEXT,
      code_stars INTEGER,
      code_official INTEGER,
      project_url TEXT,
      withdrawn_at INTEGER,
      first_seen_at INTEGER NOT NULL,
      changed_at INTEGER NOT NULL,
      change INTEGER NOT NULL
    ) STRICT`,
    `CREATE INDEX paper_by_change ON paper (change)`,
    `CREATE INDEX paper_by_source ON paper (source)`,

    `CREATE TABLE listing (
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      day TEXT NOT NULL,
      place INTEGER NOT NULL,
      first_seen_at INTEGER NOT NULL,
      first_votes INTEGER NOT NULL,
      PRIMARY KEY (day, paper_id)
    ) STRICT`,
    `CREATE INDEX listing_by_paper ON listing (paper_id)`,

    `CREATE TABLE list_day (
      day TEXT PRIMARY KEY,
      entries INTEGER NOT NULL,
      fetched_at INTEGER NOT NULL
    ) STRICT`,

    `CREATE TABLE source_state (
      source TEXT PRIMARY KEY,
      attempted_at INTEGER,
      succeeded_at INTEGER,
      problem TEXT,
      failures INTEGER NOT NULL,
      retry_at INTEGER,
      skipped INTEGER NOT NULL
    ) STRICT`,

    `CREATE TABLE sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT`,
    `INSERT INTO sequence (name, value) VALUES ('change', 0), ('epoch', 0)`,

    `CREATE TABLE channel (
      id INTEGER PRIMARY KEY,
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      place TEXT NOT NULL,
      name TEXT,
      created_at INTEGER NOT NULL,
      configured_by_id TEXT,
      configured_by_name TEXT,
      configured_at INTEGER,
      schedule TEXT,
      next_due_at INTEGER,
      paused_at INTEGER,
      pause_reason TEXT,
      pause_cause TEXT CHECK (pause_cause IN ('person', 'place', 'workspace')),
      tell_owner_at INTEGER,
      digest_size INTEGER NOT NULL,
      vote_floor INTEGER NOT NULL,
      language TEXT,
      options TEXT NOT NULL,
      considered_until INTEGER,
      UNIQUE (platform, workspace, place)
    ) STRICT`,
    `CREATE INDEX channel_by_next_due ON channel (next_due_at) WHERE next_due_at IS NOT NULL AND paused_at IS NULL`,
    `CREATE INDEX channel_to_tell ON channel (tell_owner_at) WHERE tell_owner_at IS NOT NULL`,

    `CREATE TABLE subscription (
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      topic_key TEXT NOT NULL,
      typed TEXT NOT NULL,
      topic TEXT NOT NULL,
      since INTEGER NOT NULL,
      set_by_id TEXT NOT NULL,
      set_by_name TEXT NOT NULL,
      PRIMARY KEY (channel_id, topic_key)
    ) STRICT`,

    `CREATE TABLE mute (
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      topic_key TEXT NOT NULL,
      typed TEXT NOT NULL,
      topic TEXT NOT NULL,
      since INTEGER NOT NULL,
      set_by_id TEXT NOT NULL,
      set_by_name TEXT NOT NULL,
      PRIMARY KEY (channel_id, topic_key)
    ) STRICT`,

    `CREATE TABLE dismissal (
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      by_id TEXT NOT NULL,
      by_name TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (channel_id, paper_id)
    ) STRICT`,

    `CREATE TABLE addition (
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      note TEXT,
      by_id TEXT NOT NULL,
      by_name TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (channel_id, paper_id)
    ) STRICT`,

    `CREATE TABLE saved_paper (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      person_id TEXT NOT NULL,
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      PRIMARY KEY (platform, workspace, person_id, paper_id)
    ) STRICT`,

    `CREATE TABLE delivery (
      id INTEGER PRIMARY KEY,
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      slot TEXT NOT NULL,
      due_at INTEGER NOT NULL,
      give_up_at INTEGER NOT NULL,
      key TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'ambiguous', 'sent', 'failed', 'held', 'empty')),
      message TEXT,
      is_plain INTEGER NOT NULL,
      papers TEXT NOT NULL,
      put_back TEXT,
      account TEXT NOT NULL,
      listed_until INTEGER,
      composed_at INTEGER NOT NULL,
      attempts INTEGER NOT NULL,
      lease_owner TEXT,
      lease_until INTEGER,
      attempted_at INTEGER,
      next_try_at INTEGER,
      sent_at INTEGER,
      message_id TEXT,
      failure TEXT,
      reason TEXT,
      UNIQUE (channel_id, slot)
    ) STRICT`,
    // A message is kept only until its delivery is settled, so these hold what is open and nothing else.
    `CREATE INDEX delivery_open ON delivery (state, next_try_at) WHERE message IS NOT NULL`,
    `CREATE INDEX delivery_open_in_channel ON delivery (channel_id) WHERE message IS NOT NULL`,
    `CREATE INDEX delivery_by_composed ON delivery (composed_at)`,

    `CREATE TABLE seen_paper (
      channel_id INTEGER NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
      paper_id TEXT NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
      delivery_id INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
      at INTEGER NOT NULL,
      PRIMARY KEY (channel_id, paper_id)
    ) STRICT`,

    `CREATE TABLE memory (
      owner TEXT NOT NULL,
      key TEXT NOT NULL,
      value TEXT NOT NULL,
      expires_at INTEGER,
      PRIMARY KEY (owner, key)
    ) STRICT`,
  ],
};
