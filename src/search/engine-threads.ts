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
  let pools = Promise.resolve(openPools(file, log));

  /** What a reset ends under way is asked again of the threads that come after it. */
  const ask = async <Name extends keyof Thread>(
    kind: keyof Pools,
    name: Name,
    request: Request<Name>,
  ): Promise<Answer<Name>> => {
    const asked = pools;
    try {
      return await answerOf((await asked)[kind], name, request);
    } catch (error) {
      if (asked === pools) throw error;
      return ask(kind, name, request);
    }
  };
  const begin = async (before: Promise<Pools>): Promise<Pools> => {
    await before.then(stop, () => {});
    removeIndex(file);
    const begun = openPools(file, log);
    try {
      // Only the thread that writes may make the file.
      await answerOf(begun.writer, "position", undefined);
      return begun;
    } catch (error) {
      await stop(begun);
      throw error;
    }
  };

  return {
    writer: (name, request) => ask("writer", name, request),
    reader: (name, request) => ask("readers", name, request),
    readers: READERS,
    async reset() {
      pools = begin(pools);
      await pools;
    },
    close: async () => stop(await pools),
  };
}

async function answerOf<Name extends keyof Thread>(
  pool: Piscina,
  name: Name,
  request: Request<Name>,
): Promise<Answer<Name>> {
  const outcome: thread.Outcome<Answer<Name>> = await pool.run(request, { name });
  if ("damage" in outcome) throw new DamagedIndex(outcome.damage);
  return outcome.answer;
}

async function stop({ writer, readers }: Pools): Promise<void> {
  await Promise.all([closeThreadPool(writer), closeThreadPool(readers)]);
}

interface Pools {
  readonly writer: Piscina;
  readonly readers: Piscina;
}

function openPools(file: string, log: Logger): Pools {
  const open = (most: number, writes: boolean) => {
    const settings: thread.ThreadSettings = { file, writes };
    const first = "position" satisfies keyof Thread;
    return openThreadPool({ thread: "engine-thread", first, most, settings, log });
  };
  return { writer: open(1, true), readers: open(READERS, false) };
}
