/** The vectors nearest to one: candidates by their bits, which is fast, then by their cosines, which is exact. */
import { areOfOneSpace, cosine, fromBytes, toBits } from "./vector.ts";
import type { Connection } from "./vector-file.ts";
import type { VectorTables } from "./vector-tables.ts";

export interface NearRequest {
  readonly space: string;
  /** Of the same answer as the vector: it tells the generation. */
  readonly probe: Float32Array;
  readonly vector: Float32Array;
  /** Papers whose cosines are wanted in any case. */
  readonly ids: readonly string[];
}

export interface NearPaperRequest {
  readonly space: string;
  readonly id: string;
  /** Of its text: another one's vector says nothing about it. */
  readonly version: string;
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

/** Whether so many vectors are enough for so many papers. */
export function isShare(vectors: number, papers: number): boolean {
  return vectors > 0 && vectors >= LEAST_COVERAGE * papers;
}

/** So many are compared in full, twice as many as are used: bits alone misplace some. */
const CANDIDATES = 400;

interface Generation {
  readonly id: number;
  readonly probe: Uint8Array;
  readonly vectors: number;
}

export interface NearnessParts {
  /** The oldest first. */
  ofSpace(space: string): readonly Generation[];
  tablesOf(generation: number): VectorTables;
  /** How many there are, with a vector or without. */
  papers(): number;
}

export interface NearnessSearch {
  near(request: NearRequest): NearAnswer;
  nearPaper(request: NearPaperRequest): NearAnswer;
}

export function createNearness(db: Connection, { ofSpace, tablesOf, papers }: NearnessParts): NearnessSearch {
  const isCurrent = "epoch = (SELECT value FROM state WHERE name = 'epoch')";
  const known = db.prepare<[string], { number: number; version: string }>(
    `SELECT number, version FROM paper WHERE id = ? AND ${isCurrent}`,
  );
  const idOf = db.prepare<[number], string>(`SELECT id FROM paper WHERE number = ? AND ${isCurrent}`).pluck();
  const isEnough = ({ vectors }: Generation) => isShare(vectors, papers());

  const nearestTo = (
    tables: VectorTables,
    vector: Float32Array,
    ids: readonly string[],
    own?: number,
  ): Nearness => {
    const cosineOf = (number: number | undefined): number | undefined => {
      const bytes = number === undefined ? undefined : tables.get(number);
      return bytes === undefined ? undefined : cosine(vector, fromBytes(bytes));
    };
    const nearest = tables.nearestBits(toBits(vector), CANDIDATES).flatMap((number) => {
      if (number === own) return [];
      const [id, near] = [idOf.get(number), cosineOf(number)];
      return id === undefined || near === undefined ? [] : [{ id, cosine: near }];
    });
    const asked = ids.flatMap((id) => {
      const near = cosineOf(known.get(id)?.number);
      return near === undefined ? [] : [[id, near] as const];
    });
    return { nearest: nearest.sort((one, other) => other.cosine - one.cosine), asked: new Map(asked) };
  };

  return {
    near({ space, probe, vector, ids }) {
      const own = ofSpace(space).find((one) => areOfOneSpace(fromBytes(one.probe), probe));
      return own !== undefined && isEnough(own) ? nearestTo(tablesOf(own.id), vector, ids) : undefined;
    },
    nearPaper({ space, id, version, ids }) {
      const own = ofSpace(space).findLast(isEnough);
      const paper = known.get(id);
      if (own === undefined || paper?.version !== version) return undefined;
      const tables = tablesOf(own.id);
      const bytes = tables.get(paper.number);
      return bytes && nearestTo(tables, fromBytes(bytes), ids, paper.number);
    },
  };
}
