/**
 * arXiv's papers by id, under its rules: one request at a time, three seconds apart, nothing asked twice a day.
 * https://info.arxiv.org/help/api/tou.html
 */
import { setTimeout as delay } from "node:timers/promises";
import PQueue from "p-queue";
import type { Logger } from "../../log.ts";
import type { Paper, PaperId } from "../paper.ts";
import { readFeed } from "./arxiv-schema.ts";
import { createHttp, type Wait } from "./http.ts";
import { SourceError } from "./source-error.ts";

export interface ArxivOptions {
  readonly url: string;
  readonly userAgent: string;
  readonly log: Logger;
  readonly now: () => Date;
  readonly fetch?: typeof fetch | undefined;
  readonly wait?: Wait | undefined;
  /** Between one request and the next; up to half a second of jitter comes on top. */
  readonly gapMs?: number;
}

export interface Arxiv {
  /** In the order asked; ids that arXiv does not know are left out. Rejects with SourceError. */
  papers(ids: readonly PaperId[]): Promise<readonly Paper[]>;
}

const GAP_MS = 3000;
const JITTER_MS = 500;
/** After "Rate exceeded" only silence helps: measured, about eleven minutes of it. */
const SILENCE_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A paper that is announced tonight is not known this afternoon. */
const UNKNOWN_MS = 10 * 60_000;
const IDS_PER_REQUEST = 50;
const CACHE_SIZE = 5000;

export function createArxiv(options: ArxivOptions): Arxiv {
  const { url, log, now, gapMs = GAP_MS, wait = async (ms) => void (await delay(ms)) } = options;
  // No retries: each would be one more request at a source that has just said that there are too many.
  const http = createHttp({ ...options, name: "arXiv", retries: 0, timeoutMs: 20_000 });
  const queue = new PQueue({ concurrency: 1 });
  const cache = new Map<PaperId, { paper: Paper | undefined; until: number }>();
  let lastAskedAt = Number.NEGATIVE_INFINITY;
  let silentUntil: Date | undefined;

  async function ask(ids: readonly PaperId[]): Promise<void> {
    const missing = ids.filter((id) => !isCached(id));
    if (missing.length === 0) return;
    if (silentUntil && silentUntil > now()) throw tooMany(silentUntil);
    const rest = lastAskedAt + gapMs + Math.random() * JITTER_MS * (gapMs / GAP_MS) - now().getTime();
    if (rest > 0) await wait(rest, undefined);
    lastAskedAt = now().getTime();
    const papers = new Map((await fetchPapers(missing)).map((paper) => [paper.id, paper]));
    for (const id of missing) keep(id, papers.get(id));
  }

  async function fetchPapers(ids: readonly PaperId[]): Promise<readonly Paper[]> {
    const address = new URL(`${url}/api/query`);
    address.searchParams.set("id_list", ids.join(","));
    address.searchParams.set("max_results", String(ids.length));
    const answer = await http.get(address, { accept: [400, 429, 503] });
    if (answer.status === 429 || answer.status === 503) {
      silentUntil = new Date(now().getTime() + SILENCE_MS);
      log.warn({ status: answer.status, until: silentUntil }, "arXiv asked for silence");
      throw tooMany(silentUntil);
    }
    const feed = readFeed(answer.text);
    if (feed === undefined) throw new SourceError("garbled", "arXiv's answer could not be read.");
    if (feed.problem !== undefined) {
      throw new SourceError("refused", `arXiv refused the request: ${feed.problem}.`);
    }
    if (feed.skipped > 0)
      log.debug({ ids, skipped: feed.skipped }, "arXiv does not know some of these papers");
    return feed.papers;
  }

  function isCached(id: PaperId): boolean {
    const known = cache.get(id);
    return known !== undefined && known.until > now().getTime();
  }

  function keep(id: PaperId, paper: Paper | undefined): void {
    cache.delete(id);
    cache.set(id, { paper, until: now().getTime() + (paper ? DAY_MS : UNKNOWN_MS) });
    const oldest = cache.size > CACHE_SIZE ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
  }

  return {
    async papers(ids) {
      const found: Paper[] = [];
      for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
        const some = ids.slice(start, start + IDS_PER_REQUEST);
        await queue.add(() => ask(some));
        for (const id of some) {
          const paper = cache.get(id)?.paper;
          if (paper) found.push(paper);
        }
      }
      return found;
    },
  };
}

function tooMany(retryAt: Date): SourceError {
  const message = `arXiv asks us to slow down; it can be asked again at ${retryAt.toISOString().slice(11, 16)} UTC.`;
  return new SourceError("limited", message, { retryAt });
}
