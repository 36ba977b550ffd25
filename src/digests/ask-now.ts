/** A digest on demand: posted once, however often the same command arrives. */

import type { ChannelRecord } from "../subscriptions/channel-store.ts";
import type { DeliveryJob, DigestComposer, Outcome, Planned } from "./delivery.ts";
import { ASKED_TOO_LATE_MS, askedSlot } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { FeedWatch } from "./feed.ts";
import { count } from "./paper-card.ts";
import { staleRemark } from "./plan-due.ts";

/** What came of it, for whoever asked. */
export type AskOutcome =
  | { readonly kind: "posted"; readonly papers: number }
  | { readonly kind: "already posted" }
  | { readonly kind: "nothing to say" }
  /** Not now, or not at all; a sentence says which and why. */
  | { readonly kind: "failed"; readonly reason: string };

export interface AskParts {
  readonly deliveries: DeliveryStore;
  readonly composer: DigestComposer;
  readonly feed: FeedWatch;
  /** Resolves when the job has been tried. */
  readonly enqueue: (job: DeliveryJob) => Promise<void>;
}

/** How often to compose anew when the channel changes meanwhile. */
const TRIES = 3;

export async function askNow(
  channel: ChannelRecord,
  commandKey: string,
  now: Date,
  { deliveries, composer, feed, enqueue }: AskParts,
): Promise<AskOutcome> {
  const slot = askedSlot(commandKey);
  const giveUpAt = new Date(now.getTime() + ASKED_TOO_LATE_MS);
  const before = await deliveries.outcome(channel.id, slot);
  if (before !== undefined) return repeated(before);

  // Asking for the digest while one is held means that it is not there.
  const held = await deliveries.releaseHeld(channel.id, slot, now, giveUpAt);
  if (held !== undefined) {
    await enqueue(held);
    return tried(await deliveries.outcomeOf(held.id));
  }

  const { staleSince } = await feed.stateFor(now);
  const remark = staleSince === undefined ? undefined : staleRemark(staleSince, channel);
  const planned = await plan();
  switch (planned.kind) {
    case "empty":
      return remark === undefined ? { kind: "nothing to say" } : { kind: "failed", reason: remark };
    case "taken":
      return repeated(await deliveries.outcome(channel.id, slot));
    case "outdated":
      return { kind: "failed", reason: "Another digest is being posted here. Please ask again in a moment." };
    case "planned":
      await enqueue(planned.job);
      return tried(await deliveries.outcomeOf(planned.job.id));
  }

  async function plan(): Promise<Planned> {
    for (let left = TRIES; left > 0; left--) {
      const composed = await composer.compose(channel, now, remark);
      const due = { slot, dueAt: now, giveUpAt, nextDueAt: "as before" } as const;
      const [planned] = await deliveries.plan([{ ...due, channel, composed }], now);
      if (planned !== undefined && planned.kind !== "outdated") return planned;
    }
    return { kind: "outdated" };
  }
}

function tried(outcome: Outcome | undefined): AskOutcome {
  const why = outcome?.reason === undefined ? "" : ` ${outcome.reason}`;
  switch (outcome?.state) {
    case "sent":
      return { kind: "posted", papers: outcome.papers };
    case "failed":
      return { kind: "failed", reason: `It was not posted.${why}` };
    case "ambiguous":
    case "held":
      return { kind: "failed", reason: `It may or may not have arrived; that is being looked up.${why}` };
    default: {
      const papers = outcome === undefined ? "It" : `A digest of ${count(outcome.papers, "paper")}`;
      return { kind: "failed", reason: `${papers} is on its way; posting it takes a while.${why}` };
    }
  }
}

function repeated(outcome: Outcome | undefined): AskOutcome {
  if (outcome?.state === "empty") {
    return outcome.sentAgain === undefined ? { kind: "nothing to say" } : { kind: "already posted" };
  }
  return outcome?.state === "sent" ? { kind: "already posted" } : tried(outcome);
}
