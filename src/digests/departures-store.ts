/** Workspaces that let Paperboy go: their data is kept for a while, should they come back, and then deleted. */
import type { Workspace } from "../platform/message.ts";
import type { Database } from "../storage/database.ts";
import { createWriter, type Step } from "../storage/writer.ts";
import { DATA_KEPT_MS } from "./delivery-rules.ts";

export interface Departures {
  left(workspace: Workspace, now: Date): Promise<void>;
  returned(workspace: Workspace): Promise<void>;
  /** Deletes all that belongs to workspaces that left long ago; returns them. */
  forget(now: Date): Promise<readonly Workspace[]>;
}

export function createDepartures(database: Database): Departures {
  const writer = createWriter(database);

  /** One channel at a time, so that nothing else waits for long; cut short, the next call goes on. */
  async function forgetOne(workspace: Workspace, before: Date): Promise<boolean> {
    for (;;) {
      const outcome = await writer.write((step) => forgetNext(step, workspace, before));
      if (outcome !== "more") return outcome === "done";
    }
  }

  return {
    async left({ platform, workspace }, now) {
      const row = { platform, workspace, at: now.getTime() };
      await database
        .insertInto("departure")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async returned({ platform, workspace }) {
      await database
        .deleteFrom("departure")
        .where("platform", "=", platform)
        .where("workspace", "=", workspace)
        .execute();
    },

    async forget(now) {
      const before = new Date(now.getTime() - DATA_KEPT_MS);
      const due = await database
        .selectFrom("departure")
        .select(["platform", "workspace"])
        .where("at", "<=", before.getTime())
        .execute();
      const forgotten: Workspace[] = [];
      for (const workspace of due) if (await forgetOne(workspace, before)) forgotten.push(workspace);
      return forgotten;
    },
  };
}

async function forgetNext(
  step: Step,
  { platform, workspace }: Workspace,
  before: Date,
): Promise<"more" | "done" | "returned"> {
  const departure = await step
    .selectFrom("departure")
    .select("at")
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .where("at", "<=", before.getTime())
    .executeTakeFirst();
  if (departure === undefined) return "returned";
  const leave = () =>
    step.deleteFrom("departure").where("platform", "=", platform).where("workspace", "=", workspace);
  if (await isHeardOf(step, { platform, workspace }, departure.at)) {
    await leave().execute();
    return "returned";
  }
  const channel = await step
    .selectFrom("channel")
    .select("id")
    .where("platform", "=", platform)
    .where("workspace", "=", workspace)
    .limit(1)
    .executeTakeFirst();
  if (channel !== undefined) {
    await step.deleteFrom("channel").where("id", "=", channel.id).execute();
    return "more";
  }
  for (const table of ["savedPaper", "modelAsker", "modelSpend"] as const) {
    await step
      .deleteFrom(table)
      .where("platform", "=", platform)
      .where("workspace", "=", workspace)
      .execute();
  }
  await leave().execute();
  return "done";
}

/** Whether the workspace was used after it left, so that the news of its return must have been lost. */
async function isHeardOf(step: Step, { platform, workspace }: Workspace, since: number): Promise<boolean> {
  const used = await step
    .selectFrom("channel")
    .leftJoin("delivery", "delivery.channelId", "channel.id")
    .select("channel.id")
    .where("channel.platform", "=", platform)
    .where("channel.workspace", "=", workspace)
    .where((is) =>
      is.or([
        is("channel.createdAt", ">", since),
        is("channel.configuredAt", ">", since),
        is("delivery.sentAt", ">", since),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return used !== undefined;
}
