/** The tables of what models write, of what that costs, and of the texts that they read. As schema.ts in everything else. */

/** What a model wrote of a paper, or is writing. */
export interface ModelTextTable {
  /** A digest of everything that it depends on: the paper's version, the model, the prompt, the language, the question. */
  key: string;
  kind: "gist" | "points" | "answer";
  paperId: string;
  model: string;
  /** The prompt's version. */
  prompt: number;
  language: string;
  temperature: number | null;
  /** JSON; null until it is written and found good. */
  content: string | null;
  writtenAt: number | null;
  failures: number;
  /** After a failure: not before. */
  retryAt: number | null;
  /** Who is paying for it right now. */
  leaseOwner: string | null;
  leaseUntil: number | null;
}

/** What a month (UTC, `YYYY-MM`) cost a workspace; the row without platform and workspace is of all together. */
export interface ModelSpendTable {
  month: string;
  platform: string;
  workspace: string;
  calls: number;
  failures: number;
  inputTokens: number;
  outputTokens: number;
  /** In millionths of a US dollar, as `reserved`. */
  spent: number;
  /** Estimates of calls that are under way. */
  reserved: number;
}

/** How much a person asked of a model since an hour began. */
export interface ModelAskerTable {
  platform: string;
  workspace: string;
  personId: string;
  since: number;
  requests: number;
}

export interface FullTextTable {
  paperId: string;
  /** Markdown; null when the source has none. */
  text: string | null;
  fetchedAt: number;
}
