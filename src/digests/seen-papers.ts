/** Which papers a channel was shown: what never comes back. The ledger writes them together with a delivery. */
import type { PaperId } from "../papers/paper.ts";
import type { Database } from "../storage/database.ts";
import { grouped } from "../storage/grouped.ts";

export interface SeenPapers {
  /**
   * By channel; none for one that was shown nothing. Of all that was ever shown only the ids from `from` on, as text:
   * arXiv's ids ascend with time, so that a channel's long past costs nothing.
   */
  ofMany(channelIds: readonly number[], from: PaperId): Promise<ReadonlyMap<number, readonly PaperId[]>>;
  /** Whether the channel was ever shown one of these. */
  isAny(channelId: number, papers: readonly PaperId[]): Promise<boolean>;
}

export function createSeenPapers(database: Database): SeenPapers {
  return {
    async ofMany(channelIds, from) {
      const rows = await database
        .selectFrom("seenPaper")
        .select(["channelId", "paperId"])
        .where("channelId", "in", channelIds)
        .where("paperId", ">=", from)
        .execute();
      return grouped(rows, (row) => row.paperId);
    },

    async isAny(channelId, papers) {
      const row = await database
        .selectFrom("seenPaper")
        .select("paperId")
        .where("channelId", "=", channelId)
        .where("paperId", "in", papers)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
