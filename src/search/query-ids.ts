/** The papers that a search names by id or link, and what else it says. */
import { type PaperId, takePaperIds } from "../papers/paper.ts";
import { isStopWord, wordsOf } from "./words.ts";

/** `[cs.CL] 2 Aug 2023` after an id: how arXiv itself writes it. https://info.arxiv.org/help/arxiv_identifier_for_services.html */
const STAMP = /\[[a-z-]+(?:\.[A-Za-z-]+)?\](?:\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4})?/gu;

/** What people write beside a link that they pass on, which says nothing of the paper. */
const FILLERS = new Set(
  "abs article arxiv check doi eprint find hi html id link links look org paper papers pdf please preprint read see show thanks thx url".split(
    " ",
  ),
);

/** `rest` is empty where nothing but the papers is meant; else each word of it stands where it was typed. */
export function readIds(typed: string): { readonly ids: readonly PaperId[]; readonly rest: string } {
  const { ids, rest } = takePaperIds(typed);
  if (ids.length === 0) return { ids, rest: typed };
  const others = rest.replaceAll(STAMP, (stamp) => " ".repeat(stamp.length));
  const saysMore = wordsOf(others).some(({ folded }) => !isStopWord(folded) && !FILLERS.has(folded));
  return { ids, rest: saysMore ? others : "" };
}
