/** Reads the index: terms, postings, and the numbers by which papers are told apart within it. */
import { titleKey } from "./indexed-paper.ts";
import { countPhrase, countStretches, papersWith } from "./phrases.ts";
import { PlaceCursor } from "./place-cursor.ts";
import { NO_POSTINGS, type Postings, readPostings } from "./postings.ts";
import { BLOCKS_PER_TERM, type Connection } from "./search-index.ts";

/** A word of a phrase: its term, and how far it stands from the first. */
export interface PhraseTerm {
  readonly term: string;
  readonly gap: number;
}

/** What is known of every paper, by number. Grows with the catalog; a retired number has length 0. */
export interface PaperColumns {
  /** The highest number. */
  readonly last: number;
  /** Papers with text. */
  readonly count: number;
  readonly meanLength: number;
  readonly lengths: Uint16Array;
  readonly votes: Int32Array;
  /** Days since 1970. */
  readonly published: Int32Array;
}

export interface IndexReader {
  /** Differs whenever the index does. */
  generation(): number;
  columns(): PaperColumns;
  postings(term: string): Postings;
  /** Papers in which the terms stand at these distances; `inTitle` looks nowhere else. */
  phrase(terms: readonly PhraseTerm[], inTitle?: boolean): Postings;
  /** Papers in which the terms stand, in any order, within one stretch: places are cut into stretches of `size`. */
  together(terms: readonly string[], size: number): Postings;
  /** How many papers hold this term. */
  termPapers(term: string): number;
  /** How many papers hold this word as it is written. */
  wordPapers(word: string): number;
  /** Words that begin so, most common first. */
  wordsFrom(beginning: string, limit: number): readonly string[];
  numbersOf(ids: readonly string[]): readonly number[];
  idsOf(numbers: readonly number[]): ReadonlyMap<number, string>;
  titled(title: string): readonly string[];
}

