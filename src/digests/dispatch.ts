/** Runs the jobs that wait to be posted: at each platform's pace, fairly over the workspaces, in a channel's order. */
import PQueue from "p-queue";
import type { Logger } from "../log.ts";
import type { Pace } from "../platform/platform.ts";
import type { DeliveryJob } from "./delivery.ts";
import { createFairQueue, type FairQueue } from "./fair-queue.ts";

/** What the platform said about when to come again. */
export interface Ran {
  readonly holdWorkspaceMs?: number;
}

export interface DispatchParts {
  readonly paceOf: (platform: string) => Pace | undefined;
  /**
   * Does the job. Awaits `turn` right before it calls the platform; false means that it must not call any more, because
   * the program ends.
   */
  readonly run: (job: DeliveryJob, turn: () => Promise<boolean>) => Promise<Ran>;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed: () => number;
  readonly log: Logger;
}

export interface Dispatcher {
  /** Resolves when the job has run, however it went, or will not run any more. One that waits already is not added again. */
  enqueue(job: DeliveryJob): Promise<void>;
  /** Resolves when nothing runs, and nothing waits but what must for its platform's sake. */
  idle(): Promise<void>;
  /** Starts nothing more and resolves when what runs has ended. */
  stop(): Promise<void>;
}

interface Lane {
  readonly pace: Pace;
  readonly queue: FairQueue<Waiting>;
  /** Lets as many pass in a second as the platform allows. */
  readonly slots: PQueue;
  running: number;
  timer: NodeJS.Timeout | undefined;
}

interface Waiting extends DeliveryJob {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

export function createDispatcher({ paceOf, run, elapsed, log }: DispatchParts): Dispatcher {
  const lanes = new Map<string, Lane>();
  const known = new Map<number, Waiting>();
  let isStopping = false;
  let whenIdle: (() => void)[] = [];

  function laneOf(platform: string): Lane | undefined {
    const pace = paceOf(platform);
    const known = lanes.get(platform);
    if (known !== undefined || pace === undefined) return known;
    const lane = {
      pace,
      queue: createFairQueue<Waiting>(),
      slots: slotsFor(pace),
      running: 0,
      timer: undefined,
    };
    lanes.set(platform, lane);
    return lane;
  }

  function pump(lane: Lane): void {
    let at = elapsed();
    while (!isStopping && lane.running < mostAtOnce(lane.pace)) {
      at = elapsed();
      const job = lane.queue.take(at);
      if (job === undefined) break;
      lane.running += 1;
      void runOne(lane, job);
    }
    if (lane.timer !== undefined) clearTimeout(lane.timer);
    lane.timer = undefined;
    // As of the same moment: what was held then and is free by now must wake us too.
    const wakeAt = isStopping ? undefined : lane.queue.wakeAt(at);
    if (wakeAt !== undefined) lane.timer = setTimeout(pump, Math.max(1, wakeAt - elapsed()), lane);
    tellIfIdle();
  }

  async function runOne(lane: Lane, job: Waiting): Promise<void> {
    const turn = async () => {
      await lane.slots.add(() => {});
      return !isStopping;
    };
    try {
      const { holdWorkspaceMs } = await run(job, turn);
      if (holdWorkspaceMs !== undefined) {
        lane.queue.hold(job.workspace, elapsed() + holdWorkspaceMs, elapsed());
      }
    } catch (error) {
      log.error({ err: error, delivery: job.id }, "a delivery broke off");
    }
    lane.running -= 1;
    lane.queue.done(job, elapsed() + 1000 / lane.pace.perChannelPerSecond);
    known.delete(job.id);
    job.resolve();
    pump(lane);
  }

  function tellIfIdle(): void {
    if ([...lanes.values()].some(({ running }) => running > 0)) return;
    for (const tell of whenIdle) tell();
    whenIdle = [];
  }

  const idle = () =>
    new Promise<void>((resolve) => {
      whenIdle.push(resolve);
      tellIfIdle();
    });

  return {
    enqueue(job) {
      const waiting = known.get(job.id);
      if (waiting !== undefined) return waiting.promise;
      const lane = laneOf(job.platform);
      if (lane === undefined || isStopping) return Promise.resolve();
      const { promise, resolve } = deferred();
      const added = { ...job, promise, resolve };
      known.set(job.id, added);
      lane.queue.add(added);
      pump(lane);
      return promise;
    },

    idle,

    async stop() {
      isStopping = true;
      for (const lane of lanes.values()) {
        clearTimeout(lane.timer);
        lane.queue.clear();
      }
      await idle();
      for (const { resolve } of known.values()) resolve();
      known.clear();
    },
  };
}

/** Posts do not arrive at the same distances at which they leave; a little less than the limit is not refused. */
const HEADROOM = 1.02;

/**
 * Five slices a second: a platform that counts over any second sees no more than it allows and posts come evenly, while
 * the few milliseconds by which the timer of each slice is late cost little of the pace. Strict: over any such time, not
 * from one fixed window to the next.
 */
function slotsFor({ perSecond }: Pace): PQueue {
  if (!Number.isFinite(perSecond)) return new PQueue();
  const perSlice = Math.max(1, Math.floor(perSecond / 5));
  return new PQueue({
    intervalCap: perSlice,
    interval: Math.ceil((HEADROOM * 1000 * perSlice) / perSecond),
    strict: true,
  });
}

/** Enough to keep the pace though each post takes two seconds; few enough that what is claimed is soon posted. */
function mostAtOnce({ perSecond }: Pace): number {
  return Math.min(100, Math.max(4, Math.ceil(2 * perSecond)));
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
