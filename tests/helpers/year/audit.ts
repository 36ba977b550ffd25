/** Counts what a simulated year did against what it had to do, found out by other means than delivery's own. */
import { z } from "zod";
import { currentListDay } from "../../../src/papers/list-day.ts";
import { nextInstant } from "../../../src/subscriptions/schedule.ts";
import { HOUR, MINUTE } from "../delivery-rig.ts";
import { wants, type YearChannel } from "./channels.ts";
import type { Outage } from "./outages.ts";
import type { Post, Year, YearPlan } from "./simulate.ts";

export interface YearCounts {
  readonly posts: number;
  readonly papersShown: number;
  /** Papers that came to a channel a second time. */
  readonly repeats: number;
  readonly slots: number;
  /** Posted within five minutes of their hour. */
  readonly onTime: number;
  /** Posted later, through an outage or a failure. */
  readonly late: number;
  /** Nothing new for the channel. */
  readonly nothingNew: number;
  /** Nothing could be posted for six hours, or the program did not run: the next digest holds what they would have. */
  readonly throughOutage: number;
  /** None of these. */
  readonly missed: number;
  readonly held: number;
  /** Papers that channels' topics match. */
  readonly wanted: number;
  readonly delivered: number;
  /** Left out with the reason in the ledger, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Neither. */
  readonly lost: number;
  /** What is wrong, a line each. */
  readonly findings: readonly string[];
}

const account = z.object({
  leftOut: z.record(z.string(), z.array(z.string())),
  before: z.string().optional(),
});

export async function auditYear(plan: YearPlan, year: Year): Promise<YearCounts> {
  const deliveries = await year.database.selectFrom("delivery").selectAll().orderBy("id").execute();
  const firstSeen = await firstSeenDays(year);
  const findings: string[] = [];
  const slots = { slots: 0, onTime: 0, late: 0, nothingNew: 0, throughOutage: 0, missed: 0 };
  const papers = { papersShown: 0, repeats: 0, wanted: 0, delivered: 0, lost: 0 };
  const leftOut: Record<string, number> = {};
  const byKey = new Map(year.posts.map((post) => [post.key, post]));
  if (byKey.size !== year.posts.length) findings.push("a message came twice");

  for (const channel of plan.channels) {
    const rows = deliveries.filter(({ channelId }) => channelId === year.ids.get(channel.id));
    const posts = year.posts.filter((post) => post.channel === channel.id);
    const accounts = rows.flatMap((row) => account.safeParse(JSON.parse(row.account)).data ?? []);
    countSlots(channel, new Map(rows.map((row) => [row.slot, row])));
    countPapers(
      channel,
      posts,
      accounts,
      rows.find(({ listedUntil }) => listedUntil !== null),
    );
  }
  const held = deliveries.filter(({ state }) => state === "held").length;
  return { posts: year.posts.length, ...slots, held, ...papers, leftOut, findings };

  function countSlots({ id, schedule }: YearChannel, rows: ReadonlyMap<string, (typeof deliveries)[number]>) {
    for (let slot = nextInstant(schedule, new Date(plan.start)); ; slot = nextInstant(schedule, slot)) {
      const due = slot.getTime();
      if (due >= plan.end - 12 * HOUR) return;
      slots.slots += 1;
      const row = rows.get(slot.toISOString());
      const post = row && byKey.get(row.key);
      const isEmpty = row?.state === "empty" && !row.account.includes("too late");
      const reached = isEmpty ? row.composedAt : post?.at;
      if (reached !== undefined && reached >= due && reached <= due + 5 * MINUTE) {
        slots[isEmpty ? "nothingNew" : "onTime"] += 1;
      } else if (reached !== undefined && reached >= due && wasDisturbed(plan.outages, due, reached)) {
        slots[isEmpty ? "nothingNew" : "late"] += 1;
      } else if (reached === undefined && couldNotBeSent(plan.outages, due)) slots.throughOutage += 1;
      else {
        slots.missed += 1;
        findings.push(`${id} ${slot.toISOString()}: ${row?.state ?? "no row"} ${row?.reason ?? ""}`);
      }
    }
  }

  function countPapers(
    channel: YearChannel,
    posts: readonly Post[],
    accounts: readonly z.infer<typeof account>[],
    first: (typeof deliveries)[number] | undefined,
  ) {
    const shown = posts.flatMap((post) => post.papers);
    const shownOnce = new Set(shown);
    papers.papersShown += shown.length;
    papers.repeats += shown.length - shownOnce.size;
    const reasons = new Map<string, string>();
    for (const one of accounts) {
      for (const [why, ids] of Object.entries(one.leftOut)) for (const id of ids) reasons.set(id, why);
    }
    const before = accounts.flatMap((one) => one.before ?? []);
    const wanted = wants(channel);
    for (const [day, list] of plan.lists) {
      for (const paper of list) {
        const seen = firstSeen.get(paper.id);
        if (seen === undefined || !wanted(paper)) continue;
        const isBefore =
          first?.listedUntil === undefined || first?.listedUntil === null || seen <= first.listedUntil;
        const why = shownOnce.has(paper.id)
          ? "delivered"
          : (reasons.get(paper.id) ??
            (isBefore ? "before the channel's first digest" : undefined) ??
            (before.some((limit) => day < limit) ? "too long ago" : undefined));
        papers.wanted += 1;
        if (why === "delivered") papers.delivered += 1;
        else if (why !== undefined) leftOut[why] = (leftOut[why] ?? 0) + 1;
        else {
          papers.lost += 1;
          findings.push(
            `${channel.id} ${paper.id} of ${day}, seen on ${currentListDay(new Date(seen))}: lost`,
          );
        }
      }
    }
  }
}

/** When each paper was first seen on a list, in milliseconds. */
async function firstSeenDays({ database }: Year): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom("listing")
    .select((select) => ["paperId", select.fn.min("firstSeenAt").as("at")])
    .groupBy("paperId")
    .execute();
  return new Map(rows.map(({ paperId, at }) => [paperId, Number(at)]));
}

/** An outage in between, with the wait after it, or the two hours' wait for lists, or a few failures in a row. */
function wasDisturbed(outages: readonly Outage[], due: number, reached: number): boolean {
  const slack = 16 * MINUTE;
  if (reached <= due + slack) return true;
  return outages.some(({ from, until, broken }) =>
    broken === "feed"
      ? // Lists are stale six hours after the last fetch, and until the first one after the outage.
        from <= due && due <= until + HOUR && reached <= due + 2 * HOUR + slack
      : from <= due + slack && until >= due && reached <= until + slack,
  );
}

/** Nothing could be posted for the six hours in which it might have been. */
function couldNotBeSent(outages: readonly Outage[], due: number): boolean {
  return outages.some(
    ({ from, until, broken }) =>
      broken !== "feed" && from <= due + 16 * MINUTE && until >= due + 6 * HOUR - 16 * MINUTE,
  );
}
