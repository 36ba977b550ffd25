/** The best of many, without keeping or sorting the many. */

export interface Ranked {
  readonly number: number;
  readonly score: number;
}

/** Keeps the `limit` best: by score, then by number, the newest first. A binary heap with the worst of them on top. */
export class BestHeap {
  /** What a score must reach to get in. */
  least = Number.NEGATIVE_INFINITY;
  readonly #scores: Float64Array;
  readonly #numbers: Uint32Array;
  #size = 0;

  constructor(limit: number) {
    this.#scores = new Float64Array(limit);
    this.#numbers = new Uint32Array(limit);
  }

  add(number: number, score: number): void {
    if (this.#size < this.#scores.length) {
      this.#size += 1;
      this.#rise(this.#size - 1, number, score);
    } else if (this.#size > 0 && this.#isBetter(number, score, 0)) {
      this.#sink(number, score);
    }
    if (this.#size === this.#scores.length) this.least = this.#scores[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Best first. */
  sorted(): readonly Ranked[] {
    return Array.from(this.#scores.subarray(0, this.#size), (score, place) => ({
      number: this.#numbers[place] ?? 0,
      score,
    })).sort((one, other) => other.score - one.score || other.number - one.number);
  }

  #isBetter(number: number, score: number, place: number): boolean {
    const other = this.#scores[place] ?? 0;
    return score > other || (score === other && number > (this.#numbers[place] ?? 0));
  }

  #put(place: number, number: number, score: number): void {
    this.#scores[place] = score;
    this.#numbers[place] = number;
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#numbers[from] ?? 0, this.#scores[from] ?? 0);
  }

  #rise(from: number, number: number, score: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#isBetter(number, score, parent)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#put(place, number, score);
  }

  #sink(number: number, score: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      const isRightWorse =
        right < this.#size && this.#isBetter(this.#numbers[child] ?? 0, this.#scores[child] ?? 0, right);
      if (isRightWorse) child = right;
      if (!this.#isBetter(number, score, child)) break;
      this.#move(child, place);
      place = child;
    }
    this.#put(place, number, score);
  }
}
