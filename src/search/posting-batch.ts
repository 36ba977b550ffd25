/** What a batch of papers says, gathered word by word and given out term by term. */
import { ByteWriter } from "./byte-writer.ts";
import type { IndexedPaper } from "./indexed-paper.ts";
import { TEXT_FROM } from "./indexed-paper.ts";
import { packCounts } from "./postings.ts";

/** Some of a term's postings, as the bytes that postings.ts tells of. */
export interface TermBatch {
  readonly term: string;
  /** Papers. */
  readonly count: number;
  /** Their lowest and their highest number. */
  readonly first: number;
  readonly last: number;
  /** Without the first number, which depends on the block that is gone on with. Valid until the next term is asked for. */
  readonly docs: Uint8Array;
  readonly places: Uint8Array;
}

interface Told {
  /** Of the term among those of the batch. */
  readonly slot: number;
  papers: number;
  /** The paper that said it last. */
  last: number;
}

const GROWTH = 2;
const FIRST_SIZE = 4096;

export class PostingBatch {
  /** Terms by their own name; each word that was written, with its term. */
  readonly #terms = new Map<string, number>();
  readonly #words = new Map<string, Told>();
  readonly #counts: number[] = [];
  /** One entry for each word of each paper, in their order. */
  #slots = new Uint32Array(FIRST_SIZE);
  #numbers = new Uint32Array(FIRST_SIZE);
  #places = new Uint16Array(FIRST_SIZE);
  #length = 0;

  /** Papers come in the order of their numbers. */
  add(number: number, { words, fields }: IndexedPaper): void {
    for (const { folded, stem, place, isStop } of words) {
      if (isStop) {
        this.#add(this.#slotOf(stem), number, place);
        continue;
      }
      let told = this.#words.get(folded);
      if (told === undefined) {
        told = { slot: this.#slotOf(stem), papers: 0, last: -1 };
        this.#words.set(folded, told);
      }
      if (told.last !== number) {
        told.last = number;
        told.papers += 1;
      }
      this.#add(told.slot, number, place);
    }
    for (const { term, place } of fields) this.#add(this.#slotOf(term), number, place);
  }

  /** How many papers hold each word as it is written, in the order of the words. */
  words(): readonly (readonly [word: string, papers: number])[] {
    return [...this.#words].sort(byName).map(([word, { papers }]) => [word, papers]);
  }

  /**
   * In the order of the terms, so that trees are walked once from left to right. A term with more papers than `most`
   * comes in several parts.
   */
  *terms(most: number): Iterable<TermBatch> {
    const starts = new Uint32Array(this.#counts.length + 1);
    for (const [slot, count] of this.#counts.entries()) starts[slot + 1] = (starts[slot] ?? 0) + count;
    const order = new Uint32Array(this.#length);
    const next = starts.slice();
    for (let at = 0; at < this.#length; at += 1) {
      const slot = this.#slots[at] ?? 0;
      const place = next[slot] ?? 0;
      order[place] = at;
      next[slot] = place + 1;
    }
    const docs = new ByteWriter();
    const places = new ByteWriter();
    for (const [term, slot] of [...this.#terms].sort(byName)) {
      const end = starts[slot + 1] ?? 0;
      for (let from = starts[slot] ?? 0; from < end; ) {
        const { entries, ...part } = this.#encode(order.subarray(from, end), most, docs, places);
        from += entries;
        yield { term, ...part, docs: docs.view(), places: places.view() };
      }
    }
  }

  /** Of the first `most` papers; says how many entries they have. */
  #encode(entries: Uint32Array, most: number, docs: ByteWriter, places: ByteWriter) {
    docs.clear();
    places.clear();
    const ofOne = new ByteWriter();
    let count = 0;
    let first = 0;
    let last = 0;
    let at = 0;
    while (at < entries.length && count < most) {
      const number = this.#numbers[entries[at] ?? 0] ?? 0;
      let before = 0;
      let titles = 0;
      const from = at;
      ofOne.clear();
      for (; at < entries.length && this.#numbers[entries[at] ?? 0] === number; at += 1) {
        const place = this.#places[entries[at] ?? 0] ?? 0;
        if (place < TEXT_FROM) titles += 1;
        ofOne.varint(place - before);
        before = place;
      }
      if (count === 0) first = number;
      else docs.varint(number - last);
      docs.byte(packCounts(titles, at - from - titles));
      places.varint(ofOne.length);
      places.append(ofOne.view());
      last = number;
      count += 1;
    }
    return { count, first, last, entries: at };
  }

  #slotOf(term: string): number {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const slot = this.#counts.length;
    this.#terms.set(term, slot);
    this.#counts.push(0);
    return slot;
  }

  #add(slot: number, number: number, place: number): void {
    if (this.#length === this.#slots.length) this.#grow();
    this.#slots[this.#length] = slot;
    this.#numbers[this.#length] = number;
    this.#places[this.#length] = place;
    this.#length += 1;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
  }

  #grow(): void {
    const size = this.#length * GROWTH;
    const slots = new Uint32Array(size);
    const numbers = new Uint32Array(size);
    const places = new Uint16Array(size);
    slots.set(this.#slots);
    numbers.set(this.#numbers);
    places.set(this.#places);
    this.#slots = slots;
    this.#numbers = numbers;
    this.#places = places;
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
