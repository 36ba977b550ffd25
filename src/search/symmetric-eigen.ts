/** The directions in which a symmetric matrix only stretches, and by how much. */
import type { Slices } from "./slices.ts";

/** Jacobi's rotations: G. Golub, C. Van Loan, "Matrix Computations", section 8.5. */
export function* symmetricEigen(
  given: Float64Array,
  size: number,
): Slices<{ values: Float64Array; vectors: Float64Array }> {
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
      yield;
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
