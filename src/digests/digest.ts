/** What one Channel should read now; may be empty. */
import type { ListDay } from "../papers/list-day.ts";
import type { Paper } from "../papers/paper.ts";
import type { Person } from "../subscriptions/channel-store.ts";

export interface Digest {
  /** The latest list day that it draws on. */
  readonly day: ListDay;
  /** The list days that its papers come from, in order; none if colleagues found them all. */
  readonly days: readonly ListDay[];
  readonly papers: readonly DigestPaper[];
  readonly leftOut: readonly LeftOutPaper[];
}

export interface DigestPaper {
  readonly paper: Paper;
  /** Why it is here, best reason first; never empty. */
  readonly reasons: readonly string[];
  /** Who added it by hand, with what they said. */
  readonly addedBy: { readonly person: Person; readonly note: string | undefined } | undefined;
}

export interface LeftOutPaper {
  readonly paper: Paper;
  readonly why: LeftOutReason;
}

export type LeftOutReason =
  /** No topic of the channel matches. */
  | "no topic"
  /** The channel holds the paper, or its like, to be not for it. */
  | "dismissed"
  | "muted"
  | "withdrawn"
  /** Fewer votes than the channel's floor. */
  | "below floor"
  /** Another face of a paper that is in the digest or that the channel has seen. */
  | "same work"
  | "already shown"
  /** It fits, but better ones filled the digest. */
  | "no room";
