/**
 * Many topics, found by a paper's words: each is kept under the rarest word that it must find, beside the next rarest.
 * A paper asks only under its own words, and skips whatever has its second word missing, a byte to look at for each.
 */

/** Finds the entries that may fit; the few that do not fit after all are for the caller to tell. */
export interface WordIndex<Entry> {
  /** The entries of which one alternative can be there whole, each once. */
  among(words: Iterable<string>): Iterable<Entry>;
}

/** An entry is found if all words of one of its alternatives are there. One without alternatives is always found. */
export interface Indexed<Entry> {
  readonly entry: Entry;
  readonly alternatives: readonly (readonly string[])[];
}

interface Bucket<Entry> {
  readonly entries: Entry[];
  /** For each entry the number of the second word that it needs; that of its only word if it needs no other. */
  readonly seconds: number[];
}

export function createWordIndex<Entry>(indexed: readonly Indexed<Entry>[]): WordIndex<Entry> {
  const uses = new Map<string, number>();
  for (const word of indexed.flatMap(({ alternatives }) => alternatives.flat())) {
    uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const numbers = new Map([...uses.keys()].map((word, number) => [word, number]));
  const buckets: (Bucket<Entry> | undefined)[] = [];
  const always: Entry[] = [];
  for (const { entry, alternatives } of indexed) {
    if (alternatives.length === 0) always.push(entry);
    for (const words of alternatives) {
      const [first = "", second = first] = [...new Set(words)].sort(
        (one, other) => (uses.get(one) ?? 0) - (uses.get(other) ?? 0),
      );
      const number = numbers.get(first);
      if (number === undefined) continue;
      const bucket = buckets[number] ?? { entries: [], seconds: [] };
      buckets[number] = bucket;
      bucket.entries.push(entry);
      bucket.seconds.push(numbers.get(second) ?? number);
    }
  }
  const isThere = new Uint8Array(numbers.size);

  return {
    among(words) {
      const found = new Set<Entry>(always);
      const known: number[] = [];
      for (const word of words) {
        const number = numbers.get(word);
        if (number === undefined) continue;
        known.push(number);
        isThere[number] = 1;
      }
      for (const number of known) {
        const bucket = buckets[number];
        if (bucket === undefined) continue;
        const { entries, seconds } = bucket;
        for (let at = 0; at < seconds.length; at += 1) {
          const entry = isThere[seconds[at] ?? number] === 1 ? entries[at] : undefined;
          if (entry !== undefined) found.add(entry);
        }
      }
      for (const number of known) isThere[number] = 0;
      return found;
    },
  };
}
