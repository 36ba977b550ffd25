/**
 * The strongest directions of a large sparse matrix, by randomized subspace iteration: N. Halko, P. Martinsson, J. Tropp,
 * "Finding structure with randomness" (2011), algorithms 4.4 and 5.1.
 */

import type { Slices } from "./slices.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** Rows in compressed form: row i holds `columns[starts[i]..starts[i+1]]` with `values` beside them. */
export interface SparseMatrix {
  readonly rows: number;
  readonly width: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

const ROWS_A_SLICE = 64;

/** More directions than are asked for, so that the last ones asked for are right too. */
const OVERSAMPLING = 20;
const ITERATIONS = 2;

/**
 * The right singular vectors for the `rank` largest singular values, one row of `rank` numbers for each column of the
 * matrix: a row of the matrix times this is its place in the space of few dimensions. `seeds` has a whole number for
 * each column; the same ones give the same vectors.
 */
export function* rightSingularVectors(
  matrix: SparseMatrix,
  rank: number,
  seeds: readonly number[],
): Slices<Float32Array> {
  const size = Math.min(rank + OVERSAMPLING, matrix.rows, matrix.width);
  let right = new Float32Array(matrix.width * size);
  for (const [column, seed] of seeds.entries()) right.set(nearlyNormal(size, seed), column * size);
  let left = new Float32Array(0);
  for (let iteration = 0; iteration <= ITERATIONS; iteration += 1) {
    left = yield* times(matrix, right, size);
    yield* orthonormalize(left, size);
    right = yield* transposedTimes(matrix, left, size);
    if (iteration < ITERATIONS) yield* orthonormalize(right, size);
  }
  return yield* rotateToStrongest(right, size, Math.min(rank, size), rank);
}

/** Numbers around 0, most of them small: sums of three from mulberry32. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
function nearlyNormal(size: number, seed: number): Float32Array {
  let state = seed | 0;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Float32Array.from({ length: size }, () => random() + random() + random() - 1.5);
}

function* times(
  { rows, starts, columns, values }: SparseMatrix,
  right: Float32Array,
  size: number,
): Slices<Float32Array<ArrayBuffer>> {
  const product = new Float32Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    const into = row * size;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      addScaled(product, into, right, (columns[at] ?? 0) * size, values[at] ?? 0, size);
    }
    if (row % ROWS_A_SLICE === 0) yield;
  }
  return product;
}

function* transposedTimes(
  matrix: SparseMatrix,
  left: Float32Array,
  size: number,
): Slices<Float32Array<ArrayBuffer>> {
  const { rows, width, starts, columns, values } = matrix;
  const product = new Float32Array(width * size);
  for (let row = 0; row < rows; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      addScaled(product, (columns[at] ?? 0) * size, left, row * size, values[at] ?? 0, size);
    }
    if (row % ROWS_A_SLICE === 0) yield;
  }
  return product;
}

function addScaled(
  into: Float32Array,
  at: number,
  from: Float32Array,
  start: number,
  by: number,
  size: number,
): void {
  for (let index = 0; index < size; index += 1) {
    into[at + index] = (into[at + index] ?? 0) + by * (from[start + index] ?? 0);
  }
}

/** Makes the columns of a tall matrix of `size` columns orthonormal: Cholesky QR. */
function* orthonormalize(tall: Float32Array, size: number): Slices<void> {
  const gram = yield* gramOf(tall, size);
  // A ridge keeps directions that the matrix does not have from dividing by nothing.
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += gram[index * size + index] ?? 0;
  for (let index = 0; index < size; index += 1) {
    gram[index * size + index] = (gram[index * size + index] ?? 0) + 1e-9 * trace + 1e-30;
  }
  const upper = transposed(cholesky(gram, size), size);
  const row = new Float64Array(size);
  for (let start = 0; start < tall.length; start += size) {
    row.set(tall.subarray(start, start + size));
    for (let column = 0; column < size; column += 1) {
      const base = column * size;
      const solved = (row[column] ?? 0) / (upper[base + column] ?? 1);
      row[column] = solved;
      for (let index = column + 1; index < size; index += 1) {
        row[index] = (row[index] ?? 0) - (upper[base + index] ?? 0) * solved;
      }
    }
    tall.set(row, start);
    if (start % (ROWS_A_SLICE * size) === 0) yield;
  }
}

function transposed(matrix: Float64Array, size: number): Float64Array {
  return Float64Array.from(matrix, (_, at) => matrix[(at % size) * size + Math.floor(at / size)] ?? 0);
}

/** Transposed times itself. Four rows at a time: what takes long is to fetch and to store the sums. */
function* gramOf(tall: Float32Array, size: number): Slices<Float64Array> {
  const gram = new Float64Array(size * size);
  const rows = new Float64Array(4 * size);
  for (let start = 0; start < tall.length; start += 4 * size) {
    rows.fill(0).set(tall.subarray(start, start + 4 * size));
    for (let one = 0; one < size; one += 1) {
      const a = rows[one] ?? 0;
      const b = rows[size + one] ?? 0;
      const c = rows[2 * size + one] ?? 0;
      const d = rows[3 * size + one] ?? 0;
      const base = one * size;
      for (let other = 0; other <= one; other += 1) {
        gram[base + other] =
          (gram[base + other] ?? 0) +
          a * (rows[other] ?? 0) +
          b * (rows[size + other] ?? 0) +
          c * (rows[2 * size + other] ?? 0) +
          d * (rows[3 * size + other] ?? 0);
      }
    }
    if (start % (ROWS_A_SLICE * size) === 0) yield;
  }
  for (let one = 0; one < size; one += 1) {
    for (let other = 0; other < one; other += 1) gram[other * size + one] = gram[one * size + other] ?? 0;
  }
  return gram;
}

function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] ?? 0;
      for (let index = 0; index < column; index += 1) {
        sum -= (lower[row * size + index] ?? 0) * (lower[column * size + index] ?? 0);
      }
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-30)) : sum / (lower[column * size + column] ?? 1);
    }
  }
  return lower;
}

/** Turns `tall` (= the matrix's transposed times an orthonormal basis) into its left singular vectors, the strongest first. */
function* rotateToStrongest(
  tall: Float32Array,
  size: number,
  kept: number,
  rank: number,
): Slices<Float32Array> {
  const { values, vectors } = yield* symmetricEigen(yield* gramOf(tall, size), size);
  const order = [...values.keys()]
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0))
    .slice(0, kept);
  // Side by side as they are needed, and divided by their strengths.
  const turn = new Float64Array(size * kept);
  for (const [place, column] of order.entries()) {
    const strength = Math.sqrt(Math.max(values[column] ?? 0, 0));
    for (let index = 0; strength >= 1e-6 && index < size; index += 1) {
      turn[index * kept + place] = (vectors[index * size + column] ?? 0) / strength;
    }
  }
  const rows = tall.length / size;
  const strongest = new Float32Array(rows * rank);
  const sums = new Float64Array(kept);
  for (let row = 0; row < rows; row += 1) {
    sums.fill(0);
    for (let index = 0; index < size; index += 1) {
      const value = tall[row * size + index] ?? 0;
      const base = index * kept;
      for (let place = 0; place < kept; place += 1) {
        sums[place] = (sums[place] ?? 0) + value * (turn[base + place] ?? 0);
      }
    }
    strongest.set(sums, row * rank);
    if (row % ROWS_A_SLICE === 0) yield;
  }
  return strongest;
}
