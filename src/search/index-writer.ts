/** Brings papers into the index, a batch at a time. */
import type { AcronymUse } from "./acronym-mining.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { IndexedPaper } from "./indexed-paper.ts";
import { PostingBatch, type TermBatch } from "./posting-batch.ts";
import { BLOCKS_PER_TERM, type Connection } from "./search-index.ts";

export interface IndexWriter {
  /** Writes one batch, all or nothing, and that the index now stands at this change of the catalog. */
  write(batch: readonly IndexedPaper[], acronyms: readonly AcronymUse[], position: CatalogPosition): void;
  position(): CatalogPosition | undefined;
}

/** How far of the catalog the index has seen. */
export interface CatalogPosition {
  readonly epoch: number;
  readonly change: number;
}

/**
 * Blocks with fewer postings than this are gone on with, so that daily batches do not leave crumbs; no more than these are
 * added at a time, so that a phrase with a rare word reads little of a common one.
 */
const FULL_BLOCK = 1024;

interface Ending {
  readonly key: number;
  readonly count: number;
  readonly last: number;
  readonly docs: Uint8Array;
  readonly places: Uint8Array;
}

/** `fold` is called within the transaction, with the papers that got a number. */
export function createIndexWriter(
  db: Connection,
  fold: (papers: ReadonlyMap<number, IndexedPaper>) => void,
): IndexWriter {
  const getState = db.prepare<[string], number>("SELECT value FROM state WHERE name = ?").pluck();
  const setState = db.prepare(
    "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const findPaper = db.prepare<[string], { number: number; text_key: number }>(
    "SELECT number, text_key FROM paper WHERE id = ?",
  );
  const lastNumber = db.prepare<[], number>("SELECT coalesce(max(number), 0) FROM paper").pluck();
  const touchPaper = db.prepare("UPDATE paper SET votes = ?, published = ?, touched = ? WHERE number = ?");
  const retirePaper = db.prepare("UPDATE paper SET id = NULL, touched = ? WHERE number = ?");
  const addPaper = db.prepare(
    "INSERT INTO paper (number, id, length, votes, published, title_key, text_key, touched) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const countTerm = db
    .prepare<[string, number], number>(
      "INSERT INTO term (term, papers) VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers RETURNING id",
    )
    .pluck();
  const countWord = db.prepare(
    "INSERT INTO word (word, papers) VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers",
  );
  const lastBlock = db.prepare<[number, number], Ending>(
    "SELECT key, count, last, docs, places FROM posting WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1",
  );
  const putBlock = db.prepare(
    "INSERT OR REPLACE INTO posting (key, count, last, docs, places) VALUES (?, ?, ?, ?, ?)",
  );
  const countAcronym = db.prepare(
    "INSERT INTO acronym (short, long, written, papers) VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET papers = papers + 1",
  );

  const stateOf = (name: string) => getState.get(name);

  const docs = new ByteWriter();
  const append = ({ term, count, first, last: highest, docs: others, places }: TermBatch) => {
    const id = countTerm.get(term, count) ?? 0;
    const range = id * BLOCKS_PER_TERM;
    const last = lastBlock.get(range, range + BLOCKS_PER_TERM);
    const goesOn = last !== undefined && last.count < FULL_BLOCK;
    docs.clear();
    if (goesOn) docs.append(last.docs);
    docs.varint(goesOn ? first - last.last : first);
    docs.append(others);
    if (goesOn) {
      putBlock.run(last.key, last.count + count, highest, docs.view(), Buffer.concat([last.places, places]));
    } else putBlock.run(last === undefined ? range : last.key + 1, count, highest, docs.view(), places);
  };

  const write = db.transaction(
    (batch: readonly IndexedPaper[], acronyms: readonly AcronymUse[], position: CatalogPosition) => {
      const touched = (stateOf("touched") ?? 0) + 1;
      let number = lastNumber.get() ?? 0;
      const postings = new PostingBatch();
      const added = new Map<number, IndexedPaper>();
      const newIds = new Set<string>();
      for (const paper of batch) {
        const before = findPaper.get(paper.id);
        if (before?.text_key === paper.textKey) {
          touchPaper.run(paper.votes, paper.published, touched, before.number);
          continue;
        }
        if (before === undefined) newIds.add(paper.id);
        else retirePaper.run(touched, before.number);
        number += 1;
        added.set(number, paper);
        addPaper.run(
          number,
          paper.id,
          paper.length,
          paper.votes,
          paper.published,
          paper.titleKey,
          paper.textKey,
          touched,
        );
        postings.add(number, paper);
      }
      for (const part of postings.terms(FULL_BLOCK)) append(part);
      for (const [word, papers] of postings.words()) countWord.run(word, papers);
      // What changes of a paper is hardly ever what it explains, and an acronym is believed when two papers have it.
      for (const { paperId, short, long, written } of acronyms) {
        if (newIds.has(paperId)) countAcronym.run(short, long, written);
      }
      fold(added);
      setState.run("touched", touched);
      setState.run("epoch", position.epoch);
      setState.run("change", position.change);
    },
  );

  return {
    write: (batch, acronyms, position) => write.immediate(batch, acronyms, position),
    position() {
      const [epoch, change] = [stateOf("epoch"), stateOf("change")];
      return epoch === undefined || change === undefined ? undefined : { epoch, change };
    },
  };
}
