/** The vectors, kept in a thread: comparing with all of them takes milliseconds that the main thread does not have. */
import type { Logger } from "../../log.ts";
import { closeThreadPool, openThreadPool } from "../thread-pool.ts";
import { VectorsUnavailable } from "./vector-file.ts";
import type * as thread from "./vector-thread.ts";

type Thread = typeof thread;
type Request<Name extends keyof Thread> = Parameters<Thread[Name]>[0];
type Answer<Name extends keyof Thread> =
  ReturnType<Thread[Name]> extends thread.Outcome<infer Its> ? Its : never;

export interface VectorThread {
  /** Rejects with VectorsUnavailable, or with DamagedVectors. */
  ask<Name extends keyof Thread>(name: Name, request: Request<Name>): Promise<Answer<Name>>;
  close(): Promise<void>;
}

/** The file was damaged, and is set aside by now; the next request begins an empty one. */
class DamagedVectors extends Error {
  constructor(cause: string) {
    super("the file of vectors was damaged and is set aside", { cause });
    this.name = "DamagedVectors";
  }
}

export function openVectorThread(settings: thread.ThreadSettings, log: Logger): VectorThread {
  const first = "followedTo" satisfies keyof Thread;
  const pool = openThreadPool({ thread: "embeddings/vector-thread", first, most: 1, settings, log });
  return {
    async ask<Name extends keyof Thread>(name: Name, request: Request<Name>) {
      const outcome: thread.Outcome<Answer<Name>> = await pool.run(request, { name });
      if ("unavailable" in outcome) throw new VectorsUnavailable(outcome.unavailable);
      if ("damage" in outcome) throw new DamagedVectors(outcome.damage);
      return outcome.answer;
    },
    close: () => closeThreadPool(pool),
  };
}
