import { expect, test } from "vitest";
import { openCatalog } from "../helpers/catalog.ts";

const MONDAY = new Date("2026-11-23T12:00:00Z");
const TUESDAY = new Date("2026-11-24T12:00:00Z");
const WEDNESDAY = new Date("2026-11-25T12:00:00Z");

test("a source that was never asked has no history", async () => {
  const { states } = await openCatalog();
  expect(await states.get("arxiv")).toEqual({
    attemptedAt: undefined,
    succeededAt: undefined,
    problem: undefined,
    failures: 0,
    retryAt: undefined,
    skipped: 0,
  });
});

test("failures are counted since the last success, which is remembered", async () => {
  const { states } = await openCatalog();
  await states.recordSuccess("hugging-face", MONDAY, 2);
  const retryAt = new Date("2026-11-24T12:05:00Z");
  await states.recordFailure("hugging-face", MONDAY, {
    problem: "It was down.",
    retryAt: undefined,
    skipped: 0,
  });
  await states.recordFailure("hugging-face", TUESDAY, { problem: "Too many.", retryAt, skipped: 1 });
  expect(await states.get("hugging-face")).toEqual({
    attemptedAt: TUESDAY,
    succeededAt: MONDAY,
    problem: "Too many.",
    failures: 2,
    retryAt,
    skipped: 3,
  });

  await states.recordSuccess("hugging-face", WEDNESDAY, 0);
  expect(await states.get("hugging-face")).toEqual({
    attemptedAt: WEDNESDAY,
    succeededAt: WEDNESDAY,
    problem: undefined,
    failures: 0,
    retryAt: undefined,
    skipped: 3,
  });
});

test("sources do not share their history", async () => {
  const { states } = await openCatalog();
  await states.recordFailure("arxiv", MONDAY, { problem: "x", retryAt: undefined, skipped: 0 });
  expect((await states.get("hugging-face")).failures).toBe(0);
});
