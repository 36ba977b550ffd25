/** Work that goes on after the acknowledgement. */

export interface Work {
  /**
   * Begins the work in its turn: one piece for each round of the event loop, so that many requests at once are all
   * acknowledged before the first of them is worked on. Slow work keeps nothing else waiting.
   */
  begin(work: () => Promise<void>): void;
  /** Settles when all that was begun has ended. */
  settled(): Promise<void>;
}

export function createWork(): Work {
  const running = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];

  const startNext = () => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(startNext);
  };

  return {
    begin(work) {
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      if (waiting.length === 1) setImmediate(startNext);
      const done = turn.then(work).finally(() => running.delete(done));
      running.add(done);
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
