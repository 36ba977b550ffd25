/** A search service on a catalog and a folder of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Paper } from "../../src/papers/paper.ts";
import { createPaperStore, type PaperStore } from "../../src/papers/paper-store.ts";
import type { Span } from "../../src/platform/message.ts";
import { type Catalog, createSearch, type Search, type SearchAnswer } from "../../src/search/search.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { readableLog } from "../helpers/quiet-log.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");

export interface SearchRig {
  readonly papers: PaperStore;
  readonly file: string;
  readonly search: Search;
  /** Of each time that the index was brought up to date, from the log: how many papers were written, and whether into an empty index. */
  builds(): readonly { readonly papers: number; readonly anew: boolean }[];
  /** The lines of the log that say this. */
  logged(text: string): readonly string[];
  /** Saves papers and indexes them. */
  add(papers: readonly Paper[]): Promise<void>;
  answer(typed: string): Promise<SearchAnswer>;
  /** The ids of what is found, best first. */
  find(typed: string): Promise<readonly string[]>;
  /** Another process, or a later start, on the same file; on another catalog if one is given. */
  reopen(catalog?: Catalog): Promise<Search>;
  close(): Promise<void>;
}

export async function openSearchRig(first: readonly Paper[] = []): Promise<SearchRig> {
  const database = await openDatabase(":memory:");
  const papers = createPaperStore(database);
  const folder = await mkdtemp(join(tmpdir(), "paperboy-search-"));
  const file = join(folder, "search.db");
  const { log, lines } = readableLog();
  const opened: Search[] = [];
  const open = async (catalog: Catalog = papers) => {
    const search = await createSearch({ file, papers: catalog, log });
    opened.push(search);
    return search;
  };
  const search = await open();
  const rig: SearchRig = {
    papers,
    file,
    search,
    logged: (text) => lines.filter((line) => line.includes(text)),
    builds: () =>
      lines.map((line) => build.safeParse(JSON.parse(line))).flatMap(({ data }) => (data ? [data] : [])),
    async add(some) {
      await papers.save(some, NOW);
      await search.sync();
    },
    answer: (typed) => search.search(typed, { now: NOW, offset: 0, limit: 20 }),
    find: async (typed) => idsOf(await rig.answer(typed)),
    reopen: open,
    async close() {
      for (const search of opened) await search.close();
      await database.destroy();
      await rm(folder, { recursive: true });
    },
  };
  await rig.add(first);
  return rig;
}

const build = z.object({
  msg: z.literal("the search index is up to date"),
  level: z.number(),
  papers: z.number(),
  anew: z.boolean(),
  ms: z.number(),
});

export function idsOf({ hits }: SearchAnswer): readonly string[] {
  return hits.map(({ paper }) => paper.id);
}

/** What is marked in a text. */
export function marked(spans: readonly Span[]): readonly string[] {
  return spans.flatMap((span) =>
    typeof span === "object" && "style" in span && span.style === "match" ? [span.text] : [],
  );
}
