/** Keeps the postings that were asked for last: the longest ones, which cost most to read, are asked for most often. */
import type { Postings } from "./postings.ts";

export interface PostingCache<Its extends Postings> {
  /** What is kept for this key as of this generation of the index, or else what `read` gives. */
  get(key: string, generation: number, read: () => Its): Its;
}

/** A number and a count. */
const BYTES_OF_ONE = 5;
/** What is kept beside the postings themselves. */
const BYTES_OF_KEY = 200;

export function createPostingCache<Its extends Postings>(mostBytes: number): PostingCache<Its> {
  // A Map keeps its keys in the order in which they were set: the first is the one not asked for longest.
  const kept = new Map<string, Its>();
  let bytes = 0;
  let current = 0;
  const sizeOf = ({ length }: Its) => BYTES_OF_KEY + length * BYTES_OF_ONE;

  return {
    get(key, generation, read) {
      if (generation !== current) {
        kept.clear();
        bytes = 0;
        current = generation;
      }
      const known = kept.get(key);
      const postings = known ?? read();
      if (known === undefined) bytes += sizeOf(postings);
      else kept.delete(key);
      kept.set(key, postings);
      for (const [oldest, its] of kept) {
        if (bytes <= mostBytes) break;
        kept.delete(oldest);
        bytes -= sizeOf(its);
      }
      return postings;
    },
  };
}
