/** The vectors nearest to one: candidates by their bits, which is fast, then by their cosines, which is exact. */
import { areOfOneSpace, cosine, fromBytes, toBits } from "./vector.ts";
import type { Connection } from "./vector-file.ts";
import type { Coverage } from "./vector-requests.ts";

export interface NearRequest {
  readonly model: string;
  /** Of the same answer as the vector: it tells the space. */
  readonly probe: Float32Array;
  readonly vector: Float32Array;
  /** Papers whose cosines are wanted in any case. */
  readonly ids: readonly string[];
}

export interface Nearness {
  /** Best first, the nearest of the catalog. */
  readonly nearest: readonly { readonly id: string; readonly cosine: number }[];
  /** Of those that were asked for and have a vector. */
  readonly asked: ReadonlyMap<string, number>;
}

/** Undefined: no vectors of that space, or too few. */
export type NearAnswer = Nearness | undefined;

/** The share of the papers that must have a vector before vectors have a say: else whoever has one would be favoured. */
export const LEAST_COVERAGE = 0.8;

/** So many are compared in full, twice as many as are used: bits alone misplace some. */
const CANDIDATES = 400;

export function createNearness(
  db: Connection,
  coverage: (generation: number) => Coverage,
): (request: NearRequest) => NearAnswer {
  const generations = db.prepare<[string], { id: number; probe: Uint8Array }>(
    "SELECT id, probe FROM generation WHERE model = ?",
  );
  const numberOf = db.prepare<[string], number>("SELECT number FROM paper WHERE id = ? AND present").pluck();
  const idOf = db.prepare<[number], string>("SELECT id FROM paper WHERE number = ? AND present").pluck();
  const dataVersion = db.prepare<[], number>("PRAGMA data_version").pluck();
  const changes = db.prepare<[], number>("SELECT total_changes()").pluck();
  const counted = new Map<number, { readonly asOf: string; readonly share: number }>();

  /** Counting takes longer than searching, so it is done when something was written. */
  const shareOf = (generation: number): number => {
    const asOf = `${dataVersion.get()} ${changes.get()}`;
    const before = counted.get(generation);
    if (before?.asOf === asOf) return before.share;
    const { papers, vectors } = coverage(generation);
    const share = papers === 0 ? 0 : vectors / papers;
    counted.set(generation, { asOf, share });
    return share;
  };

  return ({ model, probe, vector, ids }) => {
    const space = generations.all(model).find((one) => areOfOneSpace(fromBytes(one.probe), probe));
    if (space === undefined || shareOf(space.id) < LEAST_COVERAGE) return undefined;
    const exact = db
      .prepare<[number], Uint8Array>(`SELECT vector FROM exact_${space.id} WHERE number = ?`)
      .pluck();
    const cosineOf = (number: number | undefined): number | undefined => {
      const bytes = number === undefined ? undefined : exact.get(number);
      return bytes === undefined ? undefined : cosine(vector, fromBytes(bytes));
    };
    const candidates = db
      .prepare<[Uint8Array, number], number>(
        `SELECT number FROM bits_${space.id} ORDER BY vec_distance_hamming(vec_bit(vector), vec_bit(?)) LIMIT ?`,
      )
      .pluck()
      .all(toBits(vector), CANDIDATES);
    const nearest = candidates.flatMap((number) => {
      const [id, near] = [idOf.get(number), cosineOf(number)];
      return id === undefined || near === undefined ? [] : [{ id, cosine: near }];
    });
    const asked = ids.flatMap((id) => {
      const near = cosineOf(numberOf.get(id));
      return near === undefined ? [] : [[id, near] as const];
    });
    return { nearest: nearest.sort((one, other) => other.cosine - one.cosine), asked: new Map(asked) };
  };
}
