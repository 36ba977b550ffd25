/** A catalog in memory; it is closed after the test. */
import { onTestFinished } from "vitest";
import { createPaperStore, type PaperStore } from "../../src/papers/paper-store.ts";
import { createSourceStateStore, type SourceStateStore } from "../../src/papers/source-state-store.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";

export interface Catalog {
  readonly database: Database;
  readonly papers: PaperStore;
  readonly states: SourceStateStore;
}

export async function openCatalog(): Promise<Catalog> {
  const database = await openDatabase(":memory:");
  onTestFinished(() => database.destroy());
  return { database, papers: createPaperStore(database), states: createSourceStateStore(database) };
}
