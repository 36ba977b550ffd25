/** The tables of `paperboy.db` as Kysely sees them. Times are milliseconds since 1970 in UTC; JSON is text. */
import type { Generated } from "kysely";
import type { FullTextTable, ModelAskerTable, ModelSpendTable, ModelTextTable } from "./model-schema.ts";

export interface Schema {
  paper: PaperTable;
  listing: ListingTable;
  listDay: ListDayTable;
  sourceState: SourceStateTable;
  sequence: SequenceTable;
  channel: ChannelTable;
  subscription: SubscriptionTable;
  mute: MuteTable;
  dismissal: DismissalTable;
  addition: AdditionTable;
  savedPaper: SavedPaperTable;
  seenPaper: SeenPaperTable;
  delivery: DeliveryTable;
  departure: DepartureTable;
  memory: MemoryTable;
  modelText: ModelTextTable;
  modelSpend: ModelSpendTable;
  modelAsker: ModelAskerTable;
  fullText: FullTextTable;
}

export interface PaperTable {
  id: string;
  source: "hugging-face" | "arxiv" | "sample";
  title: string;
  abstract: string;
  authors: string;
  authorCount: number;
  organization: string | null;
  categories: string;
  keywords: string;
  publishedAt: number;
  votes: number;
  comments: number;
  sourceSummary: string | null;
  codeUrl: string | null;
  codeStars: number | null;
  codeOfficial: number | null;
  projectUrl: string | null;
  withdrawnAt: number | null;
  firstSeenAt: number;
  changedAt: number;
  /** Higher than that of every change before: what follows the catalog asks for what is above its own. */
  change: number;
}

/** A paper stood on a day's list. */
export interface ListingTable {
  paperId: string;
  day: string;
  /** From 0, in the source's order. */
  place: number;
  firstSeenAt: number;
  /** Votes when first seen on this list: what rose later is more than that. */
  firstVotes: number;
}

export interface ListDayTable {
  day: string;
  entries: number;
  fetchedAt: number;
}

export interface SourceStateTable {
  source: string;
  attemptedAt: number | null;
  succeededAt: number | null;
  /** What went wrong at the last attempt, for people; null if it went well. */
  problem: string | null;
  /** Attempts without success since the last one. */
  failures: number;
  /** Do not ask again before. */
  retryAt: number | null;
  /** Entries that could not be read, since the beginning. */
  skipped: number;
}

export interface SequenceTable {
  name: string;
  value: number;
}

export interface ChannelTable {
  id: Generated<number>;
  platform: string;
  workspace: string;
  place: string;
  name: string | null;
  createdAt: number;
  configuredById: string | null;
  configuredByName: string | null;
  configuredAt: number | null;
  /** JSON of a Schedule, null before one is set. */
  schedule: string | null;
  nextDueAt: number | null;
  pausedAt: number | null;
  pauseReason: string | null;
  /** Who may end the pause: a person did it, or the place or its whole workspace cannot be posted to. */
  pauseCause: "person" | "place" | "workspace" | null;
  /** Whoever set the channel up is to be told of the pause, then; null when there is nothing to tell. */
  tellOwnerAt: number | null;
  digestSize: number;
  voteFloor: number;
  language: string | null;
  options: string;
  /** Listings first seen up to here were considered for a digest. */
  consideredUntil: number | null;
}

export interface SubscriptionTable extends MuteTable {
  /** Who put other words in its place last; null before anybody did. */
  changedById: string | null;
  changedByName: string | null;
  changedAt: number | null;
}

/** A topic that a channel does not want to hear of. */
export interface MuteTable {
  channelId: number;
  topicKey: string;
  typed: string;
  /** JSON of the Topic, as it was understood when it was typed. */
  topic: string;
  since: number;
  setById: string;
  setByName: string;
}

/** "Not for us." */
export interface DismissalTable {
  channelId: number;
  paperId: string;
  byId: string;
  byName: string;
  at: number;
}

/** A colleague's find, waiting for the channel's next digest. */
export interface AdditionTable {
  channelId: number;
  paperId: string;
  note: string | null;
  byId: string;
  byName: string;
  at: number;
}

export interface SavedPaperTable {
  platform: string;
  workspace: string;
  personId: string;
  paperId: string;
  at: number;
}

export interface SeenPaperTable {
  channelId: number;
  paperId: string;
  deliveryId: number;
  at: number;
}

export interface DeliveryTable {
  id: Generated<number>;
  channelId: number;
  /** What it was due for: a UTC instant of the schedule, or the command that asked. Unique in the channel. */
  slot: string;
  dueAt: number;
  /** Later than this it is not sent any more: its papers go back to the channel's next digest. */
  giveUpAt: number;
  key: string;
  state: "pending" | "sending" | "ambiguous" | "sent" | "failed" | "held" | "empty";
  /** JSON of the frozen Message; null once settled and no longer needed. */
  message: string | null;
  /** 1 when the message was refused and this is its plain version. */
  isPlain: number;
  /** JSON of the ids of its papers. */
  papers: string;
  /** JSON of what composing it used up and what the channel gets back if it is never sent; null once it is. */
  putBack: string | null;
  /** JSON: what was left out and why. */
  account: string;
  /** When the latest of the listings that it considered was first seen. */
  listedUntil: number | null;
  composedAt: number;
  attempts: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  attemptedAt: number | null;
  nextTryAt: number | null;
  sentAt: number | null;
  messageId: string | null;
  failure: string | null;
  reason: string | null;
}

/** A workspace that let Paperboy go, and when: its data is deleted a while after. */
export interface DepartureTable {
  platform: string;
  workspace: string;
  at: number;
}

export interface MemoryTable {
  owner: string;
  key: string;
  value: string;
  expiresAt: number | null;
}
