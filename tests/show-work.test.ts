/** When work in the background is told at a terminal. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showWork, type Work, workLine } from "../src/show-work.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what is done within a second is not told", () => {
  const work = { since: 5_000, line: "Counting" };
  expect(workLine(work, 5_000)).toBeUndefined();
  expect(workLine(work, 5_999)).toBeUndefined();
  expect(workLine(work, 6_000)).toBe("Counting");
  expect(workLine(undefined, 6_000)).toBeUndefined();
});

test("a line is shown once as long as it is the same, and taken away when the work is done, or nobody looks any more", () => {
  let work: Work | undefined;
  const shown: (string | undefined)[] = [];
  const showing = showWork(
    () => work,
    (line) => shown.push(line),
  );
  const begin = (line: string) => {
    work = { since: performance.now(), line };
  };
  begin("Soon done");
  vi.advanceTimersByTime(900);
  work = undefined;
  vi.advanceTimersByTime(5_000);
  expect(shown).toEqual([]);

  begin("0%");
  vi.advanceTimersByTime(3_000);
  work = { since: 0, line: "50%" };
  vi.advanceTimersByTime(3_000);
  expect(shown).toEqual(["0%", "50%"]);
  work = undefined;
  vi.advanceTimersByTime(3_000);
  expect(shown).toEqual(["0%", "50%", undefined]);

  begin("Again");
  vi.advanceTimersByTime(3_000);
  showing.stop();
  vi.advanceTimersByTime(3_000);
  expect(shown.slice(3)).toEqual(["Again", undefined]);
});
