/** What search is at in the background, in words for whoever waits for it. */

export interface IndexWork {
  /** When it began, in milliseconds as `performance.now()` counts them. */
  readonly since: number;
  /** In a few words, for a line that is written again and again. */
  readonly line: string;
  /** For an answer that is not yet what it will be. */
  readonly sentence: string;
  /** Papers are missing from the index. */
  readonly isIncomplete: boolean;
}

/** How far the index is behind the catalog. All are numbers of papers. */
export interface Backlog {
  readonly catalog: number;
  /** Those that were not in the index when the work began, or in another form. */
  readonly due: number;
  /** Those of them that are in it by now. */
  readonly written: number;
}

export function indexing({ catalog, due, written }: Backlog, since: number): IndexWork {
  const doing = due < catalog ? "Updating" : "Building";
  const found = catalog - due + written;
  return {
    since,
    line: `${doing} the search index: ${percent(written, due)}% of ${papers(due)}`,
    sentence: `The search index is being built: ${percent(found, catalog)}% of the papers can be found so far.`,
    isIncomplete: true,
  };
}

export function fitting(catalog: number, since: number): IndexWork {
  return {
    since,
    line: `Fitting the model that finds similar papers to ${papers(catalog)}`,
    sentence: "The model that finds similar papers is being fitted.",
    isIncomplete: false,
  };
}

/** Whole only when all is done. */
function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((100 * Math.min(part, whole)) / whole);
}

function papers(number: number): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? "paper" : "papers"}`;
}
