/** What to say when a search finds nothing: above all, which of its conditions leaves everything out. */
import { count } from "../digests/paper-card.ts";
import type { Block, Message } from "../platform/message.ts";
import { type QueryPart, queryParts, shownPart } from "../search/query-parts.ts";
import type { Search } from "../search/search.ts";
import { actions, commandLine, list, note, press, quote, reply, text } from "./reply.ts";

/** Each is tried by a search of its own. */
const MOST_TRIED = 3;

export async function nothingFound(
  query: string,
  remarks: readonly string[],
  search: Pick<Search, "search">,
  now: Date,
): Promise<Message> {
  return reply(
    ...remarks.map((remark) => note(remark)),
    text(
      `Nothing found for ${quote(query)}. Fewer or plainer words find more; `,
      commandLine("help search"),
      " tells what else can be asked.",
    ),
    await withoutConditions(queryParts(query).parts, search, now),
    actions(press("Help with searching", "help", "search")),
  );
}

async function withoutConditions(
  parts: readonly QueryPart[],
  search: Pick<Search, "search">,
  now: Date,
): Promise<Block | undefined> {
  const conditions = parts.filter(({ field, excluded }) => field !== undefined || excluded);
  const lines: (readonly [string])[] = [];
  for (const condition of conditions.slice(0, MOST_TRIED)) {
    const name = written(condition);
    const others = parts.filter((part) => part !== condition).map(written);
    if (others.length === 0) {
      lines.push([`No paper here fits ${name}.`]);
      continue;
    }
    const { total, orMore } = await search.search(others.join(" "), { now, offset: 0, limit: 1 });
    if (total > 0)
      lines.push([`Without ${name} there ${total === 1 ? "is" : "are"} ${many(total, orMore)}.`]);
  }
  return list(lines);
}

function many(total: number, orMore: boolean): string {
  return `${count(total, "paper")}${orMore ? " or more" : ""}`;
}

/** As it can be typed again. */
function written(part: QueryPart): string {
  return shownPart({ ...part, negated: false, quoted: part.quoted || /\s/u.test(part.value) });
}
