/** Settles what may or may not have been sent: waits, looks, looks again, and only then sends again, or holds. */
import type { Logger } from "../log.ts";
import type { Platform } from "../platform/platform.ts";
import type { DeliveryJob, UncertainDelivery } from "./delivery.ts";
import { lookSince, type Timings } from "./delivery-rules.ts";
import type { DeliveryStore } from "./delivery-store.ts";

/** What to do when a message may have been sent and the platform cannot tell. */
export const ON_AMBIGUOUS = ["hold", "resend"] as const;
export type OnAmbiguous = (typeof ON_AMBIGUOUS)[number];

export interface ReconcileParts {
  readonly deliveries: DeliveryStore;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly onAmbiguous: OnAmbiguous;
  readonly timings: Timings;
  readonly elapsed: () => number;
  readonly enqueue: (job: DeliveryJob) => void;
  readonly log: Logger;
}

/** How many are looked at in one run. */
const AT_MOST = 200;
const TOGETHER = 10;

/**
 * What this process has seen of an uncertain delivery. Time is measured by a clock that only goes forward and only from
 * when this process first saw it: other processes' clocks, and this machine's own that was set anew, can mislead nobody.
 */
interface Watch {
  readonly stamp: string;
  readonly from: number;
  /** What the last look said, and when it was. */
  looked: { readonly answer: "absent" | "unknown"; readonly at: number } | undefined;
}

export function createReconciler(parts: ReconcileParts): (now: Date) => Promise<void> {
  const { deliveries, timings, elapsed, log } = parts;
  const watches = new Map<number, Watch>();

  return async (now) => {
    const uncertain = await deliveries.uncertainOnes(AT_MOST);
    const open = new Set(uncertain.map(({ id }) => id));
    for (const id of watches.keys()) if (!open.has(id)) watches.delete(id);
    for (let start = 0; start < uncertain.length; start += TOGETHER) {
      await Promise.all(uncertain.slice(start, start + TOGETHER).map((delivery) => look(delivery, now)));
    }
  };

  async function look(delivery: UncertainDelivery, now: Date): Promise<void> {
    const platform = parts.platforms.get(delivery.channel.platform);
    if (platform === undefined) return;
    try {
      await settle(delivery, watchOf(delivery), platform, now);
    } catch (error) {
      log.warn({ err: error, delivery: delivery.id }, "looking for a message failed");
      if (delivery.giveUpAt <= now) await deliveries.hold(delivery, "the platform could not be asked");
    }
  }

  function watchOf(delivery: UncertainDelivery): Watch {
    const { id, state, attempt, leaseOwner } = delivery;
    const stamp = `${state} ${attempt} ${leaseOwner}`;
    const known = watches.get(id);
    if (known?.stamp === stamp) return known;
    const watch: Watch = { stamp, from: elapsed(), looked: undefined };
    watches.set(id, watch);
    return watch;
  }

  async function settle(
    delivery: UncertainDelivery,
    watch: Watch,
    platform: Platform,
    now: Date,
  ): Promise<void> {
    const age = elapsed() - watch.from;
    if (delivery.state === "sending") {
      if (age < timings.leaseMs) return;
      log.warn({ delivery: delivery.id }, "a process went away while it was posting");
      await deliveries.uncertain(delivery, {
        failure: "ambiguous",
        reason: "the program stopped while posting",
      });
      return;
    }
    const { looked } = watch;
    if (age < timings.lookAfterMs || (looked && elapsed() - looked.at < timings.lookAgainMs)) return;

    const found = await platform.find(
      delivery.channel,
      delivery.key,
      lookSince(delivery, now, looked !== undefined),
    );
    if (typeof found === "object") {
      await deliveries.sent(delivery.id, found, now);
      log.info({ delivery: delivery.id }, "a message that was in doubt stands in its channel");
      return;
    }
    // Two looks must say the same: platforms show a message late, and a look can fail for a moment.
    if (looked?.answer === found) await conclude(delivery, found, now);
    else watch.looked = { answer: found, at: elapsed() };
  }

  async function conclude(
    delivery: UncertainDelivery,
    found: "absent" | "unknown",
    now: Date,
  ): Promise<void> {
    const isLate = delivery.giveUpAt <= now;
    if (found === "unknown" && (isLate || parts.onAmbiguous === "hold")) {
      await deliveries.hold(delivery, "the platform cannot tell");
      log.warn({ delivery: delivery.id }, "a digest is held: it may have been sent and cannot be looked up");
    } else if (isLate) {
      await deliveries.giveUp(delivery, {
        failure: "late",
        reason: "it did not arrive, and it is too late now",
      });
    } else if (await deliveries.again(delivery, now)) {
      const { platform, workspace, id: place } = delivery.channel;
      parts.enqueue({ id: delivery.id, platform, workspace, place });
    }
  }
}
