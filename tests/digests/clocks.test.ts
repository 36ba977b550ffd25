import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { createWorld, DAY, HOUR } from "../helpers/delivery-rig.ts";

/** Where a clock goes from one look at it to the next: mostly on by an hour or a day, sometimes up to a week either way. */
const move = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(HOUR, DAY) },
  { weight: 1, arbitrary: fc.integer({ min: -7 * DAY, max: 7 * DAY }) },
);
const skew = fc.integer({ min: -7 * DAY, max: 7 * DAY });

test("two schedulers with skewed clocks that jump by up to a week never post twice for a slot", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 25 }), skew, async (moves, off) => {
      const world = await createWorld("2026-11-23T00:00:00Z");
      try {
        await world.channel("C1");
        const schedulers = [world.scheduler(), world.scheduler({ skew: off })];
        let at = Date.parse("2026-11-23T08:00:00Z");
        for (const [step, by] of moves.entries()) {
          at += by;
          world.papers.push(`2612.${String(step).padStart(5, "0")}`);
          for (const scheduler of schedulers) await scheduler.at(new Date(at));
        }
        const slots = (await world.state()).map((line) => line.split(" ")[0]);
        expect(new Set(slots).size).toBe(slots.length);
        const sent = (await world.state()).filter((line) => line.endsWith("sent"));
        expect(world.platform.posts).toHaveLength(sent.length);
        const shown = world.platform.posts.flatMap(({ message }) => plainText(message).split(" "));
        expect(new Set(shown).size).toBe(shown.length);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 25 },
  );
});
