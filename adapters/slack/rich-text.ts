/** Spans as rich text, whose text and link elements are literal: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import type { types } from "@slack/bolt";
import { literal } from "../../src/platform/literal.ts";
import type { Span } from "../../src/platform/message.ts";
import { LIMITS } from "./limits.ts";
import { cut, safeUrl } from "./literal.ts";

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

/** A block of what has anything in it. */
export function richText(parts: types.RichTextBlockElement[]): types.KnownBlock[] {
  const filled = parts.filter((part) => part.elements.length > 0);
  return filled.length > 0 ? [{ type: "rich_text", elements: filled }] : [];
}
