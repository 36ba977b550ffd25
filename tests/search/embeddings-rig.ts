/** Embeddings against a server on loopback, with a catalog and a file of their own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { onTestFinished } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import type { PaperStore } from "../../src/papers/paper-store.ts";
import { createEmbeddings, type Embeddings, type EmbeddingsParts } from "../../src/search/embeddings.ts";
import { createSearch, type Search } from "../../src/search/search.ts";
import { createTokenBudget } from "../../src/summaries/token-budget.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { type EmbeddingsServer, startEmbeddingsServer } from "../helpers/embeddings-server.ts";
import { readableLog } from "../helpers/quiet-log.ts";
import { idsOf } from "./search-rig.ts";

export interface EmbeddingsRig {
  readonly server: EmbeddingsServer;
  readonly papers: PaperStore;
  readonly file: string;
  /** What was logged as a warning or worse. */
  readonly warnings: () => readonly string[];
  now: Date;
  /** Another start, or another process, on the same files. */
  open(changes?: Partial<EmbeddingsParts>): Promise<{ embeddings: Embeddings; search: Search }>;
  /** A search without embeddings on the same papers. */
  plain(): Promise<Search>;
  /** What it finds. */
  without(...typed: readonly string[]): Promise<readonly (readonly string[])[]>;
  /** Prices a million tokens, within dollars a month. */
  budget(price: number, monthly: number): ReturnType<typeof createTokenBudget>;
  save(papers: readonly Paper[]): Promise<void>;
  /** How many vectors are kept of how many papers, in all generations. */
  kept(): { readonly papers: number; readonly generations: readonly number[] };
}

export async function openEmbeddingsRig(): Promise<EmbeddingsRig> {
  const server = await startEmbeddingsServer();
  const { database, papers } = await openCatalog();
  const folder = await mkdtemp(join(tmpdir(), "paperboy-vectors-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { log, lines } = readableLog();
  let number = 0;
  let plain: Promise<Search> | undefined;
  onTestFinished(async () => (await plain)?.close());
  const rig: EmbeddingsRig = {
    server,
    papers,
    file: join(folder, "vectors.db"),
    warnings: () => lines.filter((line) => /"level":[456]0/.test(line)),
    now: new Date("2026-11-24T12:00:00Z"),
    async open(changes = {}) {
      const embeddings = createEmbeddings({
        file: rig.file,
        baseUrl: server.url,
        apiKey: undefined,
        userAgent: "test",
        model: "bag",
        queryPrefix: undefined,
        documentPrefix: undefined,
        papers,
        budget: undefined,
        callsAtOnce: 2,
        timeoutMs: 5_000,
        patienceMs: 5_000,
        now: () => rig.now,
        log,
        ...changes,
      });
      number += 1;
      const search = await createSearch({
        file: join(folder, `search-${number}.db`),
        papers,
        log,
        embeddings,
      });
      onTestFinished(() => search.close());
      return { embeddings, search };
    },
    async plain() {
      plain ??= createSearch({ file: join(folder, "plain.db"), papers, log });
      await (await plain).sync();
      return plain;
    },
    async without(...typed) {
      const search = await rig.plain();
      const answers = typed.map((one) => search.search(one, { now: rig.now, offset: 0, limit: 30 }));
      return (await Promise.all(answers)).map(idsOf);
    },
    budget: (price, monthlyBudget) =>
      createTokenBudget({ database, purpose: "embeddings", price, monthlyBudget, budgetOfAll: 5 }),
    async save(some) {
      await papers.save(some, rig.now);
    },
    kept() {
      const db = new SQLite(rig.file, { readonly: true });
      const count = (table: string) =>
        db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
      const ids = db.prepare<[], number>("SELECT id FROM generation ORDER BY id").pluck().all();
      const counts = { papers: count("paper"), generations: ids.map((id) => count(`exact_${id}`)) };
      db.close();
      return counts;
    },
  };
  return rig;
}
