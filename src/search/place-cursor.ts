/** Reads, paper by paper, where in it a term stands. */
import { leapTo, type Postings } from "./postings.ts";
import { DamagedIndex } from "./search-index.ts";

/** A block of a term's places: how many papers it covers, and a way to read it. */
export interface PlaceBlock {
  readonly count: number;
  read(): Uint8Array;
}

/** Walks along the postings of a term; the places themselves are only read where they are asked for. */
export class PlaceCursor {
  readonly postings: Postings;
  readonly #blocks: readonly PlaceBlock[];
  #index = 0;
  #block = -1;
  /** The postings that the block begins and ends with. */
  #from = 0;
  #to = 0;
  /** The next posting of the block whose places begin at the offset. */
  #next = 0;
  #places: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(postings: Postings, blocks: readonly PlaceBlock[]) {
    this.postings = postings;
    this.#blocks = blocks;
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
      while (this.#index >= this.#to) {
        this.#block += 1;
        const block = this.#blocks[this.#block];
        if (block === undefined) throw new DamagedIndex("the places of a term do not fit its postings");
        this.#from = this.#to;
        this.#to = this.#from + block.count;
      }
      this.#places = this.#blocks[this.#block]?.read() ?? this.#places;
      this.#next = this.#from;
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
