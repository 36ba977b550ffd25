/**
 * Faces of one work: the same paper under two ids, as when it was withdrawn and submitted anew, or a report became an
 * article. Two papers are one work if their titles are the same but for case, accents and punctuation (`A*` is not `A`),
 * or if their texts share three tenths of their runs of three words. A new arXiv version has the id of the one before,
 * so it is the same Paper to begin with. docs/topics.md has the measurements.
 */
import type { Paper, PaperId } from "../papers/paper.ts";
import { bandsOf } from "./minhash.ts";
import { overlap, type Shingles, shinglesOf } from "./shingles.ts";
import { hashText } from "./text-hash.ts";
import { wordsOf } from "./words.ts";

/** What of a paper decides whether it is one work with another. */
export interface Face {
  readonly title: string;
  readonly shingles: Shingles;
}

const SAME_TEXT = 0.3;
/** Fewer runs than these are a stub ("This paper has been withdrawn by the author"), which says nothing of the work. */
const LEAST_SHINGLES = 30;

export function faceOf(paper: Pick<Paper, "title" | "abstract">): Face {
  const shingles = shinglesOf(`${paper.title}\n${paper.abstract}`);
  return {
    title: titleOf(paper.title),
    shingles: shingles.length < LEAST_SHINGLES ? new Uint32Array() : shingles,
  };
}

/** Its words; a star or plus that clings to one is part of the name, as in `A*` and `DPO+`. */
function titleOf(title: string): string {
  const words = wordsOf(title);
  return words.map(({ folded, end }) => folded + (/[*+]+/y.exec(title.slice(end))?.[0] ?? "")).join(" ");
}

export function isOneWork(one: Face, other: Face): boolean {
  return (
    (one.title !== "" && one.title === other.title) || overlap(one.shingles, other.shingles) >= SAME_TEXT
  );
}

/** The first `limit` of the papers, without those that are one work with `paper` or with one before them. */
export function distinctWorks(paper: Paper, others: readonly Paper[], limit: number): readonly Paper[] {
  const faces = [faceOf(paper)];
  const distinct: Paper[] = [];
  for (const other of others) {
    if (distinct.length >= limit) break;
    if (other.id === paper.id) continue;
    const face = faceOf(other);
    if (faces.some((before) => isOneWork(before, face))) continue;
    faces.push(face);
    distinct.push(other);
  }
  return distinct;
}

/** Remembers papers by what they look like, and knows which of them are faces of one work. */
export interface Works {
  /** Whether the paper was taken in. */
  has(id: PaperId): boolean;
  /** Takes papers in; one whose text is as it was costs nothing. */
  add(papers: readonly Paper[]): void;
  /** The other faces of this paper among those that were taken in. */
  facesOf(id: PaperId): ReadonlySet<PaperId>;
}

const NONE: ReadonlySet<PaperId> = new Set();

export function createWorks(): Works {
  const known = new Map<PaperId, Face & { readonly text: number }>();
  /** Papers by the title and by each band; what a paper had before its text changed stays, and is never confirmed. */
  const alike = new Map<string | number, PaperId | readonly PaperId[]>();
  const faces = new Map<PaperId, Set<PaperId>>();

  const join = (one: PaperId, other: PaperId) => {
    faces.set(one, (faces.get(one) ?? new Set()).add(other));
    faces.set(other, (faces.get(other) ?? new Set()).add(one));
  };

  const part = (id: PaperId) => {
    for (const other of faces.get(id) ?? []) faces.get(other)?.delete(id);
    faces.delete(id);
  };

  return {
    has: (id) => known.has(id),
    facesOf: (id) => faces.get(id) ?? NONE,
    add(papers) {
      for (const paper of papers) {
        const before = known.get(paper.id);
        const text = hashText(`${paper.title}\n${paper.abstract}`);
        if (before?.text === text) continue;
        if (before !== undefined) part(paper.id);
        const face = faceOf(paper);
        known.set(paper.id, { ...face, text });
        for (const key of [...(face.title === "" ? [] : [face.title]), ...bandsOf(face.shingles)]) {
          const others = listOf(alike.get(key));
          for (const id of others) {
            const other = id === paper.id ? undefined : known.get(id);
            if (other !== undefined && isOneWork(face, other)) join(paper.id, id);
          }
          if (others.length === 0) alike.set(key, paper.id);
          else if (!others.includes(paper.id)) alike.set(key, [...others, paper.id]);
        }
      }
    },
  };
}

/** Nearly every key has one paper, and there are dozens of keys to a paper: a list for each would fill the memory. */
function listOf(papers: PaperId | readonly PaperId[] | undefined): readonly PaperId[] {
  if (papers === undefined) return [];
  return typeof papers === "string" ? [papers] : papers;
}
