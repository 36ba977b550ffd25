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

/** A paper in a channel. */
export interface ShownPaper {
  readonly channelId: number;
  readonly paperId: PaperId;
}

/** Which of these the channels were shown already. */
export async function shownAlready(
  step: Step,
  papers: readonly ShownPaper[],
): Promise<(paper: ShownPaper) => boolean> {
  const shown = new Set<string>();
  const name = ({ channelId, paperId }: ShownPaper) => `${channelId} ${paperId}`;
  if (papers.length > 0) {
    const rows = await step
      .selectFrom("seenPaper")
      .select(["channelId", "paperId"])
      .where("channelId", "in", [...new Set(papers.map(({ channelId }) => channelId))])
      .where("paperId", "in", [...new Set(papers.map(({ paperId }) => paperId))])
      .execute();
    for (const row of rows) shown.add(name(row));
  }
  return (paper) => shown.has(name(paper));
}

/** Marks papers as shown, each by its delivery. */
export async function markSeen(
  step: Step,
  papers: readonly (ShownPaper & { readonly deliveryId: number })[],
  now: Date,
): Promise<void> {
  if (papers.length === 0) return;
  await step
    .insertInto("seenPaper")
    .values(papers.map((paper) => ({ ...paper, at: now.getTime() })))
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
