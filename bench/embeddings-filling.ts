/**
 * What it costs to fetch the vectors that are due in a catalog where most papers have theirs.
 *     npm run bench:embeddings-filling -- [--papers 100000] [--due 5000] [--dimensions 256]
 * A server on loopback answers at once. Prints one line of JSON.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import type { Paper } from "../src/papers/paper.ts";
import { versionOf } from "../src/search/embeddings/embedded-text.ts";
import { createOpenaiEmbedder } from "../src/search/embeddings/openai-embedder.ts";
import { createPaidEmbedder } from "../src/search/embeddings/paid-embedder.ts";
import { openVectorThread } from "../src/search/embeddings/vector-pool.ts";
import { createEmbeddings } from "../src/search/embeddings.ts";
import { catalogOf, paperOf } from "./lib/catalog.ts";
import { round } from "./lib/metrics.ts";
import { seeded } from "./lib/random.ts";

const { values } = parseArgs({
  options: {
    papers: { type: "string", default: "100000" },
    due: { type: "string", default: "5000" },
    dimensions: { type: "string", default: "256" },
  },
});
const [held, due, dimensions] = [values.papers, values.due, values.dimensions].map(Number);
if (!held || !due || !dimensions) throw new Error("--papers, --due and --dimensions are numbers above 0");
const WRITTEN_AT_ONCE = 500;
const now = new Date("2026-11-24T00:00:00Z");
const log = pino({ level: "error" });
const folder = mkdtempSync(join(tmpdir(), "bench-filling-"));
const file = join(folder, "vectors.db");
const server = fork(join(import.meta.dirname, "embeddings", "server.ts"), [values.dimensions], {
  execArgv: ["--import", "tsx"],
});

try {
  const [address] = await once(server, "message");
  const { port } = z.object({ port: z.number() }).parse(address);
  const options = {
    ...{ baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: undefined, userAgent: "bench" },
    ...{ model: "bag", timeoutMs: 60_000, now: () => now, log },
  };
  await hold(options);

  let size = held + due;
  const open = () => {
    const embeddings = createEmbeddings({
      ...{ ...options, file, budget: undefined, callsAtOnce: 4 },
      ...{ queryPrefix: undefined, documentPrefix: undefined },
      papers: catalogOf(size, numbered, Number),
    });
    return {
      embeddings,
      async fill() {
        const began = performance.now();
        embeddings.fill();
        await embeddings.settled();
        return performance.now() - began;
      },
    };
  };
  const first = open();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took = await first.fill();
  delay.disable();
  const nothing = await first.fill();
  const [told] = await first.embeddings.describe();
  await first.embeddings.close();
  size += 1;
  const second = open();
  const started = await second.fill();
  await second.embeddings.close();
  console.log(
    JSON.stringify({
      ...{ papers: held, due, dimensions, told },
      "due vectors/s": Math.round((due / took) * 1000),
      "ms a batch of 31": round((took / due) * 31, 1),
      "longest stall ms": round(delay.max / 1e6, 1),
      "nothing due ms": round(nothing, 1),
      "start with one due ms": round(started, 1),
    }),
  );
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Papers that have their vectors already. */
async function hold(options: Parameters<typeof createOpenaiEmbedder>[0]): Promise<void> {
  const embedder = createOpenaiEmbedder(options);
  const paid = createPaidEmbedder({ embedder, prefix: "", budget: undefined, now: options.now });
  const { probe } = await paid.embed([], AbortSignal.timeout(10_000));
  const random = seeded(1);
  const vectors = Array.from({ length: 1000 }, () =>
    Float32Array.from({ length: dimensions ?? 0 }, () => random() - 0.5),
  );
  const thread = openVectorThread({ file, extension: undefined }, log);
  const generation = (await thread.ask("generationOf", { space: "bag", probe, mayBegin: true })) ?? 0;
  for (let from = 0; from < (held ?? 0); from += WRITTEN_AT_ONCE) {
    const papers = Array.from({ length: Math.min(WRITTEN_AT_ONCE, (held ?? 0) - from) }, (_, at) =>
      numbered(from + at),
    );
    const known = papers.map((paper) => ({
      ...{ id: paper.id, version: versionOf(paper), published: paper.publishedAt.getTime() },
    }));
    const to = { epoch: 1, change: from + papers.length };
    await thread.ask("follow", { to, papers: known, isAll: false });
    const entries = known.map((one, at) => ({ ...one, vector: vectors[at % 1000] ?? probe }));
    await thread.ask("save", { generation, probe, entries });
  }
  await thread.close();
}

/** Those that come last are the oldest: what looks for the newest first comes upon all others before. */
function numbered(number: number): Paper {
  const text = `Paper ${number} finds that ${number % 97} and ${number % 89} say more than ${number % 83} alone. `;
  const paper = paperOf({ id: String(number), title: `Paper ${number}`, text: text.repeat(10) });
  return { ...paper, publishedAt: new Date(now.getTime() - number * 60_000) };
}
