/** Small grey text, which Slack makes of plain text or of its markup, but not of rich text. */
import type { types } from "@slack/bolt";
import { literal } from "../../src/platform/literal.ts";
import type { Span } from "../../src/platform/message.ts";
import { LIMITS } from "./limits.ts";
import { cut, escapeMarkup, safeUrl } from "./literal.ts";
import { elements, richText, section } from "./rich-text.ts";

type Part = types.PlainTextElement | types.MrkdwnElement;

/** The spans on a small line; only links whose text could be taken for markup make it a line of usual size. */
export function smallLine(spans: readonly Span[]): types.KnownBlock[] {
  const parts = inOne(spans) ?? inParts(spans);
  if (parts === undefined) return richText([section(elements(spans, LIMITS.richTextElement))]);
  return parts.length === 0 ? [] : [{ type: "context", elements: parts }];
}

/** Everything as one piece of markup, if nothing in it would be taken for any but what we made. */
function inOne(spans: readonly Span[]): Part[] | undefined {
  const markup = asMarkup(spans);
  if (markup === undefined || markup.length > LIMITS.sectionText) return undefined;
  return [{ type: "mrkdwn", text: markup, verbatim: true }];
}

/** Links as markup, everything between them as plain text. */
function inParts(spans: readonly Span[]): Part[] | undefined {
  const parts: Part[] = [];
  let text = "";
  const endText = () => {
    if (text.trim() !== "") {
      parts.push({ type: "plain_text", text: cut(text.trim(), LIMITS.sectionText), emoji: false });
    }
    text = "";
  };
  for (const span of spans) {
    if (typeof span === "string" || !("url" in span) || safeUrl(span.url, LIMITS.url) === undefined) {
      text += literal(typeof span === "string" ? span : span.text);
      continue;
    }
    const link = inOne([span]);
    if (link === undefined) return undefined;
    endText();
    parts.push(...link);
  }
  endText();
  return parts.length <= LIMITS.contextElements ? parts : undefined;
}

/** Undefined if something in the spans would be taken for markup that escaping does not stop. */
function asMarkup(spans: readonly Span[]): string | undefined {
  const parts = spans.map((span) => {
    const text = literal(typeof span === "string" ? span : span.text);
    if (typeof span !== "string" && "style" in span && span.style === "code") return codeMarkup(text);
    if (/[*_~`]|:[\w+'-]+:|^\s*[>•]/mu.test(text)) return undefined;
    if (typeof span === "string") return escapeMarkup(text);
    if (!("url" in span)) return span.style === "emphasis" ? undefined : escapeMarkup(text);
    const address = safeUrl(span.url, LIMITS.url);
    const label = escapeMarkup(text).replace(/[|\n]/gu, " ").trim();
    return address === undefined || address.includes("`") || label === "" || /^(?:&gt;|•)/u.test(label)
      ? undefined
      : `<${escapeMarkup(address)}|${label}>`;
  });
  const markup = parts.every((part) => part !== undefined) ? parts.join("") : "";
  // Pieces that are harmless one by one may be markup once joined.
  const isHarmless = !/[*_~`]|:[\w+'-]+:/u.test(
    markup.replace(/`[^`]*`/gu, "code").replace(/<[^>]*>/gu, (link) => link.replace(/^<[^|]*\|/u, "")),
  );
  return markup.trim() === "" || !isHarmless ? undefined : markup;
}

/** Between backticks everything else is literal. */
function codeMarkup(text: string): string | undefined {
  return /[`\n]/u.test(text) || text.trim() === "" ? undefined : `\`${escapeMarkup(text)}\``;
}
