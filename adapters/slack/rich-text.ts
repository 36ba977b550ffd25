/** Spans as rich text, whose text and link elements are literal: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import type { types } from "@slack/bolt";
import { literal } from "../../src/platform/literal.ts";
import type { Span } from "../../src/platform/message.ts";
import { LIMITS } from "./limits.ts";
import { cut, escapeMarkup, safeUrl } from "./literal.ts";

/** The only elements that we make: both are literal. */
export type Literal = types.RichTextText | types.RichTextLink;
type Style = NonNullable<types.RichTextText["style"]>;

const STYLES = {
  strong: { bold: true },
  emphasis: { italic: true },
  code: { code: true },
  command: { code: true },
  match: { bold: true },
} as const satisfies Record<string, Style>;

/** The spans as elements, at most `limit` characters in all; empty ones are left out, a link that may not be one becomes text. */
export function elements(spans: readonly Span[], limit: number): Literal[] {
  let room = limit;
  return spans.flatMap((span) => {
    const text = room > 0 ? cut(literal(typeof span === "string" ? span : span.text), room) : "";
    room -= text.length;
    if (text === "") return [];
    if (typeof span !== "string" && "url" in span) return linkElement(text, span.url);
    return textElement(text, typeof span === "string" ? undefined : STYLES[span.style]);
  });
}

/** Whether that many characters are not enough for the spans. */
export function isOver(spans: readonly Span[], limit: number): boolean {
  const text = literal(spans.map((span) => (typeof span === "string" ? span : span.text)).join(""));
  return cut(text, limit) !== text;
}

export function linkElement(text: string, url: string, style?: Style): Literal[] {
  const address = safeUrl(url, LIMITS.url);
  if (address === undefined) return textElement(text, style);
  const label = text.trim() === "" ? {} : { text };
  return [{ type: "link", url: address, ...label, ...(style && { style }) }];
}

export function textElement(text: string, style?: Style): Literal[] {
  return text === "" ? [] : [{ type: "text", text, ...(style && { style }) }];
}

export function section(content: readonly Literal[]): types.RichTextSection {
  return { type: "rich_text_section", elements: merged(content) };
}

/** Plain text that follows plain text becomes one element: a message's room is counted with all containers. */
function merged(content: readonly Literal[]): Literal[] {
  const parts: Literal[] = [];
  for (const element of content) {
    const last = parts.at(-1);
    const both =
      last !== undefined && isPlain(last) && isPlain(element) ? `${last.text}${element.text}` : undefined;
    if (both !== undefined && both.length <= LIMITS.richTextElement)
      parts.splice(-1, 1, { type: "text", text: both });
    else parts.push(element);
  }
  return parts;
}

function isPlain(element: Literal): element is types.RichTextText {
  return element.type === "text" && element.style === undefined;
}

export function bullets(items: Literal[][]): types.RichTextList {
  return { type: "rich_text_list", style: "bullet", elements: items.map(section) };
}

export function quote(content: Literal[]): types.RichTextQuote {
  return { type: "rich_text_quote", elements: content };
}

/**
 * The spans as Slack's own markup, for the small print that rich text cannot be; undefined if something in them
 * would be taken for markup that escaping does not stop.
 */
export function asMarkup(spans: readonly Span[]): string | undefined {
  const parts = spans.map((span) => {
    const text = literal(typeof span === "string" ? span : span.text);
    if (/[*_~`]|:[\w+'-]+:|^\s*[>•]/mu.test(text)) return undefined;
    if (typeof span === "string") return escapeMarkup(text);
    if (!("url" in span)) return span.style === "emphasis" ? undefined : escapeMarkup(text);
    const address = safeUrl(span.url, LIMITS.url);
    const label = escapeMarkup(text).replace(/[|\n]/gu, " ").trim();
    return address === undefined || label === "" ? undefined : `<${escapeMarkup(address)}|${label}>`;
  });
  const markup = parts.every((part) => part !== undefined) ? parts.join("") : "";
  // Pieces that are harmless one by one may be markup once joined.
  const isHarmless = !/[*_~`]|:[\w+'-]+:/u.test(
    markup.replace(/<[^>]*>/gu, (link) => link.replace(/^<[^|]*\|/u, "")),
  );
  return markup.trim() === "" || !isHarmless ? undefined : markup;
}
