/** What Slack adds to making text literal: its own escapes, and limits. */
import type { types } from "@slack/bolt";
import { literalLine } from "../../src/platform/literal.ts";
import { LIMITS } from "./limits.ts";

/** For a place where Slack reads `<…>` and `&…;`: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMarkup(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * At most `limit` characters, with "…" where something was left out. Counts `&`, `<` and `>` as long as their escaped
 * forms are, because Slack stores them so.
 */
export function cut(text: string, limit: number): string {
  if (weigh(text) <= limit) return text;
  let kept = "";
  let weight = 1;
  for (const character of text) {
    weight += weigh(character);
    if (weight > limit) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

function weigh(text: string): number {
  let weight = text.length;
  for (const character of text) {
    if (character === "&") weight += 4;
    else if (character === "<" || character === ">") weight += 3;
  }
  return weight;
}

/** The address, if it is one that may be linked to. */
export function safeUrl(url: string, limit: number): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return undefined;
  return parsed.href.length <= limit && !/[|<>]/u.test(parsed.href) ? parsed.href : undefined;
}

/** One line in which nothing is markup, not even an emoji's name. */
export function plain(text: string, limit: number): types.PlainTextElement {
  return { type: "plain_text", text: cut(literalLine(text), limit), emoji: false };
}

export function smallPrint(text: string): types.ContextBlock {
  return {
    type: "context",
    elements: [{ type: "plain_text", text: cut(text, LIMITS.sectionText), emoji: false }],
  };
}
