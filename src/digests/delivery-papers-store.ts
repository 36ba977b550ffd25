/** What a delivery uses up in its channel, and how the channel gets it back when the message is never sent. */
import { z } from "zod";
import type { PaperId } from "../papers/paper.ts";
import type { Step } from "../storage/writer.ts";

const taken = z.object({
  consideredUntil: z.number().nullable(),
  additions: z.array(
    z.object({
      channelId: z.number(),
      paperId: z.string(),
      note: z.string().nullable(),
      byId: z.string(),
      byName: z.string(),
      at: z.number(),
    }),
  ),
});

/** Whether the channel was shown any of these papers already. */
export async function isAnySeen(step: Step, channelId: number, papers: readonly PaperId[]): Promise<boolean> {
  if (papers.length === 0) return false;
  const row = await step
    .selectFrom("seenPaper")
    .select("paperId")
    .where("channelId", "=", channelId)
    .where("paperId", "in", papers)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks the papers as shown by this delivery. */
export async function markSeen(
  step: Step,
  channelId: number,
  deliveryId: number,
  papers: readonly PaperId[],
  now: Date,
): Promise<void> {
  if (papers.length === 0) return;
  await step
    .insertInto("seenPaper")
    .values(papers.map((paperId) => ({ channelId, paperId, deliveryId, at: now.getTime() })))
    .onConflict((conflict) => conflict.columns(["channelId", "paperId"]).doNothing())
    .execute();
}

type Taken = z.infer<typeof taken>;

/** What `putBack` needs, as the ledger keeps it: the channel as it was before the digest. */
export function toPutBack(consideredUntil: Date | undefined, additions: Taken["additions"]): string {
  const kept: Taken = { consideredUntil: consideredUntil?.getTime() ?? null, additions };
  return JSON.stringify(kept);
}

/** Removes the colleagues' finds that are in the digest. */
export async function takeAdditions(
  step: Step,
  channelId: number,
  used: readonly PaperId[],
): Promise<Taken["additions"]> {
  return await step
    .deleteFrom("addition")
    .where("channelId", "=", channelId)
    .where("paperId", "in", used)
    .returningAll()
    .execute();
}

/** The channel gets back what the delivery took: its papers are new to it again, its finds wait again. */
export async function putBack(
  step: Step,
  channelId: number,
  deliveryId: number,
  stored: string | null,
): Promise<void> {
  await step.deleteFrom("seenPaper").where("deliveryId", "=", deliveryId).execute();
  if (stored === null) return;
  const { consideredUntil, additions } = taken.parse(JSON.parse(stored));
  const { consideredUntil: current } = await step
    .selectFrom("channel")
    .select("consideredUntil")
    .where("id", "=", channelId)
    .executeTakeFirstOrThrow();
  if (consideredUntil === null || current === null || current > consideredUntil) {
    await step.updateTable("channel").set({ consideredUntil }).where("id", "=", channelId).execute();
  }
  for (const addition of additions) {
    await step
      .insertInto("addition")
      .values(addition)
      .onConflict((conflict) => conflict.columns(["channelId", "paperId"]).doNothing())
      .execute();
  }
}
