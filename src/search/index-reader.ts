/** Reads the index: terms, postings, and the numbers by which papers are told apart within it. */
import { titleKey } from "./indexed-paper.ts";
import { createColumns, type PaperColumns } from "./paper-columns.ts";
import { countPhrase, countStretches, papersWith } from "./phrases.ts";
import { PlaceCursor } from "./place-cursor.ts";
import { createPostingCache } from "./posting-cache.ts";
import {
  type Block,
  firstFrom,
  NO_POSTINGS,
  type Postings,
  readPostings,
  type TermPostings,
} from "./postings.ts";
import { BLOCKS_PER_TERM, type Connection } from "./search-index.ts";

/** A word of a phrase: its term, and how far it stands from the first. */
export interface PhraseTerm {
  readonly term: string;
  readonly gap: number;
}

export interface IndexReader {
  /** Differs whenever the index does. */
  generation(): number;
  columns(): PaperColumns;
  postings(term: string): Postings;
  /** The same among papers with numbers from the first to below the second; nothing is kept of it. */
  postingsWithin(term: string, from: number, to: number): Postings;
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

/** Of postings, in the memory of each thread: what some hundred common words have in a catalog of a million papers. */
const CACHED_BYTES = { terms: 48_000_000, phrases: 16_000_000 };

export function createIndexReader(db: Connection): IndexReader {
  const touched = db.prepare<[], number>("SELECT value FROM state WHERE name = 'touched'").pluck();
  const papersSince = db
    .prepare<[number], [number, string | null, number, number, number]>(
      "SELECT number, id, length, votes, published FROM paper WHERE touched > ? ORDER BY number",
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
  const docsWithin = db
    .prepare<[number, number, number], [number, number, Uint8Array]>(
      "SELECT count, last, docs FROM posting WHERE key >= ? AND key < ? AND last >= ? ORDER BY key",
    )
    .raw();
  const places = db.prepare<[number], Uint8Array>("SELECT places FROM posting WHERE key = ?").pluck();
  const word = db.prepare<[string], number>("SELECT papers FROM word WHERE word = ?").pluck();
  const words = db
    .prepare<[string, string, number], string>(
      "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY papers DESC, word LIMIT ?",
    )
    .pluck();
  const numberOf = db.prepare<[string], number>("SELECT number FROM paper WHERE id = ?").pluck();
  const byTitle = db
    .prepare<[number], string>("SELECT id FROM paper WHERE title_key = ? AND id IS NOT NULL ORDER BY number")
    .pluck();
  const columns = createColumns();
  let seen = 0;

  const blocksOf = (term: string): readonly [number, number] | undefined => {
    const id = termId.get(term);
    return id === undefined ? undefined : [id * BLOCKS_PER_TERM, (id + 1) * BLOCKS_PER_TERM];
  };
  const readColumns = (): PaperColumns => {
    const now = touched.get() ?? 0;
    if (now !== seen) {
      columns.grow(lastNumber.get() ?? 0);
      for (const row of papersSince.iterate(seen)) columns.set(...row);
      seen = now;
    }
    return columns.view();
  };
  const termCache = createPostingCache<TermPostings>(CACHED_BYTES.terms);
  const phraseCache = createPostingCache(CACHED_BYTES.phrases);

  const postings = (term: string): TermPostings =>
    termCache.get(term, touched.get() ?? 0, () => {
      const range = blocksOf(term);
      const blocks = range === undefined ? [] : docs.all(...range);
      return readPostings(blocks.map(([count, bytes]) => ({ count, docs: bytes })));
    });
  const cursor = (term: string): PlaceCursor => {
    const [first = 0] = blocksOf(term) ?? [];
    return new PlaceCursor(postings(term), (block) => places.get(first + block) ?? new Uint8Array(0));
  };

  return {
    generation: () => touched.get() ?? 0,
    columns: readColumns,
    postings,
    postingsWithin(term, from, to) {
      const range = blocksOf(term);
      if (range === undefined) return NO_POSTINGS;
      const blocks: Block[] = [];
      for (const [count, last, bytes] of docsWithin.iterate(...range, from)) {
        blocks.push({ count, docs: bytes });
        if (last >= to) break;
      }
      const { length, numbers, counts } = readPostings(blocks);
      const [first, end] = [firstFrom(numbers, length, from), firstFrom(numbers, length, to)];
      return {
        length: end - first,
        numbers: numbers.subarray(first, end),
        counts: counts.subarray(first, end),
      };
    },
    phrase(terms, inTitle = false) {
      const [only, ...others] = terms;
      if (only === undefined) return NO_POSTINGS;
      if (others.length === 0) return inTitle ? titlesOnly(postings(only.term)) : postings(only.term);
      const gaps = terms.map(({ gap }) => gap);
      const key = JSON.stringify([inTitle, ...terms.flatMap(({ term, gap }) => [term, gap])]);
      return phraseCache.get(key, touched.get() ?? 0, () =>
        papersWith(
          terms.map(({ term }) => cursor(term)),
          countPhrase(gaps, inTitle),
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
      const { ids } = readColumns();
      return new Map(
        numbers.flatMap((number) => {
          const id = ids[number];
          return id === undefined ? [] : [[number, id]];
        }),
      );
    },
    titled: (title) => byTitle.all(titleKey(title)),
  };
}

function titlesOnly(postings: Postings): Postings {
  const numbers = new Uint32Array(postings.length);
  const counts = new Uint8Array(postings.length);
  let length = 0;
  for (let index = 0; index < postings.length; index += 1) {
    const inTitle = (postings.counts[index] ?? 0) & 0b1100_0000;
    if (inTitle === 0) continue;
    numbers[length] = postings.numbers[index] ?? 0;
    counts[length] = inTitle;
    length += 1;
  }
  return { length, numbers: numbers.subarray(0, length), counts: counts.subarray(0, length) };
}
