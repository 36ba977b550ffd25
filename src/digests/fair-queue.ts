/** Who posts next: workspaces take turns, a channel's messages keep their order, and a held workspace is passed over. */

export interface QueuedJob {
  readonly workspace: string;
  /** The channel's id on its platform. */
  readonly place: string;
}

/** Times are milliseconds of a clock that only goes forward. */
export interface FairQueue<Job extends QueuedJob> {
  readonly size: number;
  add(job: Job): void;
  /** The next job that may run; its channel is busy until `done`. */
  take(now: number): Job | undefined;
  /** The job has run; its channel may have the next one from `freeAt` on. */
  done(job: Job, freeAt: number): void;
  /** The platform wants nothing from this workspace until then. */
  hold(workspace: string, until: number, now: number): void;
  /** When `take` may give something again, though nothing is added or done; undefined if never. */
  wakeAt(now: number): number | undefined;
  clear(): void;
}

/** So many workspaces held at once mean that the platform holds us all. */
const HELD_WORKSPACES_FOR_ALL = 5;

export function createFairQueue<Job extends QueuedJob>(): FairQueue<Job> {
  /** In the order of their turns: whoever was served goes to the end. */
  const lanes = new Map<string, Job[]>();
  const holds = new Map<string, number>();
  /** Channels with a job in flight, or that must rest. */
  const busy = new Map<string, number>();
  let heldForAll = 0;
  let size = 0;

  const channelOf = (job: QueuedJob) => `${job.workspace} ${job.place}`;
  const isHeld = (workspace: string, now: number) => (holds.get(workspace) ?? 0) > now;

  function sweep(now: number): void {
    for (const [channel, freeAt] of busy) if (freeAt <= now) busy.delete(channel);
    for (const [workspace, until] of holds) if (until <= now) holds.delete(workspace);
  }

  return {
    get size() {
      return size;
    },

    add(job) {
      const lane = lanes.get(job.workspace);
      if (lane === undefined) lanes.set(job.workspace, [job]);
      else lane.push(job);
      size += 1;
    },

    take(now) {
      if (heldForAll > now) return undefined;
      for (const [workspace, lane] of lanes) {
        if (isHeld(workspace, now)) continue;
        const index = lane.findIndex((job) => (busy.get(channelOf(job)) ?? 0) <= now);
        const [job] = index < 0 ? [] : lane.splice(index, 1);
        if (job === undefined) continue;
        lanes.delete(workspace);
        if (lane.length > 0) lanes.set(workspace, lane);
        busy.set(channelOf(job), Number.POSITIVE_INFINITY);
        size -= 1;
        return job;
      }
      return undefined;
    },

    done(job, freeAt) {
      busy.set(channelOf(job), freeAt);
    },

    hold(workspace, until, now) {
      sweep(now);
      holds.set(workspace, Math.max(until, holds.get(workspace) ?? 0));
      if (holds.size >= HELD_WORKSPACES_FOR_ALL) heldForAll = Math.max(heldForAll, until);
    },

    wakeAt(now) {
      sweep(now);
      if (size === 0) return undefined;
      const times = [heldForAll, ...holds.values(), ...busy.values()];
      const ahead = times.filter((time) => time > now && time !== Number.POSITIVE_INFINITY);
      return ahead.length === 0 ? undefined : ahead.reduce((one, other) => Math.min(one, other));
    },

    clear() {
      lanes.clear();
      size = 0;
    },
  };
}
