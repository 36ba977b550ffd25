import { pino } from "pino";
import { expect, test } from "vitest";
import { createDispatcher } from "../../src/digests/dispatch.ts";

test.each([1.5, 2.5, 3.5, 4.5, 5.5, 6.5])(
  "a job that is held is run, though its hold ends while the queue is looked at (%d ms)",
  async (holdWorkspaceMs) => {
    let time = 0;
    const ran: number[] = [];
    const dispatcher = createDispatcher({
      paceOf: () => ({ perSecond: 1000, perChannelPerSecond: 1000 }),
      async run(job, turn) {
        await turn();
        ran.push(job.id);
        return job.id === 1 ? { holdWorkspaceMs } : {};
      },
      // Each look at the clock takes time.
      elapsed: () => {
        time += 1;
        return time;
      },
      log: pino({ level: "silent" }),
    });
    const job = { platform: "p", workspace: "w" };
    await Promise.all([
      dispatcher.enqueue({ ...job, id: 1, place: "a" }),
      dispatcher.enqueue({ ...job, id: 2, place: "a" }),
    ]);
    expect(ran.toSorted()).toEqual([1, 2]);
    await dispatcher.stop();
  },
);
