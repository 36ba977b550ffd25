/** Writes digests into the ledger, with all that they use up in their channels. */
import type { Step } from "../storage/writer.ts";
import { jobOf, type Plan, type Planned, randomKey } from "./delivery.ts";
import {
  markSeen,
  type ShownPaper,
  shownAlready,
  takeAdditions,
  toPutBack,
} from "./delivery-papers-store.ts";

/** In as few statements as can be: a statement takes longer than what it does for one more digest. */
export async function writePlans(step: Step, plans: readonly Plan[], now: Date): Promise<readonly Planned[]> {
  const isShown = await shownAlready(step, plans.flatMap(freshPapers));
  const isOutdated = (plan: Plan) => freshPapers(plan).some(isShown);
  const idOf = await insertRows(
    step,
    plans.filter((plan) => !isOutdated(plan)),
    now,
  );
  const planned: Planned[] = [];
  const shown: (ShownPaper & { readonly deliveryId: number })[] = [];
  for (const plan of plans) {
    const id = isOutdated(plan) ? undefined : idOf(plan);
    const outcome = isOutdated(plan) ? outdated : await settlePlan(step, plan, id);
    planned.push(outcome);
    if (outcome.kind !== "planned") continue;
    const { id: deliveryId } = outcome.job;
    for (const paperId of plan.composed.paperIds) {
      shown.push({ channelId: plan.channel.id, paperId, deliveryId });
    }
  }
  await markSeen(step, shown, now);
  return planned;
}

const outdated: Planned = { kind: "outdated" };

/** The papers that nobody in the channel knows yet, not even as a colleague's find. */
function freshPapers({ channel, composed }: Plan): readonly ShownPaper[] {
  return composed.paperIds
    .filter((id) => !composed.usedAdditions.includes(id))
    .map((paperId) => ({ channelId: channel.id, paperId }));
}

/** Tells each plan's row; undefined when its slot was taken. */
async function insertRows(
  step: Step,
  plans: readonly Plan[],
  now: Date,
): Promise<(plan: Plan) => number | undefined> {
  const ids = new Map<string, number>();
  const nameOf = (channelId: number, slot: string) => `${channelId} ${slot}`;
  if (plans.length > 0) {
    const inserted = await step
      .insertInto("delivery")
      .values(plans.map((plan) => newRow(plan, now)))
      .onConflict((conflict) => conflict.columns(["channelId", "slot"]).doNothing())
      .returning(["id", "channelId", "slot"])
      .execute();
    for (const { id, channelId, slot } of inserted) ids.set(nameOf(channelId, slot), id);
  }
  return ({ channel, slot }) => ids.get(nameOf(channel.id, slot));
}

/** `id` is the plan's row; undefined when its slot was taken. */
async function settlePlan(step: Step, plan: Plan, id: number | undefined): Promise<Planned> {
  const { channel, composed } = plan;
  const moved = await moveOn(step, plan, id !== undefined);
  if (id === undefined) return moved ? { kind: "taken" } : outdated;
  if (!moved) {
    await step.deleteFrom("delivery").where("id", "=", id).execute();
    return outdated;
  }
  if (composed.message === undefined) return { kind: "empty" };
  if (composed.usedAdditions.length > 0) {
    const additions = await takeAdditions(step, channel.id, composed.usedAdditions);
    const putBack = toPutBack(channel.consideredUntil, additions);
    await step.updateTable("delivery").set({ putBack }).where("id", "=", id).execute();
  }
  return { kind: "planned", job: jobOf(id, channel) };
}

/** Moves the channel on to its next hour; false when it changed while the digest was composed. */
async function moveOn(step: Step, { channel, composed, nextDueAt }: Plan, isNew: boolean): Promise<boolean> {
  const until = isNew ? composed.consideredUntil?.getTime() : undefined;
  const isDue = nextDueAt !== "as before";
  if (!isDue && until === undefined) return true;
  const { numUpdatedRows } = await step
    .updateTable("channel")
    .set({
      ...(isDue ? { nextDueAt: nextDueAt.getTime() } : {}),
      ...(until === undefined ? {} : { consideredUntil: until }),
    })
    .where("id", "=", channel.id)
    .$if(isDue, (query) =>
      query.where("nextDueAt", "=", channel.nextDueAt?.getTime() ?? null).where("pausedAt", "is", null),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** A delivery as it is when it is written down. */
export function newRow({ channel, slot, dueAt, giveUpAt, composed, reason }: Plan, now: Date) {
  const isEmpty = composed.message === undefined;
  return {
    channelId: channel.id,
    slot,
    dueAt: dueAt.getTime(),
    giveUpAt: giveUpAt.getTime(),
    key: randomKey(),
    state: isEmpty ? ("empty" as const) : ("pending" as const),
    message: isEmpty ? null : JSON.stringify(composed.message),
    isPlain: 0,
    papers: JSON.stringify(composed.paperIds),
    putBack: isEmpty ? null : toPutBack(channel.consideredUntil, []),
    account: JSON.stringify(composed.account),
    listedUntil: composed.consideredUntil?.getTime() ?? null,
    composedAt: now.getTime(),
    nextTryAt: isEmpty ? null : now.getTime(),
    attempts: 0,
    reason: reason ?? null,
  };
}
