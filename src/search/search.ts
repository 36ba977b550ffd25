/** The one face of this folder: find papers by words, by likeness, by the beginning of a title. */

import type { Paper, PaperId } from "../papers/paper.ts";
import type { Span } from "../platform/message.ts";
import type { Acronyms } from "./acronyms.ts";

export interface Search {
  /** The papers that fit what the person typed, best first. Never rejects for what was typed. */
  search(typed: string, options: SearchOptions): Promise<SearchAnswer>;
  /** The papers most like this one, best first, without other faces of the same paper. */
  similar(id: PaperId, limit: number): Promise<readonly SimilarPaper[]>;
  /** Titles for completing what is being typed. */
  suggest(typed: string, limit: number): Promise<readonly Paper[]>;
  /** Brings the index up to date with the catalog; reports how far it is when there is much to do. */
  sync(progress?: (done: number, total: number) => void): Promise<void>;
  /** As of the last sync. */
  readonly acronyms: Acronyms;
  close(): Promise<void>;
}

export interface SearchOptions {
  readonly now: Date;
  /** How many of the best to skip, and how many to give. */
  readonly offset: number;
  readonly limit: number;
}

export interface SearchAnswer {
  readonly hits: readonly SearchHit[];
  /** How many papers fit in all; counting stops at some hundreds, then `orMore` is true. */
  readonly total: number;
  readonly orMore: boolean;
  /** What was searched for instead, when words were corrected or left out; for people. */
  readonly showing: string | undefined;
  /** What of the query was understood in a way that the person should know, or could not be; for people. */
  readonly remarks: readonly string[];
}

export interface SearchHit {
  readonly paper: Paper;
  /** The title, with the words that made the search find it marked as `match`. */
  readonly title: readonly Span[];
  /** The passage of the abstract with the most such words, marked likewise. */
  readonly passage: readonly Span[];
}

export interface SimilarPaper {
  readonly paper: Paper;
  /** Why it is like it, in a few words. */
  readonly reason: string;
}
