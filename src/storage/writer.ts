/** Commits together what several parts of the program want to write at the same moment: one sync to disk for all. */
import type { Transaction } from "kysely";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

export type Step = Transaction<Schema>;

export interface Writer {
  /**
   * Runs the work in a transaction and resolves once it is committed. Others may stand in the same transaction: if one
   * of them fails, each is run again by itself, so the work must have no effect but its writes.
   */
  write<Result>(work: (step: Step) => Promise<Result>): Promise<Result>;
}

interface Waiting {
  /** Does the work; what it returns is called after the commit. */
  run(step: Step): Promise<() => void>;
  reject(error: unknown): void;
}

/** So that no transaction keeps other processes waiting for long. */
const MOST_TOGETHER = 100;

export function createWriter(database: Database): Writer {
  const waiting: Waiting[] = [];
  let isRunning = false;

  async function commit(together: readonly Waiting[]): Promise<void> {
    try {
      const done = await database.transaction().execute(async (step) => {
        const resolves: (() => void)[] = [];
        for (const work of together) resolves.push(await work.run(step));
        return resolves;
      });
      for (const resolve of done) resolve();
    } catch (error) {
      const [only, ...others] = together;
      if (others.length === 0) only?.reject(error);
      else for (const work of together) await commit([work]);
    }
  }

  async function flush(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    // Whoever asks in this turn of the event loop still comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await commit(waiting.splice(0, MOST_TOGETHER));
    isRunning = false;
  }

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({
          async run(step) {
            const result = await work(step);
            return () => resolve(result);
          },
          reject,
        });
        void flush();
      }),
  };
}
