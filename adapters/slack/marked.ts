/** A line with marked words for a section: the only text that may be bold with a menu beside it. */
import type { types } from "@slack/bolt";
import { literal } from "../../src/platform/literal.ts";
import type { Span } from "../../src/platform/message.ts";
import { cut, escapeMarkup } from "./literal.ts";

export type TextObject = types.PlainTextElement | types.MrkdwnElement;

/** What Slack would take for markup, however it is escaped: then nothing is marked, and all of it is literal. */
const MARKUP = /[*_~`]|:[\w+'-]+:|^\s*[>•]/mu;

/** The spans, at most `limit` characters in all; undefined if there is nothing to read in them. */
export function markedText(spans: readonly Span[], limit: number): TextObject | undefined {
  const texts = spans.map((span) => literal(typeof span === "string" ? span : span.text));
  const whole = texts.join("").trimEnd();
  const shown = cut(whole, limit);
  if (shown.trim() === "") return undefined;
  const marks = spans.map((span) => typeof span !== "string" && "style" in span && span.style === "match");
  if (shown !== whole || !marks.includes(true) || MARKUP.test(whole)) {
    return { type: "plain_text", text: shown.trim(), emoji: false };
  }
  const parts = texts.map((text, at) => {
    const stands = isFree(text, texts.slice(0, at).join(""), texts.slice(at + 1).join(""));
    return marks[at] === true && stands ? `*${escapeMarkup(text)}*` : escapeMarkup(text);
  });
  return { type: "mrkdwn", text: parts.join("").trim(), verbatim: true };
}

/** Asterisks make bold only what stands between spaces, or before a sign that ends something. */
function isFree(text: string, before: string, after: string): boolean {
  return /^\S(?:[^\n]*\S)?$/u.test(text) && /(?:^|\s)$/u.test(before) && /^(?:$|[\s.,;:!?)])/u.test(after);
}
