/**
 * How the search service does on many papers: abstracts are put together anew from the sentences of real ones.
 *     npm run bench:search-scale -- --papers N [--file papers.jsonl[.gz] | --collection DIR] [--queries N]
 * `--file` holds one paper a line ({title, abstract or text}); left out, the samples that come with Paperboy are
 * resampled, which says little about the words of real catalogs. Queries are two or three words that stand together
 * in some title. Measured is what tsc makes of the sources, as `npm start` runs it, and a process that runs for a while:
 * some other queries are asked before the clock starts. Prints one line of JSON.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { packageInfo } from "../src/package.ts";
import { createSearch } from "../src/search/search.ts";
import { isStopWord, wordsOf } from "../src/search/words.ts";
import { catalogOf, paperOf } from "./lib/catalog.ts";
import { readLines } from "./lib/collection.ts";
import { percentile, round } from "./lib/metrics.ts";
import { countOption, papersOption, readOption, refuse } from "./lib/options.ts";
import { seeded } from "./lib/random.ts";

const { values } = parseArgs({
  options: {
    papers: { type: "string", default: "100000" },
    queries: { type: "string", default: "300" },
    file: { type: "string" },
    collection: { type: "string" },
  },
});
const size = countOption("papers", values.papers);
const asked = countOption("queries", values.queries);
const sources = readOption(values.collection ?? values.file ?? "samples", readSources);
if (sources.length === 0) refuse("No papers with a title and a text are there.");
const sentences = sources.flatMap(({ text }) => text.match(/[^.!?]+[.!?]+/gu) ?? [text]);
const titles = sources.map(({ title }) => title);
/** Hits of one answer, as the command shows them. */
const PAGE = 5;
/** Queries asked before the clock starts. */
const WARM_UP = 100;
const now = new Date("2026-11-24T00:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "bench-scale-"));

try {
  const search = await createSearch({
    file: join(folder, "search.db"),
    papers: catalogOf(size, resampled, (id) => Number(id)),
    log: pino({ level: "silent" }),
  });
  const started = performance.now();
  await search.sync();
  const indexed = performance.now();
  await search.settled();
  const settled = performance.now();

  const queries = Array.from({ length: asked }, (_, at) => queryFrom(seeded(at + 7)));
  const ask = (text: string) => search.search(text, { now, offset: 0, limit: PAGE });
  for (let at = 0; at < WARM_UP; at += 1) await ask(queryFrom(seeded(at + 7 + asked)));
  const times: number[] = [];
  for (const query of queries) {
    const before = performance.now();
    await ask(query);
    times.push(performance.now() - before);
  }
  const likeTimes: number[] = [];
  for (let at = 0; at < Math.min(100, size); at += 1) {
    const before = performance.now();
    await search.similar(String(at), 5);
    likeTimes.push(performance.now() - before);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const saturated = performance.now();
  const waiting = queries.values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const query of waiting) await ask(query);
    }),
  );
  const seconds = (performance.now() - saturated) / 1000;
  delay.disable();
  const peak = process.resourceUsage().maxRSS / 1024;
  await search.close();
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  console.log(
    JSON.stringify({
      papers: size,
      source: basename(values.file ?? values.collection ?? "samples"),
      "index MB": round(bytes / 1e6, 1),
      "papers/s": Math.round((size / (indexed - started)) * 1000),
      "model s": round((settled - indexed) / 1000, 1),
      "p50 ms": percentile(times, 0.5),
      "p99 ms": percentile(times, 0.99),
      "similar p50 ms": percentile(likeTimes, 0.5),
      "similar p99 ms": percentile(likeTimes, 0.99),
      "searches/s at saturation": round(asked / seconds, 1),
      "longest stall ms": round(delay.max / 1e6, 1),
      "peak MB": Math.round(peak),
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same paper for the same number: a title's halves and six sentences, each from anywhere. */
function resampled(number: number) {
  const random = seeded(number + 1);
  const one = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const words = (title = "") => title.split(" ");
  const [left, right] = [words(one(titles)), words(one(titles))];
  const title = [...left.slice(0, Math.ceil(left.length / 2)), ...right.slice(right.length / 2)].join(" ");
  const text = Array.from({ length: 6 }, () => one(sentences)?.trim()).join(" ");
  return paperOf({ id: String(number), title, text });
}

function queryFrom(random: () => number): string {
  for (;;) {
    const title = titles[Math.floor(random() * titles.length)] ?? "";
    const words = wordsOf(title).map(({ folded }) => folded);
    const length = 2 + Math.floor(random() * 2);
    const from = Math.floor(random() * Math.max(1, words.length - length));
    const query = words.slice(from, from + length);
    if (query.length === length && query.every((word) => !isStopWord(word))) return query.join(" ");
  }
}

function readSources(): readonly { readonly title: string; readonly text: string }[] {
  const shape = z.looseObject({
    title: z.string().default(""),
    abstract: z.string().optional(),
    text: z.string().optional(),
    about: z.string().optional(),
  });
  const lines = (): readonly unknown[] => {
    if (values.collection !== undefined)
      return readLines(papersOption("collection", values.collection), "corpus.jsonl");
    if (values.file !== undefined) {
      const file = papersOption("file", values.file);
      return readLines(dirname(file), basename(file).replace(/\.gz$/u, ""));
    }
    const samples = join(packageInfo().root, "samples");
    const [name = ""] = readdirSync(samples).filter((file) => /\.jsonl?$/u.test(file));
    const text = readFileSync(join(samples, name), "utf8");
    return name.endsWith(".jsonl") ? readLines(samples, name) : z.array(z.unknown()).parse(JSON.parse(text));
  };
  return lines()
    .map((line) => shape.parse(line))
    .map(({ title, abstract, text, about }) => ({ title, text: abstract ?? text ?? about ?? "" }))
    .filter(({ title, text }) => title !== "" && text !== "");
}
