/** Small words for answers. */
import type { Action, Block, Message, Span } from "../platform/message.ts";

export function reply(...blocks: readonly (Block | undefined)[]): Message {
  return { blocks: blocks.filter((block) => block !== undefined) };
}

/** A plain answer of one paragraph. */
export function say(...spans: readonly Span[]): Message {
  return reply(text(...spans));
}

/** An answer of what could not be done: it concerns whoever asked alone. */
export function onlyForCaller(message: Message): Message {
  return { ...message, audience: "caller" };
}

/** The same of one paragraph. */
export function decline(...spans: readonly Span[]): Message {
  return onlyForCaller(say(...spans));
}

export function heading(words: string): Block {
  return { kind: "heading", text: words };
}

export function text(...spans: readonly Span[]): Block {
  return { kind: "text", spans };
}

export function note(...spans: readonly Span[]): Block {
  return { kind: "note", spans };
}

export function list(items: readonly (readonly Span[])[]): Block | undefined {
  return items.length === 0 ? undefined : { kind: "list", items };
}

export function actions(...offered: readonly (Action | undefined)[]): Block | undefined {
  const there = offered.filter((action) => action !== undefined);
  return there.length === 0 ? undefined : { kind: "actions", actions: there };
}

/** A button that runs a command. */
export function press(label: string, name: string, argument = "", page = 1): Action {
  return { label, command: { name, argument, page } };
}

/** Longer questions than this say no more, and Hugging Face takes no longer ones. */
const QUERY_LENGTH = 250;

/** What is searched for, cut to what is of use. */
export function cutQuery(words: string): string {
  return [...words].slice(0, QUERY_LENGTH).join("");
}

/** What a button says, cut to the length that every platform shows. */
export function cutLabel(words: string): string {
  const characters = [...words];
  return characters.length <= LABEL_LENGTH ? words : `${characters.slice(0, LABEL_LENGTH - 1).join("")}…`;
}

const LABEL_LENGTH = 40;

/** A command line that can be typed as it is shown: each platform puts before it what it wants there. */
export function commandLine(words: string): Span {
  return { text: words, style: "command" };
}

export function strong(words: string): Span {
  return { text: words, style: "strong" };
}

/** The text that a person typed, cut to a length that fits into a sentence. */
export function quote(typed: string, length = 80): string {
  const characters = [...typed];
  return `“${characters.length <= length ? typed : `${characters.slice(0, length - 1).join("")}…`}”`;
}
