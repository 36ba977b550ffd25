/** Hugging Face's papers: the lists of the day, single papers, and its search. https://huggingface.co/docs/hub/api */
import { z } from "zod";
import type { Logger } from "../../log.ts";
import type { ListDay } from "../list-day.ts";
import type { Paper, PaperId } from "../paper.ts";
import { createHttp, type HttpAnswer, type Wait } from "./http.ts";
import { entrySchema, foundSchema, paperSchema } from "./hugging-face-schema.ts";
import { createQuota } from "./quota.ts";
import { SourceError } from "./source-error.ts";

export interface HuggingFaceOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly userAgent: string;
  readonly log: Logger;
  readonly now?: (() => Date) | undefined;
  readonly fetch?: typeof fetch | undefined;
  readonly wait?: Wait | undefined;
  readonly retryDelayMs?: number;
}

/** Every call rejects with SourceError. */
export interface HuggingFace {
  /** A day's whole list in the source's order; an answer that breaks off halfway is an error, never a shorter list. */
  list(day: ListDay, signal?: AbortSignal): Promise<PaperList>;
  /** Undefined if Hugging Face does not know it, which is normal. Comments are not counted here: 0. */
  paper(id: PaperId, signal?: AbortSignal): Promise<Paper | undefined>;
  /**
   * The whole paper as Markdown, made from arXiv's HTML; undefined if Hugging Face does not know the paper. Where arXiv
   * has no HTML, this is its own page of the paper, which is short.
   */
  fullText(id: PaperId, signal: AbortSignal): Promise<string | undefined>;
  /** Its own search, best first. A small bucket of requests of its own: rejects as "limited" before it is empty. */
  search(query: string, limit: number, signal: AbortSignal): Promise<readonly Paper[]>;
}

export interface PaperList {
  readonly papers: readonly Paper[];
  /** Entries that could not be read. */
  readonly skipped: number;
}

/** As much as one page may hold. */
const PAGE_SIZE = 100;
const MAX_PAGES = 20;
const MAX_QUERY = 250;
const MAX_RESULTS = 120;
/** Measured: `RateLimit-Policy: "fixed window";"search";q=50;w=300`. Some are left to others behind the same address. */
const SEARCHES = { requests: 45, windowMs: 300_000 };

/** Anonymous callers may have 100 pages in five minutes (https://huggingface.co/docs/hub/rate-limits). */
const PAGES = { requests: 80, windowMs: 300_000 };
/** The longest papers have some hundred thousand characters. */
const LONGEST_TEXT = 1_000_000;

export function createHuggingFace(options: HuggingFaceOptions): HuggingFace {
  const { url, log, now = () => new Date() } = options;
  const shared = { ...options, name: "Hugging Face", now };
  const http = createHttp(shared);
  const oneTryHttp = createHttp({ ...shared, retries: 0 });
  const searches = createQuota(SEARCHES);
  const pages = createQuota(PAGES);

  function readEntries(entries: readonly unknown[], where: string, schema: z.ZodType<Paper>): PaperList {
    const papers = new Map<PaperId, Paper>();
    let skipped = 0;
    for (const [place, entry] of entries.entries()) {
      const parsed = schema.safeParse(entry);
      if (!parsed.success) {
        skipped++;
        log.warn(
          { where, place, problem: explain(parsed.error) },
          "an entry of Hugging Face's list was skipped",
        );
      } else if (!papers.has(parsed.data.id)) papers.set(parsed.data.id, parsed.data);
    }
    return { papers: [...papers.values()], skipped };
  }

  return {
    async list(day, signal) {
      const entries: unknown[] = [];
      let page: URL | undefined = new URL(`${url}/api/daily_papers?date=${day}&limit=${PAGE_SIZE}`);
      for (let pages = 0; page !== undefined; pages++) {
        if (pages === MAX_PAGES) throw garbled(`list for ${day} has no end: it`);
        const answer: HttpAnswer = await http.get(page, { accept: [400], signal });
        if (answer.status === 400) {
          // A day ahead of its calendar: nothing is listed yet.
          if (pages === 0 && day >= now().toISOString().slice(0, 10)) return { papers: [], skipped: 0 };
          throw new SourceError("refused", `Hugging Face refused the list for ${day} (error 400).`);
        }
        entries.push(...readList(answer, `list for ${day}`));
        page = nextPage(answer, page);
      }
      const list = readEntries(entries, `list of ${day}`, entrySchema);
      if (entries.length > 0 && list.papers.length === 0) throw garbled(`list for ${day}`);
      return list;
    },

    async paper(id, signal) {
      try {
        const answer = await http.get(new URL(`${url}/api/papers/${id}`), { signal });
        const parsed = paperSchema.safeParse(readJson(answer, `page of ${id}`));
        if (!parsed.success) {
          log.warn({ id, problem: explain(parsed.error) }, "a paper from Hugging Face could not be read");
          throw garbled(`page of ${id}`);
        }
        return parsed.data;
      } catch (error) {
        if (error instanceof SourceError && error.kind === "absent") return undefined;
        throw error;
      }
    },

    async fullText(id, signal) {
      const retryAt = pages.take(now());
      if (retryAt) throw new SourceError("limited", "Hugging Face's pages are resting.", { retryAt });
      const answer = await oneTryHttp.get(new URL(`${url}/papers/${id}.md`), { accept: [404], signal });
      if (answer.status === 404 || /^\s*<(?:!doctype|html)/i.test(answer.text)) return undefined;
      return cut(answer.text, LONGEST_TEXT);
    },

    async search(query, limit, signal) {
      const retryAt = searches.take(now());
      if (retryAt) {
        throw new SourceError("limited", "Hugging Face's search is resting for a moment.", { retryAt });
      }
      const page = new URL(`${url}/api/papers/search`);
      page.searchParams.set("q", cut(query, MAX_QUERY));
      page.searchParams.set("limit", String(Math.min(Math.max(1, limit), MAX_RESULTS)));
      const answer = await oneTryHttp.get(page, { signal });
      return readEntries(readList(answer, "search results"), "search", foundSchema).papers.slice(0, limit);
    },
  };
}

function readList(answer: HttpAnswer, what: string): unknown[] {
  const parsed = z.array(z.unknown()).safeParse(readJson(answer, what));
  if (!parsed.success) throw garbled(what, parsed.error);
  return parsed.data;
}

function readJson(answer: HttpAnswer, what: string): unknown {
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    throw garbled(what, error);
  }
}

function garbled(what: string, cause?: unknown): SourceError {
  return new SourceError("garbled", `Hugging Face's ${what} could not be read.`, { cause });
}

/**
 * `Link: <address>; rel="next"` (https://www.rfc-editor.org/rfc/rfc8288). Of the address only the query is taken, so that
 * we never leave the server that we were told to ask, also behind a proxy that leaves the addresses as they are.
 */
function nextPage(answer: HttpAnswer, page: URL): URL | undefined {
  const link = answer.headers.get("link") ?? "";
  const next = /<([^<>]{1,2000})>\s*;[^<]*\brel="?next"?/i.exec(link)?.[1];
  if (next === undefined || !URL.canParse(next, page.href)) return undefined;
  const url = new URL(page);
  url.search = new URL(next, page).search;
  return url.href === page.href ? undefined : url;
}

function explain(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
