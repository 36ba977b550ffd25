/** When a crowd's commands begin: after all of them are acknowledged, and not too many at once. */
import { setImmediate as nextRound } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createWork } from "../../../adapters/slack/work.ts";

test("a crowd is worked on when all of it has come, in its order", async () => {
  let now = 0;
  const work = createWork(() => now);
  const begun: number[] = [];
  const come = async (from: number, to: number) => {
    for (let piece = from; piece < to; piece += 1) {
      work.begin(async () => void begun.push(piece));
      if (piece >= 5) await nextRound();
    }
  };

  await come(0, 40);
  expect(begun).toEqual([]);

  now = 30;
  await work.settled();
  expect(begun).toEqual(Array.from({ length: 40 }, (_, piece) => piece));
});

test("nobody waits for ever, however many keep coming", async () => {
  let now = 0;
  const work = createWork(() => now);
  const begun: number[] = [];
  for (let piece = 0; piece < 5; piece += 1) work.begin(async () => void begun.push(piece));
  const first = new Promise<void>((resolve) => work.begin(async () => resolve()));

  now = 1000;
  work.begin(async () => {}); // just came
  await first;
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  await work.settled();
});

test("one that comes alone begins in the next round of the event loop", async () => {
  const work = createWork(() => 0);
  let isBegun = false;
  work.begin(async () => {
    isBegun = true;
  });
  expect(isBegun).toBe(false);
  await nextRound();
  await nextRound();
  expect(isBegun).toBe(true);
});

test("of many that take long, some wait for the others, but not for ever", async () => {
  let now = 0;
  const work = createWork(() => now);
  let begun = 0;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  for (let piece = 0; piece < 60; piece += 1) {
    work.begin(() => {
      begun += 1;
      return ended;
    });
  }
  now = 100;
  await vi.waitFor(() => expect(begun).toBe(40));

  now = 1000;
  await vi.waitFor(() => expect(begun).toBe(60));
  end();
  await work.settled();
});
