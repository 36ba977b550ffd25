/**
 * Many topics, found by a paper's words: each is kept under the rarest word that it must find, beside its other words.
 * A paper asks only under its own words. All is numbers in a few long rows, because a topic that does not fit should
 * cost a number or two to read, and none of the objects that describe it, which lie all over the memory.
 */

/** Finds the entries that may fit; the few that do not fit after all are for the caller to tell. */
export interface WordIndex<Entry> {
  /** The entries that one alternative lets in, each once. `words`: each word with its places, ascending. */
  among(words: Iterable<readonly [string, readonly number[]]>): readonly Entry[];
}

/** An entry without alternatives is always found. */
export interface Indexed<Entry> {
  readonly entry: Entry;
  readonly alternatives: readonly Alternative[];
}

/**
 * Lets an entry in if all of its words are there, and may do so only if each stands within `reach` words of each. Of
 * this the two rarest are looked at: of a thousand pairs that are somewhere in a text most are far apart.
 */
export interface Alternative {
  readonly words: readonly string[];
  readonly reach: number;
}

export function createWordIndex<Entry>(indexed: readonly Indexed<Entry>[]): WordIndex<Entry> {
  const uses = new Map<string, number>();
  for (const { alternatives } of indexed) {
    for (const { words } of alternatives) for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const numbers = new Map([...uses.keys()].map((word, number) => [word, number]));
  const always = indexed.filter(({ alternatives }) => alternatives.length === 0).map(({ entry }) => entry);
  const entries = indexed.map(({ entry }) => entry);
  const rows = rowsOf(numbers.size, numberedOf(indexed, uses, numbers));
  const placesOf: (readonly number[] | undefined)[] = Array.from({ length: numbers.size });
  // The turn in which an entry was found last, so that it is found once.
  const foundIn = new Uint32Array(indexed.length);
  let turn = 0;

  const areThere = (from: number, to: number): boolean => {
    for (let at = from; at < to; at += 1) if (placesOf[rows.others[at] ?? 0] === undefined) return false;
    return true;
  };

  return {
    among(words) {
      const found = [...always];
      const known: number[] = [];
      turn += 1;
      for (const [word, places] of words) {
        const number = numbers.get(word);
        if (number === undefined) continue;
        known.push(number);
        placesOf[number] = places;
      }
      for (const number of known) {
        const places = placesOf[number] ?? [];
        const end = rows.starts[number + 1] ?? 0;
        for (let at = rows.starts[number] ?? 0; at < end; at += 1) {
          const second = rows.seconds[at] ?? number;
          const seconds = placesOf[second];
          if (seconds === undefined) continue;
          if (!areThere(rows.othersFrom[at] ?? 0, rows.othersFrom[at + 1] ?? 0)) continue;
          if (second !== number && !areWithin(rows.reaches[at] ?? 0, places, seconds)) continue;
          const place = rows.entries[at] ?? 0;
          if (foundIn[place] === turn) continue;
          foundIn[place] = turn;
          const entry = entries[place];
          if (entry !== undefined) found.push(entry);
        }
      }
      for (const number of known) placesOf[number] = undefined;
      return found;
    },
  };
}

/** Whether any of some places is so near to any of others; both ascend. */
function areWithin(reach: number, some: readonly number[], others: readonly number[]): boolean {
  for (let at = 0, beside = 0; at < some.length && beside < others.length; ) {
    const apart = (some[at] ?? 0) - (others[beside] ?? 0);
    if (apart >= -reach && apart <= reach) return true;
    if (apart < 0) at += 1;
    else beside += 1;
  }
  return false;
}

/** The numbers of one alternative's words, each once, the rarest first; and the place of its entry. */
interface Numbered {
  readonly words: readonly number[];
  readonly reach: number;
  readonly place: number;
}

function numberedOf(
  indexed: readonly Indexed<unknown>[],
  uses: ReadonlyMap<string, number>,
  numbers: ReadonlyMap<string, number>,
): readonly Numbered[] {
  const rarestFirst = (words: readonly string[]) =>
    [...new Set(words)].sort((one, other) => (uses.get(one) ?? 0) - (uses.get(other) ?? 0));
  return indexed.flatMap(({ alternatives }, place) =>
    alternatives
      .filter(({ words }) => words.length > 0)
      .map(({ words, reach }) => ({
        words: rarestFirst(words).map((word) => numbers.get(word) ?? 0),
        reach,
        place,
      })),
  );
}

/** The alternatives, by their first words. */
interface Rows {
  /** For each word where the alternatives begin that it is the first of; those of the next begin where they end. */
  readonly starts: Uint32Array;
  /** For each alternative the place of its entry. */
  readonly entries: Uint32Array;
  /** Its second word; its only word if it has no other. Most do not fit because of this one. */
  readonly seconds: Uint32Array;
  readonly reaches: Uint32Array;
  /** Where its further words begin among `others`. */
  readonly othersFrom: Uint32Array;
  readonly others: Uint32Array;
}

function rowsOf(words: number, alternatives: readonly Numbered[]): Rows {
  const firstOf = ({ words: [first = 0] }: Numbered) => first;
  const sorted = [...alternatives].sort((one, other) => firstOf(one) - firstOf(other));
  const starts = new Uint32Array(words + 1);
  for (const alternative of sorted)
    starts[firstOf(alternative) + 1] = (starts[firstOf(alternative) + 1] ?? 0) + 1;
  for (let word = 0; word < words; word += 1)
    starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
  const othersFrom = new Uint32Array(sorted.length + 1);
  for (const [at, alternative] of sorted.entries()) {
    othersFrom[at + 1] = (othersFrom[at] ?? 0) + Math.max(0, alternative.words.length - 2);
  }
  return {
    starts,
    entries: Uint32Array.from(sorted, ({ place }) => place),
    seconds: Uint32Array.from(sorted, ({ words: [first = 0, second = first] }) => second),
    reaches: Uint32Array.from(sorted, ({ reach }) => reach),
    othersFrom,
    others: Uint32Array.from(sorted.flatMap((alternative) => alternative.words.slice(2))),
  };
}
