/** Vectors of length 1, what can be told by them, and how they are kept. */

/** The same direction with the length 1; undefined where there is none: no numbers, all zero, or not finite. */
export function toUnit(vector: Float32Array): Float32Array | undefined {
  let sum = 0;
  for (const number of vector) sum += number * number;
  const length = Math.sqrt(sum);
  return Number.isFinite(length) && length > 0 ? vector.map((number) => number / length) : undefined;
}

/** The cosine of two vectors of length 1. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** The same text, asked again, has a cosine nearer to 1 than this, whatever machine it runs on; another model has not. */
const SAME_SPACE = 0.999;

/** Whether two vectors of one and the same text come from one and the same model. */
export function areOfOneSpace(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && cosine(one, other) >= SAME_SPACE;
}

/** One bit for each number: whether it is above zero. As many bytes as that takes. */
export function toBits(vector: Float32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(vector.length / 8));
  for (let at = 0; at < vector.length; at += 1)
    if ((vector[at] ?? 0) > 0) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  return bits;
}

/** As SQLite keeps it. */
export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

export function fromBytes(bytes: Uint8Array): Float32Array {
  // A copy where it does not begin at a multiple of four.
  const from = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Float32Array(from.buffer, from.byteOffset, from.byteLength / 4);
}
