/** What runs in a thread of its own: the vectors on one connection. Each export answers one kind of request. */
import { Piscina } from "piscina";
import { type Connection, isDamage, openVectors, setAside, VectorsUnavailable } from "./vector-file.ts";
import type { NearPaperRequest, NearRequest } from "./vector-nearness.ts";
import type {
  ClaimRequest,
  CoverageRequest,
  FollowRequest,
  RefuseRequest,
  SaveRequest,
  SpaceRequest,
  VectorStore,
} from "./vector-requests.ts";
import { createVectorStore } from "./vector-store.ts";

export interface ThreadSettings {
  readonly file: string;
  /** Another library than the one that sqlite-vec brings for this system. */
  readonly extension: string | undefined;
}

/** An error loses its kind on the way to another thread. */
export type Outcome<Answer> =
  | { readonly answer: Answer }
  | { readonly unavailable: string }
  | { readonly damage: string };

let opened: { readonly db: Connection; readonly store: VectorStore } | undefined;

function open(): { readonly db: Connection; readonly store: VectorStore } {
  if (opened === undefined) {
    const { file, extension }: ThreadSettings = Piscina.workerData;
    const db = openVectors(file, extension);
    opened = { db, store: createVectorStore(db) };
  }
  return opened;
}

function answering<Request, Answer>(
  work: (store: VectorStore, request: Request) => Answer,
  { onlyReads }: { readonly onlyReads: boolean } = { onlyReads: false },
): (request: Request) => Outcome<Answer> {
  return (request) => {
    try {
      const { db, store } = open();
      const step = db.transaction(() => work(store, request));
      return { answer: onlyReads ? step.deferred() : step.immediate() };
    } catch (error) {
      if (error instanceof VectorsUnavailable) return { unavailable: error.message };
      if (!isDamage(error) || !(error instanceof Error)) throw error;
      opened?.db.close();
      opened = undefined;
      const { file }: ThreadSettings = Piscina.workerData;
      setAside(file);
      return { damage: error.message };
    }
  };
}

/** Takes no lock, so that nobody who searches waits for another process that writes. */
const READING = { onlyReads: true };

export const followedTo = answering((store) => store.followedTo(), READING);
export const follow = answering((store, request: FollowRequest) => store.follow(request));
export const generationOf = answering((store, request: SpaceRequest) => store.generationOf(request));
export const claim = answering((store, request: ClaimRequest) => store.claim(request));
export const release = answering((store, owner: string) => store.release(owner));
export const save = answering((store, request: SaveRequest) => store.save(request));
export const refuse = answering((store, request: RefuseRequest) => store.refuse(request));
export const coverage = answering((store, request: CoverageRequest) => store.coverage(request), READING);
export const dropOthers = answering((store, generation: number) => store.dropOthers(generation));
export const sweep = answering((store) => store.sweep());
export const near = answering((store, request: NearRequest) => store.near(request), READING);
export const nearPaper = answering((store, request: NearPaperRequest) => store.nearPaper(request), READING);
