/** Reads, paper by paper, where in it a term stands. */
import type { Postings } from "./postings.ts";
import { DamagedIndex } from "./search-index.ts";

/** Walks along the postings of a term with the places in each paper. */
export class PlaceCursor {
  /** The paper that it stands at; Infinity after the last. */
  number = -1;
  readonly #postings: Postings;
  readonly #blocks: readonly { readonly count: number; readonly places: Uint8Array }[];
  #index = -1;
  #block = -1;
  #left = 0;
  #places: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #end = 0;

  constructor(
    postings: Postings,
    blocks: readonly { readonly count: number; readonly places: Uint8Array }[],
  ) {
    this.#postings = postings;
    this.#blocks = blocks;
  }

  /** Goes on to the first paper with this number or a higher one. */
  seek(number: number): void {
    while (this.number < number) this.#next();
  }

  /** The places in the paper that it stands at, into `into`; gives how many they are. */
  readPlaces(into: Uint32Array): number {
    let offset = this.#offset;
    let place = 0;
    let count = 0;
    while (offset < this.#end && count < into.length) {
      let byte = this.#places[offset++] ?? 0;
      let delta = byte & 0x7f;
      for (let shift = 7; byte > 0x7f; shift += 7) {
        byte = this.#places[offset++] ?? 0;
        delta |= (byte & 0x7f) << shift;
      }
      place += delta;
      into[count++] = place;
    }
    return count;
  }

  #next(): void {
    this.#index += 1;
    if (this.#index >= this.#postings.length) {
      this.number = Number.POSITIVE_INFINITY;
      return;
    }
    while (this.#left === 0) {
      this.#block += 1;
      const block = this.#blocks[this.#block];
      if (block === undefined) throw new DamagedIndex("the places of a term do not fit its postings");
      this.#left = block.count;
      this.#places = block.places;
      this.#end = 0;
    }
    this.#left -= 1;
    let offset = this.#end;
    let byte = this.#places[offset++] ?? 0;
    let size = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = this.#places[offset++] ?? 0;
      size |= (byte & 0x7f) << shift;
    }
    this.#offset = offset;
    this.#end = offset + size;
    if (this.#end > this.#places.length)
      throw new DamagedIndex("the places of a term do not fit its postings");
    this.number = this.#postings.numbers[this.#index] ?? Number.POSITIVE_INFINITY;
  }
}
