/** One attempt at one delivery: claim, commit, call the platform once, record what came of it. */
import type { Logger } from "../log.ts";
import type { Message } from "../platform/message.ts";
import { plainText } from "../platform/plain-text.ts";
import { type Platform, PostError, type PostedMessage } from "../platform/platform.ts";
import type { ClaimedDelivery, DeliveryJob } from "./delivery.ts";
import { backoff, type Timings } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { Ran } from "./dispatch.ts";

export interface PostParts {
  readonly deliveries: DeliveryStore;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly timings: Timings;
  readonly now: () => Date;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** This process, among those that share the database. */
  readonly owner: string;
  readonly log: Logger;
}

/** `turn` resolves when the platform's pace allows the call, to false when the program ends first. */
export async function postDelivery(
  job: DeliveryJob,
  turn: () => Promise<boolean>,
  parts: PostParts,
): Promise<Ran> {
  const { deliveries, platforms, timings, now, elapsed } = parts;
  const platform = platforms.get(job.platform);
  if (platform === undefined) return {};
  const since = elapsed();
  const claimed = await deliveries.claim(
    job.id,
    { owner: parts.owner, milliseconds: timings.leaseMs },
    now(),
  );
  if (claimed === undefined) return {};

  const mayCall = await turn();
  // Whoever has waited too long must not call: others may soon ask what became of it, and find nothing yet.
  const isFresh = elapsed() - since <= timings.leaseMs - timings.postMs;
  if (!mayCall || !isFresh) {
    await deliveries.again(claimed, now());
    return {};
  }
  try {
    const { key, options } = claimed;
    const posted = await withDeadline(
      platform.post(claimed.channel, claimed.message, { key, options }),
      timings.postMs,
    );
    await deliveries.sent(claimed.id, posted, now());
    return {};
  } catch (error) {
    return await settleFailure(claimed, asPostError(error), parts);
  }
}

async function settleFailure(claimed: ClaimedDelivery, error: PostError, parts: PostParts): Promise<Ran> {
  const { deliveries, timings, now, log } = parts;
  const about = { err: error, delivery: claimed.id, channel: claimed.channel.id, attempt: claimed.attempt };
  const why = { failure: error.failure, reason: error.message };
  const { platform, workspace } = claimed.channel;
  switch (error.failure) {
    case "unreachable":
      log.warn(about, "a channel cannot be posted to");
      await deliveries.giveUp(claimed, why);
      await deliveries.pause(claimed.channel, error.message, now());
      return {};
    case "unauthorized":
      log.warn(about, "a workspace's installation is dead");
      await deliveries.giveUp(claimed, why);
      await deliveries.pause({ platform, workspace }, error.message, now());
      return {};
    case "rejected":
      log.error(about, claimed.isPlain ? "a plain message was refused" : "a message was refused");
      if (claimed.isPlain) await deliveries.giveUp(claimed, why);
      else await deliveries.again(claimed, now(), why, plainVersion(claimed.message));
      return {};
    case "unavailable": {
      log.info(about, "a platform is unavailable");
      const asked = (error.retryAfterSeconds ?? 0) * 1000;
      const wait =
        asked > 0
          ? Math.round(asked * (1 + parts.random() / 4))
          : backoff(claimed.attempt, parts.random(), timings);
      await deliveries.again(claimed, new Date(now().getTime() + wait), why);
      return asked > 0 ? { holdWorkspaceMs: asked } : {};
    }
    case "ambiguous":
      log.warn(about, "a message may have been sent");
      await deliveries.uncertain(claimed, why);
      return {};
  }
}

/** What the adapter did not foresee may have happened after the message was sent. */
function asPostError(error: unknown): PostError {
  if (error instanceof PostError) return error;
  return new PostError("ambiguous", "The platform's adapter failed unexpectedly.", { cause: error });
}

/** A refused message without anything that can be refused: no cards, no lists, no buttons. */
function plainVersion(message: Message): Message {
  const withoutActions = message.blocks
    .filter((block) => block.kind !== "actions")
    .map((block) => (block.kind === "paper" ? { ...block, card: { ...block.card, actions: [] } } : block));
  const paragraphs = plainText({ blocks: withoutActions }).split("\n\n");
  return { blocks: paragraphs.map((text) => ({ kind: "text", spans: [text] })) };
}

function withDeadline(call: Promise<PostedMessage>, milliseconds: number): Promise<PostedMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new PostError("ambiguous", "The platform did not answer in time.")),
      milliseconds,
    );
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
