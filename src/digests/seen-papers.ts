/** Which papers a channel was shown: what never comes back. The ledger writes them together with a delivery. */
import type { PaperId } from "../papers/paper.ts";
import type { Database } from "../storage/database.ts";

export interface SeenPapers {
  of(channelId: number): Promise<ReadonlySet<PaperId>>;
}

export function createSeenPapers(database: Database): SeenPapers {
  return {
    async of(channelId) {
      const rows = await database
        .selectFrom("seenPaper")
        .select("paperId")
        .where("channelId", "=", channelId)
        .execute();
      return new Set(rows.map((row) => row.paperId));
    },
  };
}
