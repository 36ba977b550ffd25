/** Keeps the vectors in step with the catalog: whoever changed its text has no vector any more, whoever is gone needs none. */
import type { PaperStore } from "../../papers/paper-store.ts";
import { textOf, versionOf } from "./embedded-text.ts";
import type { VectorThread } from "./vector-pool.ts";

/** Few enough to be read without keeping anything else waiting. */
const FOLLOWED_AT_ONCE = 200;

/** Takes over what changed since it was last called, or all of a catalog that began anew. */
export async function followCatalog(
  papers: Pick<PaperStore, "changedAfter" | "latestChange" | "epoch">,
  vectors: VectorThread,
  isStopping: () => boolean,
): Promise<void> {
  const [epoch, latest] = [await papers.epoch(), await papers.latestChange()];
  const at = await vectors.ask("followedTo", undefined);
  const isOther = at === undefined || at.epoch !== epoch || at.change > latest;
  for (let change = isOther ? 0 : at.change; !isStopping(); ) {
    const changed = await papers.changedAfter(change, FOLLOWED_AT_ONCE);
    if (changed.length === 0 && !isOther) return;
    change = changed.at(-1)?.change ?? change;
    const wanted = changed.filter(({ paper }) => paper.source !== "sample" && textOf(paper) !== "");
    await vectors.ask("follow", {
      to: { epoch, change },
      papers: wanted.map(({ paper }) => ({
        id: paper.id,
        version: versionOf(paper),
        published: paper.publishedAt.getTime(),
      })),
      isAll: changed.length < FOLLOWED_AT_ONCE,
    });
    if (changed.length < FOLLOWED_AT_ONCE) return;
  }
}
