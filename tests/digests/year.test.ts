import { expect, test } from "vitest";
import type { ListDay } from "../../src/papers/list-day.ts";
import type { Paper } from "../../src/papers/paper.ts";
import { DAY } from "../helpers/delivery-rig.ts";
import { paper } from "../helpers/papers.ts";
import { auditYear } from "../helpers/year/audit.ts";
import { yearChannels } from "../helpers/year/channels.ts";
import { chance } from "../helpers/year/feed.ts";
import { weeklyOutages } from "../helpers/year/outages.ts";
import { simulateYear } from "../helpers/year/simulate.ts";

const START = Date.parse("2027-03-08T00:00:00Z");
const WORDS = ["reasoning", "diffusion", "agents", "robot", "benchmark", "something else"];

/** Seven days with six papers on each weekday. */
function lists(): ReadonlyMap<ListDay, readonly Paper[]> {
  const days = [8, 9, 10, 11, 12, 15, 16].map((day) => `2027-03-${String(day).padStart(2, "0")}`);
  return new Map(
    days.map((day, index) => [
      day,
      WORDS.map((word, nth) => {
        const id = `2703.${String(index * 10 + nth).padStart(5, "0")}`;
        return paper(id, { title: `On ${word} ${id}`, votes: Math.round(chance(id) * 100) });
      }),
    ]),
  );
}

test("weeks of outages, over a change of the clocks: no paper comes twice, no hour is missed, no paper is lost", async () => {
  // Which posts fail; the same each time.
  let drawn = 0;
  const plan = {
    start: START,
    end: START + 11 * DAY,
    lists: lists(),
    channels: yearChannels(6),
    outages: weeklyOutages(START, 2),
    random: () => chance(`draw ${drawn++}`),
  };
  const year = await simulateYear(plan);
  const counts = await auditYear(plan, year);
  await year.database.destroy();
  expect(counts.findings).toEqual([]);
  expect(counts).toMatchObject({ repeats: 0, missed: 0, lost: 0 });
  expect(counts.delivered).toBeGreaterThan(30);
  expect(counts.throughOutage + counts.late).toBeGreaterThan(0);
}, 60_000);
