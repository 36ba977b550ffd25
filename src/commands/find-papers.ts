/** `search` and `find`: papers by words, and those that a text links to. */
import { type CardDetails, count, paperCard } from "../digests/paper-card.ts";
import type { Lookup } from "../papers/lookup.ts";
import { findPaperIds, type Paper, type PaperId } from "../papers/paper.ts";
import { SourceError } from "../papers/sources/source-error.ts";
import { readIds } from "../search/query-ids.ts";
import type { Search } from "../search/search.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import type { NamedPapers } from "./named-paper.ts";
import { nothingFound } from "./nothing-found.ts";
import { actions, cutQuery, heading, note, press, quote, reply, say } from "./reply.ts";
import { shareAction } from "./share.ts";

export interface FindParts {
  readonly search: Search;
  readonly lookup: Lookup;
  readonly named: NamedPapers;
  readonly detailsOf: (paper: Paper, call: Call) => Promise<CardDetails>;
}

const PAGE = 5;
/** Papers looked up of a text that links to many. */
const MAX_LINKED = 5;

export function searchCommand({ search, lookup, named, detailsOf }: FindParts): CommandHandler {
  return {
    spec: spec("search", "Finds papers by words, phrases, authors, dates and more", {
      usage: "search <words>",
      example: "search kv cache compression",
      argument: {
        name: "words",
        help: 'Words, "a phrase", -not, author:, org:, after:2026-01-01, votes:>20, an id or link',
        required: true,
        suggests: true,
      },
    }),
    async run(call) {
      const query = cutQuery(call.argument);
      const { ids, rest } = readIds(query);
      const [only, ...others] = ids;
      if (only !== undefined && others.length === 0 && rest === "") {
        const found = await named.find(only, call.now);
        if ("answer" in found) return found.answer;
      }
      // From then on the papers are in the catalog, where the search finds them.
      const { problems } = await lookUp(lookup, ids, call.now);
      const offset = (call.page - 1) * PAGE;
      const answer = await search.search(query, { now: call.now, offset, limit: PAGE });
      const remarks = [...problems, ...answer.remarks];
      if (answer.hits.length === 0) {
        return offset > 0 ? say("That was the last page.") : nothingFound(query, remarks, search, call.now);
      }
      const cards = await Promise.all(
        answer.hits.map(async ({ paper, passage, isRemote }) =>
          paperCard(paper, {
            ...(await detailsOf(paper, call)),
            passage: isMarked(passage) ? passage : [],
            ...(isRemote ? { reasons: ["found by Hugging Face's search"] } : {}),
          }),
        ),
      );
      const found = `${count(answer.total, "paper")}${answer.orMore ? " or more" : ""}`;
      const last = offset + answer.hits.length;
      return reply(
        heading(`${found} for ${quote(answer.showing ?? query)}`),
        answer.showing === undefined
          ? undefined
          : note(`Showing results for ${quote(answer.showing)}, not ${quote(query)}.`),
        ...remarks.map((remark) => note(remark)),
        ...cards.map((card, at) => ({ kind: "paper", card, number: offset + at + 1 }) as const),
        offset === 0 ? undefined : note(`Papers ${offset + 1} to ${last} of ${found}.`),
        actions(
          last < answer.total || answer.orMore ? press("More", "search", query, call.page + 1) : undefined,
          shareAction({ ...call, argument: query }),
        ),
      );
    },
    async suggest(call) {
      if (call.argument === "") return [];
      return (await search.suggest(call.argument, 10)).map((paper) =>
        [...paper.title].slice(0, 100).join(""),
      );
    },
  };
}

/** For a message that links to papers: reached from the message's own menu. */
export function findCommand({ lookup, detailsOf }: Omit<FindParts, "named" | "search">): CommandHandler {
  return {
    spec: spec("find", "Shows the papers that a message links to", {
      usage: "find <text>",
      example: "find https://arxiv.org/abs/2401.00001",
      argument: { name: "text", help: "A text with links to papers", required: true, suggests: false },
      hidden: true,
    }),
    async run(call) {
      const ids = findPaperIds(call.argument);
      if (ids.length === 0) return say("There is no link to a paper in it, and no arXiv id.");
      const { papers, problems } = await lookUp(lookup, ids, call.now);
      const cards = await Promise.all(
        papers.map(async (paper) => paperCard(paper, await detailsOf(paper, call))),
      );
      return reply(
        ...cards.map((card, at) => ({ kind: "paper", card, number: at + 1 }) as const),
        ...problems.map((problem) => note(problem)),
        actions(papers.length === 0 ? undefined : shareAction(call)),
      );
    },
  };
}

/** The first papers of these, and in sentences why others are not among them. */
async function lookUp(lookup: Lookup, ids: readonly PaperId[], now: Date) {
  const problems: string[] = [];
  const papers: Paper[] = [];
  for (const id of ids.slice(0, MAX_LINKED)) {
    try {
      const paper = await lookup.find(id, now);
      if (paper === undefined) problems.push(`Neither Hugging Face nor arXiv knows ${id}.`);
      else papers.push(paper);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push(`${id}: ${error.message}`);
    }
  }
  if (ids.length > MAX_LINKED) problems.push(`${ids.length - MAX_LINKED} more links were left out.`);
  return { papers, problems };
}

function isMarked(passage: readonly unknown[]): boolean {
  return passage.some((span) => typeof span === "object" && span !== null && "style" in span);
}
