/**
 * Lives through a year, and a while longer, of deliveries: the recorded list days, one after the other on the weekdays from
 * a Monday on, to channels with many schedules and topics, with an outage every week; then counts what came.
 *
 *   npm run bench:year -- --data DIR [--channels 50] [--days 435] [--seed 1]
 *
 * DIR holds YYYY-MM-DD.json[.gz] as `GET /api/daily_papers?date=` answered. Exits with 1 if a paper was repeated, an hour
 * missed, or a paper lost.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { addDays, isWeekend, type ListDay } from "../src/papers/list-day.ts";
import type { Paper } from "../src/papers/paper.ts";
import { DAY } from "../tests/helpers/delivery-rig.ts";
import { auditYear } from "../tests/helpers/year/audit.ts";
import { yearChannels } from "../tests/helpers/year/channels.ts";
import { weeklyOutages } from "../tests/helpers/year/outages.ts";
import { simulateYear } from "../tests/helpers/year/simulate.ts";
import { createRandom } from "./chaos/random.ts";
import { readList } from "./delivery/setup.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    channels: { type: "string", default: "50" },
    days: { type: "string", default: "435" },
    seed: { type: "string", default: "1" },
  },
});
if (values.data === undefined) throw new Error("--data DIR: where are the recorded lists?");
const FIRST: ListDay = "2027-01-04";

const files = readdirSync(values.data)
  .filter((name) => /^\d{4}-\d{2}-\d{2}\.json(\.gz)?$/.test(name))
  .sort()
  .slice(0, Number(values.days));
const lists = new Map<ListDay, readonly Paper[]>();
let day = FIRST;
for (const name of files) {
  lists.set(day, await readList(join(values.data, name)));
  do day = addDays(day, 1);
  while (isWeekend(day));
}
const start = Date.parse(`${FIRST}T00:00:00Z`);
const end = Date.parse(`${day}T00:00:00Z`) + 40 * DAY;
const weeks = Math.ceil((end - start) / (7 * DAY));
const plan = {
  start,
  end,
  lists,
  channels: yearChannels(Number(values.channels)),
  outages: weeklyOutages(start, weeks),
  random: createRandom(Number(values.seed)).next,
};
console.log(
  `${lists.size} list days from ${FIRST} on, ${weeks} weeks with an outage each, ${plan.channels.length} channels`,
);
const started = performance.now();
const year = await simulateYear(plan);
const { findings, ...counts } = await auditYear(plan, year);
await year.database.destroy();
for (const finding of findings.slice(0, 20)) console.log(finding);
console.log(counts);
console.log(`${Math.round((performance.now() - started) / 1000)} s`);
if (counts.repeats + counts.missed + counts.lost + findings.length > 0) process.exitCode = 1;
