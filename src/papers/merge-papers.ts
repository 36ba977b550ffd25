/** One paper as two sources tell it. */
import type { Paper } from "./paper.ts";

/**
 * What is fresh counts, except for what its source never tells: Hugging Face knows no categories, arXiv no votes. Once
 * withdrawn stays withdrawn.
 */
export function mergePaper(known: Paper | undefined, fresh: Paper): Paper {
  if (known === undefined || known.source === "sample") return fresh;
  const withdrawnAt = fresh.withdrawnAt ?? known.withdrawnAt;
  const categories = fresh.categories.length > 0 ? fresh.categories : known.categories;
  const tellsLess = known.source === "hugging-face" && fresh.source === "arxiv";
  const isBare = fresh.abstract === "" && known.abstract !== "";
  return { ...(tellsLess || isBare ? known : fresh), categories, withdrawnAt };
}
