/** The words of the ledger: what is due, what is being posted, and what became of it. */
import { randomBytes } from "node:crypto";
import type { Channel, Message } from "../platform/message.ts";
import type { DeliveryKey, PostFailure } from "../platform/platform.ts";
import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import type { ComposedDigest } from "./compose.ts";

/** What a delivery needs of a digest; undefined as message: there is nothing to say. */
export type Composed = Omit<ComposedDigest, "digest">;

/** A digest that has nothing to say and uses nothing up. */
export const NOTHING: Composed = {
  message: undefined,
  paperIds: [],
  usedAdditions: [],
  consideredUntil: undefined,
  account: null,
};

/** `remark` is a line for the top of the message about how fresh the lists are. */
export type ComposeDigest = (channel: ChannelRecord, now: Date, remark?: string) => Promise<Composed>;

/** What delivery needs of a Composer. */
export interface DigestComposer {
  readonly compose: ComposeDigest;
  /** A `compose` for these channels alone, which has read what the stores hold of all of them at once. */
  together(channels: readonly ChannelRecord[], now: Date): Promise<ComposeDigest>;
}

/** A digest to be written into the ledger. */
export interface Plan {
  readonly channel: ChannelRecord;
  /** What it is due for. Unique in the channel: whoever comes second with the same slot finds it taken. */
  readonly slot: string;
  readonly dueAt: Date;
  /** Later than this it is not sent any more. */
  readonly giveUpAt: Date;
  /** When the channel is due again; `as before` when it was asked for and not due. */
  readonly nextDueAt: Date | "as before";
  readonly composed: Composed;
  /** Why nothing is posted, for people, when it is not that there is nothing new. */
  readonly reason?: string;
}

/** Who wants to post what; kept in memory while it waits for its turn. */
export interface DeliveryJob {
  readonly id: number;
  readonly platform: string;
  readonly workspace: string;
  /** The channel's id on its platform. */
  readonly place: string;
}

/** What became of a plan. */
export type Planned =
  | { readonly kind: "planned"; readonly job: DeliveryJob }
  /** Nothing to say: the ledger says so, and nothing is posted. */
  | { readonly kind: "empty" }
  /** The slot is taken: by another process, or by a doubled call. */
  | { readonly kind: "taken" }
  /** The channel changed while the digest was composed. */
  | { readonly kind: "outdated" };

/** A delivery that this process may post now, and nobody else. */
export interface ClaimedDelivery {
  readonly id: number;
  readonly attempt: number;
  readonly key: DeliveryKey;
  readonly channelId: number;
  readonly channel: Channel;
  readonly options: Readonly<Record<string, string>>;
  readonly message: Message;
  readonly isPlain: boolean;
  readonly giveUpAt: Date;
}

/** A delivery that may or may not have been sent. */
export interface UncertainDelivery {
  readonly id: number;
  readonly attempt: number;
  readonly channelId: number;
  readonly state: "sending" | "ambiguous";
  readonly leaseOwner: string | undefined;
  readonly attemptedAt: Date;
  readonly composedAt: Date;
  readonly giveUpAt: Date;
  readonly key: DeliveryKey;
  readonly channel: Channel;
}

export type DeliveryState = "pending" | "sending" | "ambiguous" | "sent" | "failed" | "held" | "empty";

/** Why a delivery was given up. */
export type GivenUp = PostFailure | "late";

/** 128 bits that tell nothing: 22 characters. */
export function randomKey(): DeliveryKey {
  return randomBytes(16).toString("base64url");
}

/** What became of a slot. */
export interface Outcome {
  readonly id: number;
  readonly state: DeliveryState;
  readonly papers: number;
  /** Why, for people. */
  readonly reason: string | undefined;
  /** The delivery that was sent after all in its stead. */
  readonly sentAgain: number | undefined;
}

export function jobOf(id: number, { channel }: ChannelRecord): DeliveryJob {
  return { id, platform: channel.platform, workspace: channel.workspace, place: channel.id };
}
