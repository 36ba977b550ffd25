/**
 * Every zone of this machine's data and every day of 2024 to 2030: each daily slot comes once, at its local time or by
 * the stated rule, held against the engine's own wall clock.
 *
 *   npm run bench:schedule [-- --times 09:00,00:00,02:30]
 *
 * Exits with 1 at the first slot that is wrong, and names it.
 */
import { parseArgs } from "node:util";
import { EVERY_DAY } from "../src/subscriptions/schedule.ts";
import { zoneNames } from "../src/subscriptions/zones.ts";
import { FROM, UNTIL, walkSlots } from "../tests/helpers/walk-slots.ts";

const { values } = parseArgs({ options: { times: { type: "string", default: "09:00,00:00,02:30" } } });
const times = values.times.split(",");
const zones = zoneNames();
const { tz = "unknown" } = process.versions;
const started = performance.now();
let slots = 0;
for (const zone of zones) {
  for (const time of times)
    slots += walkSlots({ cadence: "daily", time, days: EVERY_DAY, zone }, FROM, UNTIL);
}
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${zones.length} zones (data ${tz}), ${times.join(", ")}: ${slots} slots of 2024 to 2030, each once and at its time, ${seconds} s`,
);
