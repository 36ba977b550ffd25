/** Spans in Discord's Markdown, within a length. */
import type { Span } from "../../src/platform/message.ts";
import { clean, escapeLabel, escapeMarkdown, linkTarget, oneLine, shorten } from "./escape.ts";

/** The spans in Markdown, at most `max` characters; what is too long is cut, with an ellipsis. */
export function markdown(spans: readonly Span[], max = Number.POSITIVE_INFINITY): string {
  let text = "";
  for (const span of joined(spans)) {
    const next = fitted(span, max - text.length - 1);
    text += meet(text, next.text);
    if (next.cut) return text;
  }
  return text;
}

/** The same on one line. */
export function markdownLine(spans: readonly Span[], max = Number.POSITIVE_INFINITY): string {
  return markdown(spans.map(flatten), max).trim();
}

/** What of the spans can be seen. */
export function plain(spans: readonly Span[]): string {
  return spans.map((span) => clean(textOf(span))).join("");
}

function flatten(span: Span): Span {
  return typeof span === "string" ? oneLine(span) : { ...span, text: oneLine(span.text) };
}

function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}

/** Neighbours of one style become one span: two pairs of asterisks that touch would not be understood. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    if (textOf(span) === "") continue;
    const last = result.at(-1);
    if (last !== undefined && !isLink(last) && !isLink(span) && marker(last) === marker(span)) {
      const text = textOf(last) + textOf(span);
      result[result.length - 1] = typeof last === "string" ? text : { ...last, text };
    } else {
      result.push(span);
    }
  }
  return result;
}

function fitted(span: Span, max: number): { text: string; cut: boolean } {
  if (max < 1) return { text: "", cut: true };
  const whole = textOf(span).length > max ? "" : write(span);
  const raw = textOf(span);
  if (raw.length <= max && whole.length <= max) return { text: whole, cut: false };
  for (let room = Math.min(raw.length, max); room > 0; ) {
    const text = write(withText(span, shorten(raw, room)));
    if (text.length <= max) return { text, cut: true };
    room = Math.min(room - 1, room - Math.ceil((text.length - max) / 2));
  }
  return { text: "…", cut: true };
}

function withText(span: Span, text: string): Span {
  return typeof span === "string" ? text : { ...span, text };
}

function write(span: Span): string {
  if (typeof span === "string") return escapeMarkdown(span);
  if (isLink(span)) {
    const target = linkTarget(span.url);
    const label = escapeLabel(span.text).trim();
    return target === undefined || label === "" ? escapeMarkdown(span.text) : `[${label}](<${target}>)`;
  }
  const sign = marker(span);
  const text = clean(span.text);
  if (sign === "`") return isCode(text) ? `\`${text}\`` : escapeMarkdown(text);
  const [, before = "", inside = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return inside === "" ? text : `${before}${sign}${escapeMarkdown(inside)}${sign}${after}`;
}

/** Nothing can be escaped inside code, neither a backtick nor what an earlier link's label would reach for. */
function isCode(text: string): boolean {
  return text.trim() !== "" && !/[`\n\\]|\]\(/.test(text);
}

function isLink(span: Span): span is { readonly text: string; readonly url: string } {
  return typeof span !== "string" && "url" in span;
}

function marker(span: Span): string {
  if (typeof span === "string" || isLink(span)) return "";
  return { strong: "**", match: "**", emphasis: "*", code: "`", command: "`" }[span.style];
}

/** What follows, kept apart by a space without width where two signs of ours would melt into one. */
function meet(before: string, after: string): string {
  return /[*`]$/.test(before) && /^[*`]/.test(after) ? `\u200b${after}` : after;
}
