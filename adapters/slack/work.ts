/** Work that goes on after the acknowledgement. */

export interface Work {
  /**
   * Begins the work in its turn: one piece for each round of the event loop, and none while a crowd of requests is still
   * coming in, so that all of them are acknowledged before they are worked on.
   */
  begin(work: () => Promise<void>): void;
  /** Settles when all that was begun has ended. */
  settled(): Promise<void>;
}

/** So many pieces that wait are a crowd; fewer begin at once. */
const CROWD = 5;
/** A crowd is complete when nobody has come for so long, in milliseconds. */
const QUIET_MS = 25;
/** So many under way leave each round of the event loop, in which each may go on, short enough for requests that come in. */
const ENOUGH = 40;
/** Nobody waits longer for others: slow work keeps nothing waiting, and a window must be opened within three seconds. */
const LONGEST_WAIT_MS = 1000;
const LOOK_AGAIN_MS = 5;

/** `elapsed`: milliseconds of a clock that only goes forward. */
export function createWork(elapsed: () => number = () => performance.now()): Work {
  const running = new Set<Promise<void>>();
  const waiting: { readonly since: number; readonly start: () => void }[] = [];
  let lastCame = 0;

  const mustWait = () => {
    const [first] = waiting;
    const now = elapsed();
    if (first === undefined || now - first.since >= LONGEST_WAIT_MS) return false;
    const isCrowdComing = waiting.length >= CROWD && now - lastCame < QUIET_MS;
    return isCrowdComing || running.size - waiting.length >= ENOUGH;
  };

  const goOn = () => {
    if (mustWait()) setTimeout(goOn, LOOK_AGAIN_MS);
    else startNext();
  };
  const startNext = () => {
    waiting.shift()?.start();
    if (waiting.length > 0) setImmediate(goOn);
  };

  return {
    begin(work) {
      lastCame = elapsed();
      const turn = new Promise<void>((start) => waiting.push({ since: lastCame, start }));
      if (waiting.length === 1) setImmediate(goOn);
      const done = turn.then(work).finally(() => running.delete(done));
      running.add(done);
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
