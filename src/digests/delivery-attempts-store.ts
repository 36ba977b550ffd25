/** The ledger's back: which process may post a delivery, and what it records afterwards. */
import type { Updateable } from "kysely";
import { z } from "zod";
import type { Message } from "../platform/message.ts";
import type { PostedMessage } from "../platform/platform.ts";
import type { Database } from "../storage/database.ts";
import type { DeliveryTable } from "../storage/schema.ts";
import type { Writer } from "../storage/writer.ts";
import { channelOf, claim, type Lease } from "./claim-store.ts";
import type { ClaimedDelivery, DeliveryJob, DeliveryState, GivenUp, UncertainDelivery } from "./delivery.ts";
import { markSeen, putBack } from "./delivery-papers-store.ts";

/** Which attempt is meant: when another process has done anything since, a change of it does nothing. */
export interface Attempt {
  readonly id: number;
  readonly attempt: number;
}

export interface Why {
  readonly failure: GivenUp;
  /** For people and logs. */
  readonly reason: string;
}

/** Every change tells whether it was made. */
export interface DeliveryAttempts {
  /** Pending deliveries whose time to try has come, longest waiting first. */
  ready(now: Date, limit: number): Promise<readonly DeliveryJob[]>;
  /** Pending deliveries that would come too late. */
  late(now: Date, limit: number): Promise<readonly (Attempt & { readonly channelId: number })[]>;
  /** Makes the delivery this process's own; undefined when it is not to be posted, or not by this process. */
  claim(id: number, lease: Lease, now: Date): Promise<ClaimedDelivery | undefined>;
  /** The message stands in the channel: this counts, whatever else the ledger held. */
  sent(id: number, posted: PostedMessage, now: Date): Promise<void>;
  /** Was not sent: pending again, from `nextTryAt` on; `plain` takes the place of the message. */
  again(attempt: Attempt, nextTryAt: Date, why?: Why, plain?: Message): Promise<boolean>;
  /** May have been sent. */
  uncertain(attempt: Attempt, why: Why): Promise<boolean>;
  /** May have been sent and nobody can look: waits for a person. */
  hold(attempt: Attempt, reason: string): Promise<boolean>;
  /** Gives up: the papers go back to the channel's next digest. */
  giveUp(attempt: Attempt, why: Why): Promise<boolean>;
  /** What is being sent, or may have been sent. */
  uncertainOnes(limit: number): Promise<readonly UncertainDelivery[]>;
}

const paperIds = z.array(z.string());

export function createDeliveryAttempts(database: Database, writer: Writer): DeliveryAttempts {
  const change = (
    { id, attempt }: Attempt,
    states: readonly DeliveryState[],
    changes: Updateable<DeliveryTable>,
  ) =>
    writer.write(async (step) => {
      const { numUpdatedRows } = await step
        .updateTable("delivery")
        .set({ leaseOwner: null, leaseUntil: null, ...changes })
        .where("id", "=", id)
        .where("attempts", "=", attempt)
        .where("state", "in", states)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    });

  const open = () =>
    database
      .selectFrom("delivery")
      .innerJoin("channel", "channel.id", "delivery.channelId")
      .where("delivery.message", "is not", null);
  return {
    ready: (now, limit) =>
      open()
        .where("delivery.state", "=", "pending")
        .where("delivery.nextTryAt", "<=", now.getTime())
        .where("delivery.giveUpAt", ">", now.getTime())
        .orderBy("delivery.nextTryAt")
        .orderBy("delivery.id")
        .select(["delivery.id", "channel.platform", "channel.workspace", "channel.place"])
        .limit(limit)
        .execute(),

    late: (now, limit) =>
      open()
        .where("delivery.state", "=", "pending")
        .where("delivery.giveUpAt", "<=", now.getTime())
        .select(["delivery.id", "delivery.attempts as attempt", "delivery.channelId"])
        .limit(limit)
        .execute(),

    claim: (id, lease, now) => writer.write((step) => claim(step, id, lease, now)),

    sent: (id, posted, now) =>
      writer.write(async (step) => {
        const record = (state: "open" | "failed") =>
          step
            .updateTable("delivery")
            .set({
              state: "sent",
              sentAt: now.getTime(),
              messageId: posted.id,
              message: null,
              putBack: null,
              nextTryAt: null,
              leaseOwner: null,
              leaseUntil: null,
            })
            .where("id", "=", id)
            .where(
              "state",
              "in",
              state === "failed" ? ["failed"] : ["sending", "ambiguous", "pending", "held"],
            )
            .returning(["channelId", "papers"])
            .executeTakeFirst();
        if ((await record("open")) !== undefined) return;
        // Given up in the meantime, and yet it stands there.
        const late = await record("failed");
        if (late === undefined) return;
        const { channelId, papers } = late;
        const ids = paperIds.parse(JSON.parse(papers));
        const shown = ids.map((paperId) => ({ channelId, paperId, deliveryId: id }));
        await markSeen(step, shown, now);
      }),

    again: (attempt, nextTryAt, why, plain) =>
      change(attempt, ["sending", "ambiguous"], {
        state: "pending",
        nextTryAt: nextTryAt.getTime(),
        ...why,
        ...(plain === undefined ? {} : { message: JSON.stringify(plain), isPlain: 1 }),
      }),

    uncertain: (attempt, why) => change(attempt, ["sending"], { state: "ambiguous", ...why }),

    hold: (attempt, reason) => change(attempt, ["ambiguous"], { state: "held", reason }),

    giveUp: ({ id, attempt }, why) =>
      writer.write(async (step) => {
        const row = await step
          .updateTable("delivery")
          .set({
            state: "failed",
            message: null,
            nextTryAt: null,
            leaseOwner: null,
            leaseUntil: null,
            ...why,
          })
          .where("id", "=", id)
          .where("attempts", "=", attempt)
          .where("state", "in", ["pending", "sending", "ambiguous"])
          .returning(["channelId", "putBack"])
          .executeTakeFirst();
        if (row !== undefined) await putBack(step, row.channelId, id, row.putBack);
        return row !== undefined;
      }),

    async uncertainOnes(limit) {
      const rows = await open()
        .where("delivery.state", "in", ["sending", "ambiguous"])
        .selectAll("delivery")
        .select(["channel.platform", "channel.workspace", "channel.place"])
        .orderBy("delivery.id")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        attempt: row.attempts,
        channelId: row.channelId,
        state: row.state === "sending" ? "sending" : "ambiguous",
        leaseOwner: row.leaseOwner ?? undefined,
        attemptedAt: new Date(row.attemptedAt ?? row.composedAt),
        composedAt: new Date(row.composedAt),
        giveUpAt: new Date(row.giveUpAt),
        key: row.key,
        channel: channelOf(row),
      }));
    },
  };
}
