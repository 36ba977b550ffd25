/**
 * How near the extract comes to what people say a paper contributes, and how fast.
 *     npm run bench:summaries -- --file FILE
 * FILE is in SciTLDR's form (https://github.com/allenai/scitldr): a line of JSON for each paper, with `title`,
 * `sentences` (or `source`, or `abstract`) and `targets` (or `target`). Prints ROUGE F1 with stems, in percent, against
 * the nearest of the references, for the extract, the first sentence, and TextRank.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { contributionSentence } from "../src/summaries/extract.ts";
import { round } from "./lib/metrics.ts";
import { type Rouge, rouge } from "./summaries/rouge.ts";
import { textRank } from "./summaries/text-rank.ts";

const texts = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const line = z
  .object({
    title: z.string().default(""),
    sentences: texts.optional(),
    source: texts.optional(),
    abstract: texts.optional(),
    targets: texts.optional(),
    target: texts.optional(),
  })
  .transform(({ title, ...rest }) => ({
    title,
    sentences: rest.sentences ?? rest.source ?? rest.abstract ?? [],
    targets: rest.targets ?? rest.target ?? [],
  }));

const { values } = parseArgs({ options: { file: { type: "string" } } });
if (values.file === undefined) throw new Error("--file FILE is missing: a file in SciTLDR's form");
const papers = readFileSync(values.file, "utf8")
  .split("\n")
  .filter((text) => text.trim() !== "")
  .map((text) => line.parse(JSON.parse(text)));

const peers: Readonly<Record<string, (paper: (typeof papers)[number]) => string>> = {
  extract: ({ title, sentences }) => contributionSentence(title, sentences.join(" ")) ?? "",
  "lead-1": ({ sentences }) => sentences[0] ?? "",
  TextRank: ({ sentences }) => textRank(sentences),
};
for (const [name, summarize] of Object.entries(peers)) {
  const scores = papers.map((paper) => rouge(summarize(paper), paper.targets));
  const mean = (key: keyof Rouge) =>
    round((100 * scores.reduce((sum, score) => sum + score[key], 0)) / Math.max(1, papers.length), 2);
  console.log(
    JSON.stringify({
      name,
      papers: papers.length,
      "ROUGE-1": mean("ROUGE-1"),
      "ROUGE-2": mean("ROUGE-2"),
      "ROUGE-L": mean("ROUGE-L"),
    }),
  );
}
console.log(JSON.stringify({ "abstracts/s": Math.round(speed()) }));

/** On one core, over about two seconds, after a first round that warms up. */
function speed(): number {
  const abstracts = papers.map(({ title, sentences }) => ({ title, text: sentences.join(" ") }));
  const pass = () => {
    for (const { title, text } of abstracts) contributionSentence(title, text);
  };
  pass();
  const started = performance.now();
  let passes = 0;
  do {
    pass();
    passes++;
  } while (performance.now() - started < 2000);
  return (passes * abstracts.length * 1000) / (performance.now() - started);
}
