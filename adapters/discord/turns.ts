/**
 * Work that takes milliseconds, one piece for each turn of the event loop: when two hundred people ask at once, what is due
 * by the clock does not wait until all of their answers are made.
 */
import { setImmediate } from "node:timers/promises";
import PQueue from "p-queue";

export type InTurn = <Made>(work: () => Made) => Promise<Made>;

export function createTurns(): InTurn {
  const queue = new PQueue({ concurrency: 1 });
  return (work) =>
    queue.add(async () => {
      await setImmediate();
      return work();
    });
}
