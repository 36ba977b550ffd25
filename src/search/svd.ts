/**
 * The strongest directions of a large sparse matrix, by randomized subspace iteration: N. Halko, P. Martinsson, J. Tropp,
 * "Finding structure with randomness" (2011), algorithms 4.4 and 5.1.
 */

/** Rows in compressed form: row i holds `columns[starts[i]..starts[i+1]]` with `values` beside them. */
export interface SparseMatrix {
  readonly rows: number;
  readonly width: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** More directions than are asked for, so that the last ones asked for are right too. */
const OVERSAMPLING = 20;
const ITERATIONS = 2;

/**
 * The right singular vectors for the `rank` largest singular values, one row of `rank` numbers for each column of the
 * matrix: a row of the matrix times this is its place in the space of few dimensions.
 */
export function rightSingularVectors(matrix: SparseMatrix, rank: number, random: () => number): Float32Array {
  const size = Math.min(rank + OVERSAMPLING, matrix.rows, matrix.width);
  let right = Float32Array.from({ length: matrix.width * size }, () => random() + random() + random() - 1.5);
  let left = new Float32Array(0);
  for (let iteration = 0; iteration <= ITERATIONS; iteration += 1) {
    left = times(matrix, right, size);
    orthonormalize(left, size);
    right = transposedTimes(matrix, left, size);
    if (iteration < ITERATIONS) orthonormalize(right, size);
  }
  return rotateToStrongest(right, size, Math.min(rank, size), rank);
}

function times(
  { rows, starts, columns, values }: SparseMatrix,
  right: Float32Array,
  size: number,
): Float32Array<ArrayBuffer> {
  const product = new Float32Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    const into = row * size;
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      addScaled(product, into, right, (columns[at] ?? 0) * size, values[at] ?? 0, size);
    }
  }
  return product;
}

function transposedTimes(matrix: SparseMatrix, left: Float32Array, size: number): Float32Array<ArrayBuffer> {
  const { rows, width, starts, columns, values } = matrix;
  const product = new Float32Array(width * size);
  for (let row = 0; row < rows; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      addScaled(product, (columns[at] ?? 0) * size, left, row * size, values[at] ?? 0, size);
    }
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
function orthonormalize(tall: Float32Array, size: number): void {
  const gram = gramOf(tall, size);
  // A ridge keeps directions that the matrix does not have from dividing by nothing.
  let trace = 0;
  for (let index = 0; index < size; index += 1) trace += gram[index * size + index] ?? 0;
  for (let index = 0; index < size; index += 1) {
    gram[index * size + index] = (gram[index * size + index] ?? 0) + 1e-9 * trace + 1e-30;
  }
  const lower = cholesky(gram, size);
  const row = new Float64Array(size);
  for (let start = 0; start < tall.length; start += size) {
    for (let column = 0; column < size; column += 1) {
      let sum = tall[start + column] ?? 0;
      const base = column * size;
      for (let index = 0; index < column; index += 1) sum -= (lower[base + index] ?? 0) * (row[index] ?? 0);
      row[column] = sum / (lower[base + column] ?? 1);
    }
    tall.set(row, start);
  }
}

/** Transposed times itself. */
function gramOf(tall: Float32Array, size: number): Float64Array {
  const gram = new Float64Array(size * size);
  for (let start = 0; start < tall.length; start += size) {
    for (let one = 0; one < size; one += 1) {
      const value = tall[start + one] ?? 0;
      if (value === 0) continue;
      const base = one * size;
      for (let other = 0; other <= one; other += 1) {
        gram[base + other] = (gram[base + other] ?? 0) + value * (tall[start + other] ?? 0);
      }
    }
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
function rotateToStrongest(tall: Float32Array, size: number, kept: number, rank: number): Float32Array {
  const { values, vectors } = symmetricEigen(gramOf(tall, size), size);
  const order = [...values.keys()]
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0))
    .slice(0, kept);
  const rows = tall.length / size;
  const strongest = new Float32Array(rows * rank);
  for (const [place, column] of order.entries()) {
    const strength = Math.sqrt(Math.max(values[column] ?? 0, 0));
    if (strength < 1e-6) continue;
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let index = 0; index < size; index += 1) {
        sum += (tall[row * size + index] ?? 0) * (vectors[index * size + column] ?? 0);
      }
      strongest[row * rank + place] = sum / strength;
    }
  }
  return strongest;
}

/** Jacobi's rotations: G. Golub, C. Van Loan, "Matrix Computations", section 8.5. */
function symmetricEigen(given: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const matrix = Float64Array.from(given);
  const vectors = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) vectors[index * size + index] = 1;
  const get = (row: number, column: number) => matrix[row * size + column] ?? 0;
  for (let sweep = 0; sweep < 12; sweep += 1) {
    let off = 0;
    let diagonal = 0;
    for (let row = 0; row < size; row += 1) {
      diagonal += get(row, row) ** 2;
      for (let column = 0; column < row; column += 1) off += get(row, column) ** 2;
    }
    if (off <= 1e-18 * diagonal) break;
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        if (Math.abs(get(p, q)) < 1e-300) continue;
        const theta = (get(q, q) - get(p, p)) / (2 * get(p, q));
        const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        rotate(matrix, vectors, size, p, q, cosine, tangent * cosine);
      }
    }
  }
  return { values: Float64Array.from({ length: size }, (_, index) => get(index, index)), vectors };
}

function rotate(
  matrix: Float64Array,
  vectors: Float64Array,
  size: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void {
  for (let index = 0; index < size; index += 1) {
    const [ip, iq] = [index * size + p, index * size + q];
    const [one, other] = [matrix[ip] ?? 0, matrix[iq] ?? 0];
    matrix[ip] = c * one - s * other;
    matrix[iq] = s * one + c * other;
  }
  for (let index = 0; index < size; index += 1) {
    const [pi, qi] = [p * size + index, q * size + index];
    const [one, other] = [matrix[pi] ?? 0, matrix[qi] ?? 0];
    matrix[pi] = c * one - s * other;
    matrix[qi] = s * one + c * other;
    const [ip, iq] = [index * size + p, index * size + q];
    const [left, right] = [vectors[ip] ?? 0, vectors[iq] ?? 0];
    vectors[ip] = c * left - s * right;
    vectors[iq] = s * left + c * right;
  }
}
