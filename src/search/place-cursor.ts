/** Reads, paper by paper, where in it a term stands. */
import { firstFrom, leapTo, type TermPostings } from "./postings.ts";
import { DamagedIndex } from "./search-index.ts";

/** Gives the places of a block, by its place among those of the term. */
export type ReadBlock = (block: number) => Uint8Array;

/** Walks along the postings of a term; the places themselves are only read where they are asked for. */
export class PlaceCursor {
  readonly postings: TermPostings;
  readonly #read: ReadBlock;
  #index = 0;
  /** Where the block ends that is being read. */
  #to = 0;
  /** The next posting of the block whose places begin at the offset. */
  #next = 0;
  #places: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(postings: TermPostings, read: ReadBlock) {
    this.postings = postings;
    this.#read = read;
  }

  /** The places in one of its papers, into `into`; gives how many they are. Papers are asked for in ascending order. */
  readPlaces(number: number, into: Uint32Array): number {
    const { numbers, length } = this.postings;
    this.#index = leapTo(numbers, this.#index, length, number);
    const places = this.#findPlaces();
    const size = this.#readVarint();
    const end = this.#offset + size;
    if (end > places.length) throw new DamagedIndex("the places of a term do not fit its postings");
    let offset = this.#offset;
    let place = 0;
    let count = 0;
    while (offset < end && count < into.length) {
      let byte = places[offset++] ?? 0;
      let delta = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = places[offset++] ?? 0;
        delta |= (byte & 0x7f) << shift;
      }
      place += delta;
      into[count++] = place;
    }
    this.#offset = end;
    this.#next += 1;
    return count;
  }

  /** Brings the offset to the posting that it stands at. */
  #findPlaces(): Uint8Array {
    if (this.#index >= this.#to) {
      const { ends } = this.postings;
      const block = firstFrom(ends, ends.length, this.#index + 1);
      this.#next = block === 0 ? 0 : (ends[block - 1] ?? 0);
      this.#to = ends[block] ?? 0;
      this.#places = this.#read(block);
      this.#offset = 0;
    }
    for (; this.#next < this.#index; this.#next += 1) {
      const size = this.#readVarint();
      this.#offset += size;
    }
    return this.#places;
  }

  #readVarint(): number {
    let byte = this.#places[this.#offset++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.#places[this.#offset++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value;
  }
}
