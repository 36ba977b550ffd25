/**
 * How many false statements grounding stops, and how many true ones.
 *     npm run bench:grounding -- --data DIR [--half 0|1] [--show missed|dropped] [--kind numbers|names|directions]
 *     npm run bench:grounding -- --data DIR --fit 0|1|all      writes the weights of the directions anew
 * DIR holds recorded days of Hugging Face (YYYY-MM-DD.json.gz). Their AI summaries are taken as true; each is altered
 * in one place, in every way that fits. The rules were chosen on the papers of half 0. The weights that stand in the source
 * were fitted on both halves; to measure them on papers that they do not know, fit them on one and run on the other.
 */
import { parseArgs } from "node:util";
import { ground } from "../src/summaries/grounding.ts";
import { alterDirections } from "./grounding/alter-directions.ts";
import { alterNames } from "./grounding/alter-names.ts";
import { alterNumbers } from "./grounding/alter-numbers.ts";
import type { Alteration } from "./grounding/alteration.ts";
import { fitWeights } from "./grounding/fit-weights.ts";
import { namePool, readSummaries, type Summarized } from "./grounding/summaries.ts";
import { writeWeights } from "./grounding/write-weights.ts";
import { seeded } from "./lib/random.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    half: { type: "string", default: "1" },
    show: { type: "string" },
    kind: { type: "string" },
    fit: { type: "string" },
  },
});
if (values.data === undefined) throw new Error("--data DIR is missing: a folder of recorded days");

if (values.fit !== undefined) {
  const known = values.fit === "all" ? [0, 1] : [Number(values.fit)];
  const folder = values.data;
  writeWeights(fitWeights(known.flatMap((half) => readSummaries(folder, half))));
  process.exit();
}

const papers = readSummaries(values.data, Number(values.half));
const pool = namePool(papers);
const random = seeded(7);
const kinds: Readonly<Record<string, (paper: Summarized) => Alteration>> = {
  numbers: () => alterNumbers,
  names: ({ title, text }) => alterNames(pool, `${title} ${text}`),
  directions: () => alterDirections,
};

const stands = (summary: string, paper: Summarized) =>
  ground(summary, paper).statements.every((statement) => statement.stands);

const started = performance.now();
const dropped = papers.filter((paper) => !stands(paper.summary, paper));
const seconds = (performance.now() - started) / 1000;
if (values.show === "dropped") {
  for (const paper of dropped)
    console.log(
      `${paper.id} ${JSON.stringify(ground(paper.summary, paper).statements.flatMap(({ missing }) => missing))} ${paper.summary}`,
    );
}

const caught: Record<string, { altered: number; caught: string }> = {};
for (const [kind, alterationOf] of Object.entries(kinds)) {
  let [altered, found] = [0, 0];
  for (const paper of papers) {
    for (const summary of alterationOf(paper)(paper.summary, random)) {
      altered++;
      if (!stands(summary, paper)) found++;
      else if (values.show === "missed" && kind === values.kind)
        console.log(`${paper.id} ${summary}\n      for ${paper.summary}`);
    }
  }
  caught[kind] = { altered, caught: share(found, altered) };
}
console.log(
  JSON.stringify({
    summaries: papers.length,
    caught,
    "true dropped": share(dropped.length, papers.length),
    "checks/s": Math.round(papers.length / seconds),
  }),
);

function share(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(2)}%`;
}
