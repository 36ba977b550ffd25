/** Under which other ids a channel may have been shown what is now new to it. */
import type { Paper, PaperId } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Works } from "../search/duplicates.ts";
import type { RecentPapers } from "./recent-papers.ts";
import type { SeenPapers } from "./seen-papers.ts";
import { type Selected, type Selection, selectPapers } from "./select-papers.ts";

export interface FaceFinder {
  /** Makes `works` know the recent papers, and these others that the channel was shown or told us of. */
  learn(recent: RecentPapers, others: readonly PaperId[]): Promise<void>;
  /** Selects such that no paper is a face of one that the channel was shown, however long ago. */
  select(channelId: number, selection: Selection): Promise<Selected>;
}

export interface FaceFinderParts {
  readonly papers: Pick<PaperStore, "getMany">;
  readonly works: Works;
  readonly seen: SeenPapers;
  /** The other faces of a paper in the whole catalog. */
  readonly facesInCatalog: (paper: Paper) => Promise<readonly PaperId[]>;
}

/** Papers compared without a pause: some milliseconds. */
const AT_A_TIME = 32;

export function createFaceFinder({ papers, works, seen, facesInCatalog }: FaceFinderParts): FaceFinder {
  const learned = new WeakSet<RecentPapers>();
  /** Thousands of channels are shown the same papers: each is looked up once, until the catalog changes. */
  const known = new WeakMap<Paper, Promise<readonly PaperId[]>>();

  const learn = async (some: readonly Paper[]) => {
    for (let at = 0; at < some.length; at += AT_A_TIME) {
      works.add(some.slice(at, at + AT_A_TIME));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const facesOf = (paper: Paper) => {
    const before = known.get(paper);
    if (before !== undefined) return before;
    const faces = facesInCatalog(paper);
    known.set(paper, faces);
    return faces;
  };

  return {
    async learn(recent, others) {
      if (!learned.has(recent)) await learn(recent.papers.map(({ paper }) => paper));
      learned.add(recent);
      const missing = others.filter((id) => !works.has(id));
      if (missing.length > 0) await learn(await papers.getMany(missing));
    },

    async select(channelId, selection) {
      const shown = new Set<PaperId>();
      for (;;) {
        const selected = selectPapers(selection, shown);
        const before = shown.size;
        for (const { paper, addedBy } of selected.papers) {
          const faces = addedBy === undefined ? await facesOf(paper) : [];
          if (faces.length > 0 && (await seen.isAny(channelId, faces))) shown.add(paper.id);
        }
        if (shown.size === before) return selected;
      }
    },
  };
}
