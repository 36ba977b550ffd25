/** Wakes the jobs and decides nothing: each job asks for itself whether there is anything to do. */
import { schedule } from "node-cron";
import type { Logger } from "./log.ts";

export interface Job {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** How often it is woken; every minute if not said. */
  readonly every?: "minute" | "5 seconds";
}

export interface Clock {
  start(): void;
  /** Wakes nothing more, and resolves when what runs has ended. */
  stop(): Promise<void>;
}

/** By the seconds of this machine's clock, so its time zone does not matter. */
const PATTERNS = { minute: "0 * * * * *", "5 seconds": "*/5 * * * * *" } as const;

/** A job that is still running is not woken again; one that fails is woken the next time all the same. */
export function createClock(jobs: readonly Job[], log: Logger): Clock {
  const running = new Set<Promise<void>>();
  const tasks: { stop(): unknown }[] = [];
  const quiet = { info() {}, warn() {}, error() {}, debug() {} };

  async function wake({ name, run }: Job): Promise<void> {
    const ended = run().catch((error: unknown) => log.error({ err: error, job: name }, "a job failed"));
    running.add(ended);
    await ended;
    running.delete(ended);
  }

  return {
    start() {
      for (const job of jobs) {
        const pattern = PATTERNS[job.every ?? "minute"];
        tasks.push(
          schedule(pattern, () => wake(job), {
            name: job.name,
            noOverlap: true,
            suppressMissedWarning: true,
            // Its own words on overlaps and late wake-ups tell an operator nothing.
            logger: quiet,
          }),
        );
      }
    },
    async stop() {
      for (const task of tasks.splice(0)) await task.stop();
      await Promise.all(running);
    },
  };
}
