/** The directions of all papers, read once and kept: a search for neighbours looks at every one of them. */
import { createDirectionMemory } from "./direction-memory.ts";
import { lengthOf } from "./lsa.ts";
import type { Directions } from "./nearest.ts";
import { firstFrom } from "./postings.ts";
import type { Connection } from "./search-index.ts";

export interface DirectionStore {
  /** As of this generation of the index. */
  upToDate(generation: number): Directions;
}

export function asSigned(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function createDirectionStore(db: Connection): DirectionStore {
  const modelNumber = db.prepare<[], number>("SELECT value FROM state WHERE name = 'model'").pluck();
  const highest = db.prepare<[], number>("SELECT coalesce(max(number), 0) FROM model_paper").pluck();
  const after = db
    .prepare<[number], [number, Uint8Array]>(
      "SELECT number, direction FROM model_paper WHERE number > ? ORDER BY number",
    )
    .raw();
  const retired = db
    .prepare<[number], number>("SELECT number FROM paper WHERE id IS NULL AND touched > ?")
    .pluck();
  let model: number | undefined;
  let seen = 0;
  let numbers = new Uint32Array(0);
  const memory = createDirectionMemory();
  let norms = new Float32Array(0);
  let length = 0;
  /** Places by number, so that a retired paper is found. */
  const last = () => (length === 0 ? 0 : (numbers[length - 1] ?? 0));

  const reserve = (count: number) => {
    if (count <= numbers.length) return;
    const size = Math.ceil(count * 1.1);
    numbers = grown(new Uint32Array(size), numbers);
    norms = grown(new Float32Array(size), norms);
  };

  return {
    upToDate(generation) {
      const current = modelNumber.get();
      if (current !== model) {
        length = 0;
        seen = 0;
        model = current;
      }
      if (generation !== seen) {
        reserve(highest.get() ?? 0);
        for (const [number, bytes] of after.iterate(last())) {
          reserve(length + 1);
          const direction = asSigned(bytes);
          numbers[length] = number;
          memory.set(length, direction);
          norms[length] = lengthOf(direction);
          length += 1;
        }
        for (const number of retired.iterate(seen)) {
          const place = firstFrom(numbers, length, number);
          if (numbers[place] === number) norms[place] = 0;
        }
        seen = generation;
      }
      return { length, numbers, memory, norms };
    },
  };
}

function grown<Column extends Uint32Array | Float32Array>(into: Column, from: Column): Column {
  into.set(from);
  return into;
}
