/** Threads that answer requests, started when the first one comes. */
import { Piscina } from "piscina";
import type { Logger } from "../log.ts";
import { type ThreadName, threadFile } from "./thread-file.ts";

export interface ThreadPoolParts {
  readonly thread: ThreadName;
  /** A function of the thread's module: a pool looks for one that a module has before it is asked for anything. */
  readonly first: string;
  readonly most: number;
  /** What each thread is told when it starts. */
  readonly settings: unknown;
  readonly log: Logger;
}

export function openThreadPool({ thread, first, most, settings, log }: ThreadPoolParts): Piscina {
  const pool = new Piscina({
    ...threadFile(thread),
    name: first,
    minThreads: 0,
    maxThreads: most,
    // What a thread has read stays in its memory.
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: settings,
  });
  pool.on("error", (error: unknown) => log.error({ err: error, thread }, "a thread failed"));
  return pool;
}

/** What its threads are at is given up: a transaction that is not committed has not been. */
export async function closeThreadPool(pool: Piscina): Promise<void> {
  // The pool calls it an error when an answer was on its way.
  pool.removeAllListeners("error").on("error", () => {});
  await pool.destroy();
}
