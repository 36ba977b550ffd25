/** What can be asked of the vectors. A generation is one space of vectors; nothing ever compares two of them. */
import type { NearAnswer, NearRequest } from "./vector-nearness.ts";

/** A place in the catalog's sequence of changes. */
export interface FollowedTo {
  readonly epoch: number;
  readonly change: number;
}

export interface FollowRequest {
  readonly to: FollowedTo;
  readonly papers: readonly { readonly id: string; readonly version: string; readonly published: number }[];
  /** The catalog has no more: whoever was not in it is gone. */
  readonly isAll: boolean;
}

export interface SpaceRequest {
  readonly model: string;
  readonly probe: Float32Array;
  /** Begin a new generation also where the model has others. */
  readonly mayBegin: boolean;
}

export interface ClaimRequest {
  readonly generation: number;
  readonly owner: string;
  readonly limit: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly until: number;
}

export interface SaveRequest {
  readonly generation: number;
  /** Of the same answer as the vectors. */
  readonly probe: Float32Array;
  readonly entries: readonly {
    readonly id: string;
    readonly version: string;
    readonly vector: Float32Array;
  }[];
}

export interface RefuseRequest {
  readonly generation: number;
  readonly id: string;
  /** Not before, and twice as much later after each further time. */
  readonly now: number;
  readonly waitMs: number;
}

export interface Coverage {
  readonly papers: number;
  /** Papers that have a vector. */
  readonly vectors: number;
}

export interface VectorStore {
  followedTo(): FollowedTo | undefined;
  /** Takes over what the catalog changed. A text that is another than before has no vector any more. */
  follow(request: FollowRequest): void;
  /** The generation that the probe's vector belongs to; begins the model's first one. */
  spaceOf(request: SpaceRequest): number | undefined;
  /** Takes the newest papers without a vector, for as long as told; nobody else is given them meanwhile. */
  claim(request: ClaimRequest): readonly { readonly id: string; readonly version: string }[];
  release(owner: string): void;
  /** Keeps vectors of texts that are still wanted; `false`, and nothing is kept, if they are of another space. */
  save(request: SaveRequest): boolean;
  refuse(request: RefuseRequest): void;
  coverage(generation: number): Coverage;
  /** Deletes the other generations if this one has all that it can have; says how many. */
  dropOthers(generation: number): number;
  near(request: NearRequest): NearAnswer;
}
