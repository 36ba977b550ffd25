/** What the ledger tells people: how one channel's deliveries stand, and how all of them do. */
import type { Selectable } from "kysely";
import { z } from "zod";
import { formatListDay } from "../papers/list-day.ts";
import type { Database } from "../storage/database.ts";
import type { DeliveryTable } from "../storage/schema.ts";
import { formatInstant } from "../subscriptions/schedule.ts";
import type { DeliveryState } from "./delivery.ts";
import { HOUR, OVERDUE_MS, wasAsked } from "./delivery-rules.ts";
import { count } from "./paper-card.ts";

export interface DeliveryReports {
  /** How a channel's deliveries stand, a sentence each; times in the given zone. */
  describe(channelId: number, zone: string): Promise<readonly string[]>;
  health(now: Date): Promise<DeliveryHealth>;
}

/** For the operator. */
export interface DeliveryHealth {
  /** Channels whose digest is due and not in the ledger yet, and those of them that wait for too long. */
  readonly due: number;
  readonly overdue: number;
  /** Deliveries that are not settled, by their state. */
  readonly open: Readonly<Partial<Record<DeliveryState, number>>>;
  /** Deliveries of the last day by what became of them. */
  readonly lastDay: Readonly<Partial<Record<DeliveryState, number>>>;
  /** Deliveries of the last day that failed at least once, by how. */
  readonly failures: Readonly<Record<string, number>>;
  readonly lastSentAt: Date | undefined;
  /** Digests of the last day that came at their hour, unasked. */
  readonly scheduled: number;
  /** From the hour that was promised until it stood there, for 19 of 20 of these, in milliseconds. */
  readonly latenessMs: number | undefined;
  /** From when the latest paper was first seen until it was posted, for half of these, in milliseconds. */
  readonly listToPostMs: number | undefined;
}

type Row = Selectable<DeliveryTable>;

const paperIds = z.array(z.string());
const accountOfDigest = z.object({
  leftOut: z.record(z.string(), paperIds),
  before: z.string().optional(),
});
const REPORTED = ["sent", "empty", "failed"] as const;

export function createDeliveryReports(database: Database): DeliveryReports {
  return {
    async describe(channelId, zone) {
      const of = () => database.selectFrom("delivery").selectAll().where("channelId", "=", channelId);
      const sent = await of()
        .where("state", "=", "sent")
        .orderBy("sentAt", "desc")
        .limit(1)
        .executeTakeFirst();
      const latest = await of()
        .where("state", "in", REPORTED)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      const open = await of().where("message", "is not", null).orderBy("id").execute();
      return [
        sent === undefined ? "No digest has been posted yet." : sentLine(sent, zone),
        ...(latest === undefined || latest.id === sent?.id ? [] : sinceLine(latest, zone)),
        ...open.map((row) => openLine(row, zone)),
      ];
    },

    async health(now) {
      const rows = await database
        .selectFrom("delivery")
        .select(["slot", "state", "failure", "sentAt", "dueAt", "listedUntil"])
        .where("composedAt", ">", now.getTime() - 24 * HOUR)
        .execute();
      const sent = rows.flatMap((row) =>
        row.sentAt === null || wasAsked(row.slot) ? [] : [{ ...row, sentAt: row.sentAt }],
      );
      const open = await database
        .selectFrom("delivery")
        .select((select) => ["state", select.fn.countAll<number>().as("number")])
        .where("message", "is not", null)
        .groupBy("state")
        .execute();
      return {
        due: await dueChannels(now.getTime()),
        overdue: await dueChannels(now.getTime() - OVERDUE_MS),
        open: Object.fromEntries(open.map(({ state, number }) => [state, Number(number)])),
        lastDay: tally(rows.map(({ state }) => state)),
        failures: tally(rows.flatMap(({ failure }) => failure ?? [])),
        lastSentAt: await lastSentAt(),
        scheduled: sent.length,
        latenessMs: quantile(
          sent.map((row) => row.sentAt - row.dueAt),
          0.95,
        ),
        listToPostMs: quantile(
          sent.flatMap((row) => (row.listedUntil === null ? [] : [row.sentAt - row.listedUntil])),
          0.5,
        ),
      };
    },
  };

  async function dueChannels(until: number): Promise<number> {
    const { number } = await database
      .selectFrom("channel")
      .select((select) => select.fn.countAll().as("number"))
      .where("pausedAt", "is", null)
      .where("nextDueAt", "<=", until)
      .executeTakeFirstOrThrow();
    return Number(number);
  }

  async function lastSentAt(): Promise<Date | undefined> {
    const row = await database
      .selectFrom("delivery")
      .select("sentAt")
      .where("sentAt", "is not", null)
      .orderBy("composedAt", "desc")
      .limit(1)
      .executeTakeFirst();
    return row === undefined || row.sentAt === null ? undefined : new Date(row.sentAt);
  }
}

function sentLine(row: Row, zone: string): string {
  const number = paperIds.parse(JSON.parse(row.papers)).length;
  const left = leftOut(row.account);
  const when = formatInstant(new Date(row.sentAt ?? row.dueAt), zone);
  if (number === 0) return `On ${when} the channel was told that the lists could not be fetched.`;
  const papers = count(number, "paper");
  return `The last digest came on ${when} with ${papers}${left === "" ? "" : `; left out: ${left}`}.`;
}

/** How the ledger's reasons are said behind a number. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  dismissed: "“not for us”",
  "below floor": "below the vote floor",
  "same work": "shown under another id",
  "no room": "for lack of room",
};

/** "12 for lack of room, 3 muted". */
function leftOut(account: string): string {
  const parsed = accountOfDigest.safeParse(JSON.parse(account));
  if (!parsed.success) return "";
  const { leftOut, before } = parsed.data;
  const counted = Object.entries(leftOut).map(([why, papers]) => `${papers.length} ${LEFT_OUT[why] ?? why}`);
  const lists = before === undefined ? [] : [`all lists before ${formatListDay(before)}`];
  return [...counted, ...lists].join(", ");
}

function sinceLine(row: Row, zone: string): readonly string[] {
  const when = formatInstant(new Date(row.dueAt), zone);
  if (row.state === "failed") {
    return [
      `The digest of ${when} was not posted: ${row.reason ?? row.failure}. Its papers come with the next one.`,
    ];
  }
  if (row.state !== "empty" || row.account.includes('"sentAgain"')) return [];
  return [
    row.reason === null
      ? `On ${when} there was nothing new.`
      : `On ${when} nothing was posted: ${row.reason}.`,
  ];
}

function openLine(row: Row, zone: string): string {
  const digest = `The digest of ${formatInstant(new Date(row.dueAt), zone)}`;
  const why = row.reason === null ? "" : ` (${row.reason})`;
  switch (row.state) {
    case "ambiguous":
      return `${digest} may or may not have arrived${why}; that is being looked up.`;
    case "held":
      return `${digest} is held: it may or may not have arrived${why}. If it is not here, the command digest posts it.`;
    case "sending":
      return `${digest} is being posted.`;
    default:
      return row.attempts === 0
        ? `${digest} is about to be posted.`
        : `${digest} waits after ${count(row.attempts, "attempt")}${why}; it is tried again by itself.`;
  }
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  const tallied: Record<string, number> = {};
  for (const name of names) tallied[name] = (tallied[name] ?? 0) + 1;
  return tallied;
}

function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
