/** arXiv's Atom feed -> papers, or what it says is wrong. https://info.arxiv.org/help/api/user-manual.html */
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { type Paper, parsePaperId } from "../paper.ts";
import { readable } from "../tex.ts";

/** Elements are known by their local names: the prefixes have changed over the years. */
const LISTS: ReadonlySet<string> = new Set(["entry", "author", "category", "primary_category"]);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  textNodeName: "text",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => LISTS.has(name),
  // Numeric references stand for accented letters; a long answer has many.
  htmlEntities: true,
  processEntities: {
    enabled: true,
    maxEntityCount: 0,
    maxTotalExpansions: 100_000,
    maxExpandedLength: 1_000_000,
  },
});

/** An element with attributes is an object, one without is its text. */
const text = z.union([z.string(), z.object({ text: z.string() }).transform((element) => element.text)]);
const maybeText = text.optional().catch(undefined);
const terms = z
  .array(z.object({ term: z.string() }).optional().catch(undefined))
  .catch([])
  .transform((categories) => categories.flatMap((category) => category?.term ?? []));

const entrySchema = z.object({
  id: text,
  title: maybeText,
  summary: maybeText,
  published: maybeText,
  updated: maybeText,
  comment: maybeText,
  author: z.array(z.object({ name: text }).optional().catch(undefined)).catch([]),
  primary_category: terms.optional(),
  category: terms.optional(),
});

const feedSchema = z.object({ feed: z.object({ entry: z.array(z.unknown()).default([]) }) });
/** An empty feed without attributes is read as an empty text. */
const emptySchema = z.object({ feed: z.literal("") });

export interface ArxivFeed {
  readonly papers: readonly Paper[];
  /** arXiv's own words on what was wrong with the request. */
  readonly problem: string | undefined;
  /** Entries that could not be read. */
  readonly skipped: number;
}

/** Undefined if this is no Atom feed. */
export function readFeed(xml: string): ArxivFeed | undefined {
  const entries = readEntries(xml);
  if (entries === undefined) return undefined;
  const papers: Paper[] = [];
  let problem: string | undefined;
  let skipped = 0;
  for (const entry of entries) {
    const parsed = entrySchema.safeParse(entry);
    if (parsed.success && /\/api\/errors\b/.test(parsed.data.id)) {
      problem ??= readable(parsed.data.summary ?? "").slice(0, 200) || "unknown error";
      continue;
    }
    const paper = parsed.success ? toPaper(parsed.data) : undefined;
    if (paper === undefined) skipped++;
    else papers.push(paper);
  }
  return { papers, problem, skipped };
}

function readEntries(xml: string): readonly unknown[] | undefined {
  // The parser is lenient: half a feed would be read as a whole one.
  if (!/<\/(?:[\w-]+:)?feed\s*>\s*$/.test(xml)) return undefined;
  // The feed has no entities of its own; with a document type anyone could define some, and have them multiply.
  if (/<!DOCTYPE/i.test(xml)) return undefined;
  try {
    const document: unknown = parser.parse(xml);
    const feed = feedSchema.safeParse(document);
    if (feed.success) return feed.data.feed.entry;
    return emptySchema.safeParse(document).success ? [] : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined for an id that arXiv does not know: it answers with an entry that has nothing else. */
function toPaper(entry: z.output<typeof entrySchema>): Paper | undefined {
  const id = parsePaperId(entry.id.trim());
  const title = readable(entry.title ?? "");
  const publishedAt = new Date((entry.published ?? "").trim());
  if (id === undefined || title === "" || Number.isNaN(publishedAt.getTime())) return undefined;
  const abstract = readable(entry.summary ?? "");
  const authors = entry.author.map((author) => readable(author?.name ?? "")).filter((name) => name !== "");
  const updatedAt = new Date((entry.updated ?? "").trim());
  const isWithdrawn = WITHDRAWN.test(entry.comment ?? "") || WITHDRAWN.test(abstract.slice(0, 200));
  return {
    id,
    source: "arxiv",
    title,
    abstract,
    authors,
    authorCount: authors.length,
    organization: undefined,
    categories: [...new Set([...(entry.primary_category ?? []), ...(entry.category ?? [])])],
    keywords: [],
    publishedAt,
    votes: 0,
    comments: 0,
    sourceSummary: undefined,
    code: undefined,
    projectUrl: undefined,
    withdrawnAt: isWithdrawn ? (Number.isNaN(updatedAt.getTime()) ? publishedAt : updatedAt) : undefined,
  };
}

/** arXiv has no field for it; a withdrawn version says so in its comment or abstract. https://info.arxiv.org/help/withdraw.html */
const WITHDRAWN =
  /\b(?:this|the) (?:paper|article|submission|manuscript|work|preprint|version) (?:has been|was|is|have been) (?:\w+ )?withdrawn\b|^\s*(?:paper )?withdrawn\b|\bwithdrawn by (?:the )?(?:author|arxiv)/i;
