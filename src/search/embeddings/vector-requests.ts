/**
 * What can be asked of the vectors. A space is what texts are put into: a model, and what stands before each text. A
 * generation is one space as it was found; nothing ever compares vectors of two of them.
 */
import type { NearAnswer, NearPaperRequest, NearRequest } from "./vector-nearness.ts";

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
  readonly space: string;
  readonly probe: Float32Array;
  /** Begin a new generation also where the space has others. */
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

export interface Claimed {
  readonly id: string;
  readonly version: string;
  /** Whether the server would not take it before. */
  readonly wasRefused: boolean;
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

export interface CoverageRequest {
  readonly space: string;
  /** Undefined: the space's one that has most. */
  readonly generation: number | undefined;
}

export interface Coverage {
  readonly papers: number;
  /** Papers that have a vector of that generation. */
  readonly vectors: number;
  /** In the space's generation that has most: the model may have become another since. */
  readonly most: number;
}

/** What is asked while nothing changed, or little, costs no more in a large catalog than in a small one; but for `near` and `nearPaper`. */
export interface VectorStore {
  followedTo(): FollowedTo | undefined;
  /** Takes over what the catalog changed. A text that is another than before has no vector any more. */
  follow(request: FollowRequest): void;
  /** The generation that the probe's vector belongs to; begins the space's first one. */
  generationOf(request: SpaceRequest): number | undefined;
  /** Takes the newest papers without a vector, for as long as told; nobody else is given them meanwhile. */
  claim(request: ClaimRequest): readonly Claimed[];
  release(owner: string): void;
  /** Keeps vectors of texts that are still wanted; `false`, and nothing is kept, if they are of another generation. */
  save(request: SaveRequest): boolean;
  refuse(request: RefuseRequest): void;
  coverage(request: CoverageRequest): Coverage;
  /** Gives the other generations up if this one has all that it can have; says how many. */
  dropOthers(generation: number): number;
  /** Deletes a bit of what was given up; says whether there may be more. */
  sweep(): boolean;
  /** The nearest to a vector. */
  near(request: NearRequest): NearAnswer;
  /** The nearest to a paper's own vector. */
  nearPaper(request: NearPaperRequest): NearAnswer;
}
