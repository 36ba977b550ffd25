import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createClock } from "../src/clock.ts";

const log = pino({ level: "silent" });

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T09:00:30Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("wakes each job at its own rhythm, and no more after it is stopped", async () => {
  const woken: string[] = [];
  const clock = createClock(
    [
      { name: "slow", run: async () => void woken.push("slow") },
      { name: "quick", every: "5 seconds", run: async () => void woken.push("quick") },
    ],
    log,
  );
  clock.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(woken.filter((name) => name === "slow")).toHaveLength(1);
  expect(woken.filter((name) => name === "quick").length).toBeGreaterThanOrEqual(11);
  await clock.stop();
  woken.length = 0;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(woken).toEqual([]);
});

test("a job that fails is woken again; one that still runs is not, and is waited for at the end", async () => {
  let failures = 0;
  let begun = 0;
  let finish = () => {};
  const clock = createClock(
    [
      {
        name: "failing",
        every: "5 seconds",
        run: async () => {
          failures += 1;
          throw new Error("broken");
        },
      },
      {
        name: "long",
        every: "5 seconds",
        run: () => {
          begun += 1;
          return new Promise<void>((resolve) => {
            finish = resolve;
          });
        },
      },
    ],
    log,
  );
  clock.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(failures).toBeGreaterThan(1);
  expect(begun).toBe(1);

  let isStopped = false;
  const stopped = clock.stop().then(() => {
    isStopped = true;
  });
  await vi.advanceTimersByTimeAsync(10);
  expect(isStopped).toBe(false);
  finish();
  await stopped;
});
