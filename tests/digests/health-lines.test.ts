import { expect, test } from "vitest";
import { healthLines } from "../../src/digests/health-lines.ts";
import { createSourceStateStore } from "../../src/papers/source-state-store.ts";
import { PostError } from "../../src/platform/platform.ts";
import { createWorld, MINUTE } from "../helpers/delivery-rig.ts";

test("the operator sees the last fetch, what is due, in doubt, failed, and how late digests are", async () => {
  const world = await createWorld("2026-11-23T00:00:00Z");
  for (const id of ["C1", "C2", "C3"]) await world.channel(id);
  const states = createSourceStateStore(world.database);
  await states.recordSuccess("hugging-face", new Date("2026-11-23T08:50:00Z"), 0);
  const scheduler = world.scheduler();
  const lines = async () =>
    healthLines(
      await scheduler.deliveries.health(scheduler.now()),
      await states.get("hugging-face"),
      scheduler.now(),
    ).join("\n");
  expect(await lines()).toContain("Last day: no digest was due.");

  world.platform.nextFailure = new PostError("ambiguous", "The answer was lost.");
  world.platform.obstacles.set("C2", "It is archived.");
  await scheduler.at("2026-11-23T09:00:00Z");
  const after = await lines();
  expect(after).toContain("Lists: last fetched 10 min ago, 2026-11-23T08:50:00.000Z.");
  expect(after).toContain("Due: 0 channels, 0 of them for more than 15 minutes.");
  expect(after).toContain("In doubt: 1 being looked up, 0 held");
  expect(after).toContain("1 ambiguous, 1 unreachable");
  expect(after).toContain("1 scheduled digest was posted within 0 s of its hour, in the last day.");

  const [, , third] = await Promise.all(["C1", "C2", "C3"].map((id) => world.channel(id)));
  if (third === undefined) throw new Error("there is no third channel");
  world.papers.push("2611.00004");
  expect(await scheduler.deliver.postNow(third, "key", scheduler.now())).toMatchObject({ kind: "posted" });
  expect(await lines()).toContain("1 scheduled digest was posted");

  await states.recordFailure("hugging-face", scheduler.now(), {
    problem: "Hugging Face does not answer.",
    retryAt: undefined,
    skipped: 0,
  });
  await scheduler.pass(10 * MINUTE);
  expect(await lines()).toContain("Lists: Hugging Face does not answer.");
  await world.close();
});
