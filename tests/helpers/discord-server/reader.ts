/** How people read a message: its Markdown as Discord's clients understand it, by a parser that somebody else wrote. */
import { parse } from "discord-markdown-parser";
import { z } from "zod";
import { type Component, type Embed, everyComponent } from "./wire.ts";

export interface Shown {
  readonly components: readonly Component[];
  readonly embeds: readonly Embed[];
  readonly content: string;
}

/** One piece of understood Markdown. */
interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[] | undefined;
  readonly target?: string | undefined;
  readonly name?: string | undefined;
}

const node: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    content: z.union([z.string(), z.array(node)]).optional(),
    target: z.string().optional(),
    name: z.string().optional(),
  }),
);

/** What the bot makes on purpose. Everything else that Markdown knows would come from outside text. */
const OURS: ReadonlySet<string> = new Set([
  "text",
  "escape",
  "br",
  "newline",
  "emoticon",
  "twemoji",
  "strong",
  "em",
  "inlineCode",
  "link",
  "heading",
  "subtext",
]);
const ENTRY = /^- /;
const OTHER_LISTS = /^\s*(?:[*+]|\d+[.)]) |^\s+- /;

export interface Reading {
  readonly text: string;
  /** The pieces of Markdown in it, by type. */
  readonly types: readonly string[];
  readonly links: readonly string[];
  readonly entries: number;
  /** Markup that the bot never makes. */
  readonly strange: readonly string[];
}

/** A message as read: texts in their order, then the labels of what can be pressed. */
export function read(shown: Shown): Reading {
  const readings = texts(shown).map(readMarkdown);
  const labels = everyComponent(shown.components).flatMap((each) => [
    ...(each.type === 2 ? [`[${each.label ?? ""}]`] : []),
    ...(each.type === 3 ? [`[${each.placeholder ?? ""}]`] : []),
    ...(each.options ?? []).map(
      ({ label, description }) => `[${label}${description ? ` – ${description}` : ""}]`,
    ),
  ]);
  return {
    text: [...readings.map(({ text }) => text), ...labels].join("\n"),
    types: readings.flatMap(({ types }) => types),
    links: readings.flatMap(({ links }) => links),
    entries: readings.reduce((sum, { entries }) => sum + entries, 0),
    strange: readings.flatMap(({ strange }) => strange),
  };
}

/** Every text that Discord parses as Markdown. */
export function texts({ components, embeds, content }: Shown): readonly string[] {
  return [
    content,
    ...embeds.flatMap((embed) => [embed.title ?? "", embed.description ?? "", embed.footer?.text ?? ""]),
    ...everyComponent(components).flatMap((each) => (each.type === 10 ? [each.content ?? ""] : [])),
  ].filter((text) => text !== "");
}

export function readMarkdown(markdown: string): Reading {
  // The parser knows no lists: their signs are taken off here, as a client does.
  const lines = markdown.split("\n");
  const entries = lines.filter((line) => ENTRY.test(line)).length;
  const lists = lines.filter((line) => OTHER_LISTS.test(line));
  const nodes = z
    .array(node)
    .parse(parse(lines.map((line) => line.replace(ENTRY, "")).join("\n"), "extended"));
  const all = flatten(nodes);
  return {
    text: textOf(nodes),
    types: all.map(({ type }) => type),
    links: all.flatMap(({ type, target }) => (type === "link" && target !== undefined ? [target] : [])),
    entries,
    strange: [
      ...all
        .filter(({ type }) => !OURS.has(type))
        .map(({ type }) => `${type} in ${JSON.stringify(markdown)}`),
      ...lists.map((line) => `a list in ${JSON.stringify(line)}`),
    ],
  };
}

function flatten(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((each) => [each, ...(Array.isArray(each.content) ? flatten(each.content) : [])]);
}

function textOf(nodes: readonly Node[]): string {
  return nodes
    .map(({ type, content, name, target }) => {
      if (type === "br" || type === "newline") return "\n";
      const inside = typeof content === "string" ? content : content === undefined ? "" : textOf(content);
      if (type === "heading" || type === "subtext") return `${inside}\n`;
      return inside || (name ?? target ?? "");
    })
    .join("");
}
