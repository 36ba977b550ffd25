/**
 * What Hugging Face says of a paper -> Paper. Required is only what all of 9,581 recorded entries have; everything else
 * may be missing, null or of another kind, and is then not known.
 */
import { z } from "zod";
import { type Paper, type PaperId, parsePaperId } from "../paper.ts";
import { readable } from "../tex.ts";

const maybe = <Kind extends z.ZodType>(kind: Kind) => kind.optional().catch(undefined);

const text = maybe(z.string());
const count = maybe(z.number().int().nonnegative());
const instant = z.string().transform((written, context) => {
  const date = new Date(written);
  if (Number.isNaN(date.getTime())) context.addIssue("not a date");
  return date;
});
/** People type these: with spaces, line breaks, or without `https://`. */
const link = z.string().transform((typed, context) => {
  const address = typed.replace(/\s+/g, "");
  const url = /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(address) ? `https://${address}` : address;
  if (!/^https?:\/\/[^\s/]/i.test(url) || !URL.canParse(url)) context.addIssue("not a web address");
  return url;
});
const organization = maybe(z.object({ name: text, fullname: text }));
const author = z.object({ name: z.string(), hidden: maybe(z.boolean()) });

const paper = z.object({
  id: z.string().transform((id, context) => {
    const parsed = parsePaperId(id);
    if (parsed === undefined) context.addIssue("not an arXiv id");
    return parsed ?? z.NEVER;
  }),
  title: z.string().transform(readable).pipe(z.string().min(1)),
  summary: z.string().transform(readable),
  authors: z.array(author.optional().catch(undefined)),
  publishedAt: instant,
  upvotes: z.number(),
  ai_summary: text,
  ai_keywords: maybe(z.array(z.string())),
  githubRepo: maybe(link),
  githubRepoAddedBy: text,
  githubStars: count,
  projectPage: maybe(link),
  organization,
  withdrawnAt: maybe(instant),
});

/** A paper on its own, as `/api/papers/{id}` gives it: without the number of comments. */
export const paperSchema = paper.transform((told) => toPaper(told, 0, undefined));

/** A paper on a list or among search results. */
export const entrySchema = z
  .object({ paper, numComments: count, organization })
  .transform((entry) => toPaper(entry.paper, entry.numComments ?? 0, entry.organization));

/** What search answered with in 2024: id and title only. https://github.com/huggingface/huggingface_hub/issues/2553 */
const bareSchema = z.object({ id: paper.shape.id, title: paper.shape.title }).transform(({ id, title }) => {
  const bare = { id, title, summary: "", authors: [], publishedAt: monthOf(id), upvotes: 0 };
  return toPaper(bare, 0, undefined);
});

/** A search result in any of the forms that it has had. */
export const foundSchema = z.union([entrySchema, paperSchema, bareSchema]);

/** An arXiv id begins with the year and month of its first version. */
function monthOf(id: PaperId): Date {
  const [, year, month] = /(?:^|\/)(\d{2})(\d{2})/.exec(id) ?? [];
  return new Date(Date.UTC((Number(year) > 90 ? 1900 : 2000) + Number(year), Number(month) - 1));
}

const MAX_KEYWORDS = 30;

function toPaper(
  told: z.output<typeof paper>,
  comments: number,
  listedFor: z.output<typeof organization>,
): Paper {
  // Hidden authors are those whom someone took off the paper's page, mostly names that were read wrongly.
  const authors = told.authors
    .filter((one) => one !== undefined && one.hidden !== true)
    .map((one) => readable(one?.name ?? ""))
    .filter((name) => name !== "");
  const group = told.organization ?? listedFor;
  return {
    id: told.id,
    source: "hugging-face",
    title: told.title,
    abstract: told.summary,
    authors,
    authorCount: authors.length,
    organization: said(group?.fullname) ?? said(group?.name),
    categories: [],
    keywords: (told.ai_keywords ?? [])
      .map(readable)
      .filter((word) => word !== "")
      .slice(0, MAX_KEYWORDS),
    publishedAt: told.publishedAt,
    votes: Math.max(0, Math.round(told.upvotes)),
    comments,
    sourceSummary: said(told.ai_summary),
    code:
      told.githubRepo === undefined
        ? undefined
        : {
            url: told.githubRepo,
            stars: told.githubStars,
            official: told.githubRepoAddedBy !== "auto",
          },
    projectUrl: told.projectPage,
    withdrawnAt: told.withdrawnAt,
  };
}

function said(words: string | undefined): string | undefined {
  return words === undefined ? undefined : readable(words) || undefined;
}
