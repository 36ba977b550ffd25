/** What a model wrote, made fit to show: words only, on one line, nothing that leads anywhere. */
import { literalLine } from "../platform/literal.ts";

/** "[words](address)" and "![words](address)", and links as two platforms write them: "<address|words>". */
const LINKS: readonly (readonly [RegExp, string])[] = [
  [/!?\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+["'][^"']*["'])?\)/gu, "$1"],
  [/!?\[([^[\]]*)\]\(<[^<>]*>[^()]*\)/gu, "$1"],
  [/!?\[([^[\]]*)\]\[[^[\]]*\]/gu, "$1"],
  [/<(?:https?:|mailto:|tel:)[^<>|]*\|([^<>]*)>/giu, "$1"],
];

/** Mentions of people, groups and channels, times and emoji in the forms that chat platforms expand. */
const MENTIONS =
  /<(?:[@#!]|a?:\w+:|t:|id:|\/)[^<>]{0,200}>|(?<![\p{L}\p{N}.])@(?:everyone|here|channel)\b/giu;

/** Tags of HTML, and comments, which a reader would not see. */
const TAGS = /<!--.*?(?:-->|$)|<\/?[a-z][\w-]*(?:\s[^<>]*)?\/?>/giu;

/** An address with a scheme, or one that begins like a host and has a path or a known end. */
const ADDRESSES =
  /[(<[]?\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|mailto:|javascript:|data:\w+\/|www\.)[^\s<>)\]]*[>)\]]?|(?<![\p{L}\p{N}@.])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|io|ai|co|dev|app|gg|me|ly|xyz|info|link|site|top|ru|cn|to|gl|sh|edu|gov)(?::\d+)?(?![\p{L}\p{N}-])(?:[/?#][^\s<>)\]]*)?/giu;

const MAX_CHARACTERS = 4000;

/**
 * One line of plain words from what a model wrote. Links keep their words and lose their address; addresses, mentions
 * and tags go. What is left is still outside text: renderers escape it like any other.
 */
export function modelText(written: string): string {
  let text = literalLine(written.slice(0, MAX_CHARACTERS));
  for (const [pattern, words] of LINKS) text = text.replace(pattern, words);
  return text
    .replace(TAGS, "")
    .replace(MENTIONS, "")
    .replace(ADDRESSES, "")
    .replace(/^(?:[#>*+-]+ +|\d+[.)] +)+/u, "")
    .replace(/(\*{1,3}|_{2}|~~|\|\||`+)(?=\S)(.*?\S)\1/gu, "$2")
    .replace(/\(\s*\)|\[\s*\]|<\s*>/gu, "")
    .replace(/\s+([,.;:!?])/gu, "$1")
    .replace(/\s+/gu, " ")
    .trim();
}
