/** Daily lists of papers that nobody wrote, for pictures: served as Hugging Face serves its own. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { z } from "zod";
import { addDays, currentListDay, isWeekend, type ListDay } from "../../src/papers/list-day.ts";

const fictional = z.array(
  z.strictObject({
    id: z.string(),
    /** In list days, 0 for the latest list. */
    daysAgo: z.int().nonnegative(),
    title: z.string(),
    abstract: z.string(),
    authors: z.array(z.string()).min(1),
    organization: z.string().optional(),
    votes: z.int().nonnegative(),
    comments: z.int().nonnegative(),
    keywords: z.array(z.string()),
    code: z.url().optional(),
    stars: z.int().positive().optional(),
  }),
);

export interface FictionalLists {
  /** What stands in for Hugging Face's address. */
  readonly url: string;
  close(): Promise<void>;
}

/** The latest of the lists is that of the list day at `now`, or of the Friday before a weekend. */
export async function serveFictionalLists(now: Date): Promise<FictionalLists> {
  const papers = fictional.parse(JSON.parse(readFileSync(join(import.meta.dirname, "papers.json"), "utf8")));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const day = searchParams.get("date") ?? "";
    const isList = pathname === "/api/daily_papers";
    const listed = papers.filter(({ daysAgo }) => listDayBefore(now, daysAgo) === day);
    response.writeHead(isList ? 200 : 404, { "content-type": "application/json" });
    response.end(
      JSON.stringify(isList ? listed.map((paper) => entryOf(paper, day)) : { error: "Not found" }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listDayBefore(now: Date, days: number): ListDay {
  let day = currentListDay(now);
  for (let left = days; left > 0 || isWeekend(day); day = addDays(day, -1)) if (!isWeekend(day)) left--;
  return day;
}

function entryOf(paper: z.infer<typeof fictional>[number], day: ListDay): object {
  const { id, title, abstract, authors, organization, votes, keywords, code, stars } = paper;
  return {
    paper: {
      id,
      title,
      summary: abstract,
      authors: authors.map((name) => ({ name, hidden: false })),
      publishedAt: `${day}T00:00:00.000Z`,
      upvotes: votes,
      ai_keywords: keywords,
      ...(organization !== undefined && { organization: { name: organization, fullname: organization } }),
      ...(code !== undefined && { githubRepo: code, githubRepoAddedBy: "user", githubStars: stars }),
    },
    title,
    publishedAt: `${day}T00:00:00.000Z`,
    numComments: paper.comments,
  };
}