export function createIndexReader(db: Connection): IndexReader {
  const touched = db.prepare<[], number>("SELECT value FROM state WHERE name = 'touched'").pluck();
  const papersSince = db
    .prepare<[number], [number, number | null, number, number, number]>(
      "SELECT number, CASE WHEN id IS NULL THEN 0 ELSE 1 END, length, votes, published FROM paper WHERE touched > ? ORDER BY number",
    )
    .raw();
  const lastNumber = db.prepare<[], number>("SELECT coalesce(max(number), 0) FROM paper").pluck();
  const termId = db.prepare<[string], number>("SELECT id FROM term WHERE term = ?").pluck();
  const termPapers = db.prepare<[string], number>("SELECT papers FROM term WHERE term = ?").pluck();
  const docs = db
    .prepare<[number, number], [number, Uint8Array]>(
      "SELECT count, docs FROM posting WHERE key >= ? AND key < ? ORDER BY key",
    )
    .raw();
  const places = db
    .prepare<[number, number], [number, Uint8Array]>(
      "SELECT count, places FROM posting WHERE key >= ? AND key < ? ORDER BY key",
    )
    .raw();
  const word = db.prepare<[string], number>("SELECT papers FROM word WHERE word = ?").pluck();
  const words = db
    .prepare<[string, string, number], string>(
      "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY papers DESC, word LIMIT ?",
    )
    .pluck();
  const numberOf = db.prepare<[string], number>("SELECT number FROM paper WHERE id = ?").pluck();
  const idOf = db.prepare<[number], string | null>("SELECT id FROM paper WHERE number = ?").pluck();
  const byTitle = db
    .prepare<[number], string>("SELECT id FROM paper WHERE title_key = ? AND id IS NOT NULL ORDER BY number")
    .pluck();
  const columns = createColumns();
  let seen = 0;

  const blocksOf = (term: string): readonly [number, number] | undefined => {
    const id = termId.get(term);
    return id === undefined ? undefined : [id * BLOCKS_PER_TERM, (id + 1) * BLOCKS_PER_TERM];
  };
  const postings = (term: string): Postings => {
    const range = blocksOf(term);
    if (range === undefined) return NO_POSTINGS;
    return readPostings(docs.all(...range).map(([count, bytes]) => ({ count, docs: bytes })));
  };
  const cursor = (term: string): PlaceCursor => {
    const range = blocksOf(term);
    const blocks = range === undefined ? [] : places.all(...range);
    return new PlaceCursor(
      postings(term),
      blocks.map(([count, bytes]) => ({ count, places: bytes })),
    );
  };

  return {
    generation: () => touched.get() ?? 0,
    columns() {
      const now = touched.get() ?? 0;
      if (now !== seen) {
        columns.grow(lastNumber.get() ?? 0);
        for (const [number, isLive, length, votes, published] of papersSince.iterate(seen)) {
          columns.set(number, isLive === 1 ? Math.max(1, length) : 0, votes, published);
        }
        seen = now;
      }
      return columns.view();
    },
    postings,
    phrase(terms, inTitle = false) {
      const [only, ...others] = terms;
      if (only === undefined) return NO_POSTINGS;
      if (others.length === 0) return inTitle ? titlesOnly(postings(only.term)) : postings(only.term);
      const cursors = terms.map(({ term }) => cursor(term));
      return papersWith(
        cursors,
        countPhrase(
          terms.map(({ gap }) => gap),
          inTitle,
        ),
      );
    },
    together(terms, size) {
      const [only, ...others] = terms;
      if (only === undefined) return NO_POSTINGS;
      if (others.length === 0) return postings(only);
      return papersWith(terms.map(cursor), countStretches(size));
    },
    termPapers: (term) => termPapers.get(term) ?? 0,
    wordPapers: (written) => word.get(written) ?? 0,
    wordsFrom: (beginning, limit) => words.all(beginning, `${beginning}\u{10ffff}`, limit),
    numbersOf: (ids) => ids.map((id) => numberOf.get(id)).filter((number) => number !== undefined),
    idsOf(numbers) {
      const ids = new Map<number, string>();
      for (const number of numbers) {
        const id = idOf.get(number);
        if (typeof id === "string") ids.set(number, id);
      }
      return ids;
    },
    titled: (title) => byTitle.all(titleKey(title)),
  };
}

function titlesOnly(postings: Postings): Postings {
  const kept = [...postings.numbers.keys()].filter((index) => (postings.counts[index] ?? 0) >> 6 > 0);
  return {
    length: kept.length,
    numbers: Uint32Array.from(kept, (index) => postings.numbers[index] ?? 0),
    counts: Uint8Array.from(kept, (index) => (postings.counts[index] ?? 0) & 0b1100_0000),
  };
}

function createColumns() {
  let last = 0;
  let count = 0;
  let total = 0;
  let lengths = new Uint16Array(1024);
  let votes = new Int32Array(1024);
  let published = new Int32Array(1024);
  const larger = <Column extends Uint16Array | Int32Array>(into: Column, from: Column): Column => {
    into.set(from);
    return into;
  };
  return {
    grow(to: number): void {
      if (to >= lengths.length) {
        const size = Math.max(to + 1, Math.ceil(lengths.length * 1.5));
        lengths = larger(new Uint16Array(size), lengths);
        votes = larger(new Int32Array(size), votes);
        published = larger(new Int32Array(size), published);
      }
      last = Math.max(last, to);
    },
    set(number: number, length: number, itsVotes: number, itsDay: number): void {
      const before = lengths[number] ?? 0;
      const kept = Math.min(length, 65_535);
      total += kept - before;
      count += Number(kept > 0) - Number(before > 0);
      lengths[number] = kept;
      votes[number] = itsVotes;
      published[number] = itsDay;
    },
    view: (): PaperColumns => ({
      last,
      count,
      meanLength: count === 0 ? 1 : total / count,
      lengths,
      votes,
      published,
    }),
  };
}
