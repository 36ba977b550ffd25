/** Engines in threads: one that writes the index, some that search it. Nothing they do keeps the main thread. */
import { availableParallelism } from "node:os";
import type { Piscina } from "piscina";
import type { Logger } from "../log.ts";
import type * as thread from "./engine-thread.ts";
import { DamagedIndex, removeIndex } from "./search-index.ts";
import { closeThreadPool, openThreadPool } from "./thread-pool.ts";

type Thread = typeof thread;
type Request<Name extends keyof Thread> = Parameters<Thread[Name]>[0];
type Answer<Name extends keyof Thread> =
  ReturnType<Thread[Name]> extends thread.Outcome<infer Its> ? Its : never;

export interface EngineThreads {
  /** Asks the thread that writes. Rejects with DamagedIndex when the file cannot be used as it is. */
  writer<Name extends keyof Thread>(name: Name, request: Request<Name>): Promise<Answer<Name>>;
  /** Asks one of the threads that search; the index must have been opened by the writer before. */
  reader<Name extends keyof Thread>(name: Name, request: Request<Name>): Promise<Answer<Name>>;
  /** How many threads search: so many requests at once reach each of them. */
  readonly readers: number;
  /** Deletes the index; the next request begins an empty one. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** One core is left to the main thread. A second thread does not wait for a slow search; more of them cost memory, 200 MB each for a million papers. */
const READERS = Math.max(1, Math.min(2, availableParallelism() - 1));

export function openEngineThreads(file: string, log: Logger): EngineThreads {
  let pools = openPools(file, log);

  const ask = async <Name extends keyof Thread>(
    pool: Piscina,
    name: Name,
    request: Request<Name>,
  ): Promise<Answer<Name>> => {
    const outcome: thread.Outcome<Answer<Name>> = await pool.run(request, { name });
    if ("damage" in outcome) throw new DamagedIndex(outcome.damage);
    return outcome.answer;
  };
  const stop = async () => {
    await Promise.all([closeThreadPool(pools.writer), closeThreadPool(pools.readers)]);
  };

  return {
    writer: (name, request) => ask(pools.writer, name, request),
    reader: (name, request) => ask(pools.readers, name, request),
    readers: READERS,
    async reset() {
      await stop();
      removeIndex(file);
      pools = openPools(file, log);
    },
    close: stop,
  };
}

interface Pools {
  readonly writer: Piscina;
  readonly readers: Piscina;
}

function openPools(file: string, log: Logger): Pools {
  const open = (most: number, writes: boolean) => {
    const settings: thread.ThreadSettings = { file, writes };
    return openThreadPool({ thread: "engine-thread", most, settings, log });
  };
  return { writer: open(1, true), readers: open(READERS, false) };
}
