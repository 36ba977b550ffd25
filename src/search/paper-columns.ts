/** What is known of every paper, kept in memory: each search asks for it. */

/** What is known of every paper, by number. Grows with the catalog; a retired number has length 0. */
export interface PaperColumns {
  /** The highest number. */
  readonly last: number;
  /** Papers with text. */
  readonly count: number;
  readonly meanLength: number;
  /** Undefined for a retired number. */
  readonly ids: readonly (string | undefined)[];
  readonly lengths: Uint16Array;
  readonly votes: Int32Array;
  /** Days since 1970. */
  readonly published: Int32Array;
}

export function createColumns() {
  let last = 0;
  let count = 0;
  let total = 0;
  const ids: (string | undefined)[] = [];
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
    set(number: number, id: string | null, length: number, itsVotes: number, itsDay: number): void {
      const before = lengths[number] ?? 0;
      const kept = id === null ? 0 : Math.max(1, Math.min(length, 65_535));
      total += kept - before;
      count += Number(kept > 0) - Number(before > 0);
      // From the first number on, so that it stays an array without holes.
      while (ids.length <= number) ids.push(undefined);
      ids[number] = id ?? undefined;
      lengths[number] = kept;
      votes[number] = itsVotes;
      published[number] = itsDay;
    },
    view: (): PaperColumns => ({
      last,
      count,
      meanLength: count === 0 ? 1 : total / count,
      ids,
      lengths,
      votes,
      published,
    }),
  };
}
