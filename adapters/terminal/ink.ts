/** Text for a terminal: styles, links and lines of the right length. */
import picocolors from "picocolors";
import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";
import { literal, literalLine } from "../../src/platform/literal.ts";
import type { Span } from "../../src/platform/message.ts";

/** What the terminal can show. */
export interface Look {
  /** Infinity if lines are not to be broken. */
  readonly columns: number;
  readonly colors: boolean;
  /** Whether text can be made clickable. */
  readonly links: boolean;
}

type Style = (text: string) => string;

export interface Ink {
  readonly look: Look;
  readonly heading: Style;
  readonly title: Style;
  readonly quiet: Style;
  readonly reason: Style;
  readonly key: Style;
  readonly danger: Style;
  /** Spans in a style that lasts over all of them. */
  spans(spans: readonly Span[], style?: Style): string;
  /** Styled text that leads to the address, where the terminal can. */
  link(styled: string, url: string): string;
}

export function createInk(look: Look): Ink {
  const colors = picocolors.createColors(look.colors);
  /** Nothing stays nothing, without codes around it. */
  const some =
    (style: Style): Style =>
    (text) =>
      text === "" ? "" : style(text);
  const key = some((text) => colors.bold(colors.cyan(text)));
  const code = some(look.colors ? colors.cyan : (text) => `\`${text}\``);
  const styles = {
    strong: some(colors.bold),
    emphasis: some(colors.italic),
    code,
    command: code,
    match: some((text) => colors.bold(colors.yellow(text))),
  };

  const link = (styled: string, url: string) => {
    const address = webAddress(url);
    return look.links && styled !== "" && address !== undefined
      ? `\u001b]8;;${address}\u0007${styled}\u001b]8;;\u0007`
      : styled;
  };

  const span = (each: Span, style: Style): string => {
    if (typeof each === "string") return style(literal(each));
    const text = literal(each.text);
    if ("style" in each) return style(styles[each.style](text));
    if (look.links) return style(link(colors.underline(text), each.url));
    const url = literalLine(each.url);
    return url === text ? style(text) : `${style(text)} ${colors.dim(`(${url})`)}`;
  };

  return {
    look,
    heading: key,
    title: styles.strong,
    quiet: some(colors.dim),
    reason: some(colors.green),
    key,
    danger: some(colors.red),
    spans: (spans, style = (text) => text) => spans.map((each) => span(each, style)).join(""),
    link,
  };
}

/** Longer lines are hard to read. */
const LONGEST_LINE = 100;
const SHORTEST_LINE = 16;

/**
 * Breaks styled text into lines that stand after `first` on the first line and below it on the others. An address that
 * is broken into lines cannot be clicked or copied: a long one has a line of its own, which the terminal itself breaks
 * without harm.
 */
export function hang(first: string, text: string, columns: number): string {
  const indent = stringWidth(first);
  const width = Math.max(Math.min(columns, LONGEST_LINE) - indent, SHORTEST_LINE);
  const lines = columns === Number.POSITIVE_INFINITY ? text.split("\n") : breakLines(text, width);
  return lines
    .map((line, at) => {
      const before =
        at === 0
          ? first
          : " ".repeat(stringWidth(line) > width && indent + stringWidth(line) > columns ? 0 : indent);
      return `${before}${line}`;
    })
    .join("\n")
    .replaceAll(NO_BREAK, " ");
}

const ADDRESS = /(\S*https?:\/\/\S+)/;

function breakLines(text: string, width: number): readonly string[] {
  return text
    .split(ADDRESS)
    .reduce<string[]>(
      (parts, part, at) => {
        const isLong = at % 2 === 1 && stringWidth(part) > width;
        if (isLong) parts.push(part, "");
        else parts.push(`${parts.pop() ?? ""}${part}`);
        return parts;
      },
      [""],
    )
    .flatMap((part, at) => {
      if (at % 2 === 1) return [part];
      const words = at === 0 ? part.trimEnd() : part.trim();
      return words === "" && text !== "" ? [] : wrapAnsi(words, width, { hard: true }).split("\n");
    });
}

const NO_BREAK = "\u00a0";

/** The address in the characters of RFC 3986, if it is one of the web. */
function webAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return /^https?:$/.test(protocol) && /^[\x21-\x7e]+$/.test(href) ? href : undefined;
}
