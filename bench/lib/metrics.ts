/** Retrieval measures as trec_eval computes them. */

export interface Quality {
  readonly "nDCG@10": number;
  readonly "Recall@100": number;
  readonly MRR: number;
}

type Grades = ReadonlyMap<string, number>;

/** Linear gain, log2 discount: https://github.com/usnistgov/trec_eval m_ndcg_cut.c */
export function ndcg(ranked: readonly string[], grades: Grades, depth: number): number {
  const gain = (grade: number, place: number) => grade / Math.log2(place + 2);
  const got = ranked.slice(0, depth).reduce((sum, id, place) => sum + gain(grades.get(id) ?? 0, place), 0);
  const best = [...grades.values()]
    .sort((one, other) => other - one)
    .slice(0, depth)
    .reduce((sum, grade, place) => sum + gain(grade, place), 0);
  return best === 0 ? 0 : got / best;
}

export function recall(ranked: readonly string[], grades: Grades, depth: number): number {
  return ranked.slice(0, depth).filter((id) => grades.has(id)).length / grades.size;
}

export function reciprocalRank(ranked: readonly string[], grades: Grades): number {
  const place = ranked.findIndex((id) => grades.has(id));
  return place < 0 ? 0 : 1 / (place + 1);
}

/** The mean over all queries; one without an answer counts as 0. */
export function qualityOf(
  runs: readonly { readonly ranked: readonly string[]; readonly grades: Grades }[],
): Quality {
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / Math.max(1, runs.length);
  return {
    "nDCG@10": round(
      mean(({ ranked, grades }) => ndcg(ranked, grades, 10)),
      4,
    ),
    "Recall@100": round(
      mean(({ ranked, grades }) => recall(ranked, grades, 100)),
      4,
    ),
    MRR: round(
      mean(({ ranked, grades }) => reciprocalRank(ranked, grades)),
      4,
    ),
  };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0, 2);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
