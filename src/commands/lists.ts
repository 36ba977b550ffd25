/** `today` and `week`: what stands on the lists, whatever the channel follows. */
import { type CardDetails, count, paperCard } from "../digests/paper-card.ts";
import {
  addDays,
  currentListDay,
  FIRST_LIST_DAY,
  formatListDay,
  isWeekend,
  type ListDay,
  parseListDay,
} from "../papers/list-day.ts";
import type { Paper } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { Message } from "../platform/message.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import { actions, commandLine, decline, heading, note, press, quote, reply, text } from "./reply.ts";
import { shareAction } from "./share.ts";

export interface ListParts {
  readonly papers: PaperStore;
  readonly detailsOf: (paper: Paper, call: Call) => Promise<CardDetails>;
  /** What the reader should know of how fresh the lists are. */
  readonly freshness: (now: Date) => Promise<string | undefined>;
}

const PAGE = 10;

export function listCommands({ papers, detailsOf, freshness }: ListParts): readonly CommandHandler[] {
  const page = async (
    call: Call,
    title: string,
    listed: readonly Paper[],
    remark?: string,
  ): Promise<Message> => {
    const start = (call.page - 1) * PAGE;
    const shown = listed.slice(start, start + PAGE);
    const cards = await Promise.all(
      shown.map(async (paper) => paperCard(paper, await detailsOf(paper, call))),
    );
    const rest = listed.length - start - shown.length;
    const stale = await freshness(call.now);
    const isSample = listed.every(({ source }) => source === "sample");
    return reply(
      heading(`${isSample ? "Sample papers" : title} · ${count(listed.length, "paper")}`),
      stale === undefined ? undefined : note(stale),
      remark === undefined ? undefined : note(remark),
      ...cards.map((card, at) => ({ kind: "paper", card, number: start + at + 1 }) as const),
      start === 0 ? undefined : note(`Papers ${start + 1} to ${start + shown.length} of ${listed.length}.`),
      actions(
        rest > 0
          ? press(
              rest <= PAGE ? `The other ${rest}` : `${PAGE} more of ${rest}`,
              call.name,
              call.argument,
              call.page + 1,
            )
          : undefined,
        shareAction(call),
      ),
    );
  };

  const today: CommandHandler = {
    spec: spec("today", "Shows a day's list, most votes first", {
      usage: "today [day]",
      example: "today 2026-11-20",
      argument: {
        name: "day",
        help: "A date like 2026-11-20, yesterday, or a weekday; the latest list if left out",
        required: false,
        suggests: true,
      },
    }),
    async run(call) {
      const current = currentListDay(call.now);
      const asked = call.argument === "" ? undefined : parseListDay(call.argument, current);
      if (call.argument !== "" && asked === undefined) return unreadableDay(call.argument);
      if (asked !== undefined && (asked > current || asked < FIRST_LIST_DAY))
        return outsideArchive(asked, current);
      const [latest] = await papers.latestListDays(1, asked ?? current);
      const day = asked ?? latest ?? current;
      const listed = await papers.listedOn(day);
      if (listed.length === 0) return nothingOn(day, latest, await freshness(call.now));
      const isList = listed.some(({ paper }) => paper.source !== "sample");
      const early =
        isList && day < current && asked === undefined && !isWeekend(current)
          ? "Today’s list is not out yet."
          : undefined;
      return page(
        call,
        formatListDay(day),
        listed.map(({ paper }) => paper),
        early,
      );
    },
    suggest: async (call) => papers.latestListDays(25, currentListDay(call.now)),
  };

  const week: CommandHandler = {
    spec: spec("week", "Shows the best of the last seven days, most votes first"),
    async run(call) {
      const current = currentListDay(call.now);
      const first = addDays(current, -6);
      const listed = await papers.listedBetween(first, current);
      const best = [...new Map(listed.map(({ paper }) => [paper.id, paper])).values()].sort(
        (one, other) => other.votes - one.votes || (one.id < other.id ? -1 : 1),
      );
      if (best.length === 0) return nothingOn(current, undefined, await freshness(call.now));
      const title = `Best of the week, ${formatListDay(first)} to ${formatListDay(current)}`;
      const ignored =
        call.argument === ""
          ? undefined
          : `${quote(call.argument)} is ignored: the week is always that of the last seven days.`;
      return page(call, title, best, ignored);
    },
  };
  return [today, week];
}

function unreadableDay(typed: string): Message {
  return decline(
    `${quote(typed)} is no day that I can read. Type a date like `,
    commandLine("today 2026-11-20"),
    ", ",
    commandLine("today yesterday"),
    " or ",
    commandLine("today friday"),
    ".",
  );
}

function outsideArchive(day: ListDay, current: ListDay): Message {
  return day > current
    ? decline(
        `The list of ${formatListDay(day)} is not out yet; `,
        commandLine("today"),
        " shows the latest.",
      )
    : decline(`The archive of Daily Papers begins on ${formatListDay(FIRST_LIST_DAY)}.`);
}

function nothingOn(day: ListDay, latest: ListDay | undefined, stale: string | undefined): Message {
  const why = isWeekend(day) ? "Nothing is listed on weekends" : "No list is stored for that day";
  return reply(
    stale === undefined ? undefined : note(stale),
    text(`${why} (${formatListDay(day)}).`),
    actions(latest === undefined ? undefined : press(`Show ${formatListDay(latest)}`, "today", latest)),
  );
}
