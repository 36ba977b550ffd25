/** Notices a clock that was put back and new rules of the time zones: then the channels' next hours are reckoned anew. */
import type { Logger } from "../log.ts";
import type { Memory } from "../platform/memory.ts";
import type { DeliveryStore } from "./delivery-store.ts";

export interface AlignmentParts {
  readonly deliveries: DeliveryStore;
  readonly memory: Memory;
  /** The version of this machine's zone data. */
  readonly zoneData: string;
  readonly elapsed: () => number;
  readonly log: Logger;
}

const KEY = "zone-data";
/** A clock that is set right by less than this disturbs nobody. */
const JUMP_MS = 60_000;

export function createAlignment({ deliveries, memory, zoneData, elapsed, log }: AlignmentParts) {
  let last: { readonly now: number; readonly elapsed: number } | undefined;

  return {
    async check(now: Date): Promise<void> {
      const at = { now: now.getTime(), elapsed: elapsed() };
      const before = last;
      last = at;
      const isBack =
        before === undefined
          ? await deliveries.isAhead(now)
          : at.now - before.now < at.elapsed - before.elapsed - JUMP_MS;
      const isNewData = before === undefined && (await memory.get(KEY)) !== zoneData;
      if (!isBack && !isNewData) return;
      const changed = await deliveries.realign(now);
      await memory.set(KEY, zoneData);
      log.info({ changed, isBack, isNewData }, "the channels' next hours were reckoned anew");
    },
  };
}
