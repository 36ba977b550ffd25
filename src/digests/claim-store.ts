/** Makes one delivery one process's own: of all that ask, one gets it. */
import { z } from "zod";
import type { Channel, Message } from "../platform/message.ts";
import type { Step } from "../storage/writer.ts";
import type { ClaimedDelivery } from "./delivery.ts";

export interface Lease {
  readonly owner: string;
  readonly milliseconds: number;
}

const frozenMessage = z.custom<Message>(
  (value) => typeof value === "object" && value !== null && "blocks" in value && Array.isArray(value.blocks),
);
const options = z.record(z.string(), z.string());
/** One in flight per channel, and in the order in which they were written down. */
export async function claim(
  step: Step,
  id: number,
  lease: Lease,
  now: Date,
): Promise<ClaimedDelivery | undefined> {
  const row = await step
    .updateTable("delivery")
    .set((update) => ({
      state: "sending",
      attempts: update("attempts", "+", 1),
      leaseOwner: lease.owner,
      leaseUntil: now.getTime() + lease.milliseconds,
      attemptedAt: now.getTime(),
    }))
    .where("id", "=", id)
    .where("state", "=", "pending")
    .where("giveUpAt", ">", now.getTime())
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("delivery as earlier")
            .select("earlier.id")
            .whereRef("earlier.channelId", "=", "delivery.channelId")
            .where("earlier.message", "is not", null)
            .where("earlier.id", "<", id)
            .where("earlier.state", "!=", "held"),
        ),
      ),
    )
    .returning(["attempts", "key", "channelId", "message", "isPlain", "giveUpAt"])
    .executeTakeFirst();
  if (row === undefined || row.message === null) return undefined;
  const channel = await step
    .selectFrom("channel")
    .select(["platform", "workspace", "place", "options"])
    .where("id", "=", row.channelId)
    .executeTakeFirstOrThrow();
  return {
    id,
    attempt: row.attempts,
    key: row.key,
    channelId: row.channelId,
    channel: channelOf(channel),
    options: options.parse(JSON.parse(channel.options)),
    message: frozenMessage.parse(JSON.parse(row.message)),
    isPlain: row.isPlain === 1,
    giveUpAt: new Date(row.giveUpAt),
  };
}

export function channelOf(row: { platform: string; workspace: string; place: string }): Channel {
  return { platform: row.platform, workspace: row.workspace, id: row.place };
}
