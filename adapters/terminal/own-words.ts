/** What can be typed at this prompt beside the bot's commands. */
import type { Block, Message, Span } from "../../src/platform/message.ts";
import { BACKWARD, FORWARD } from "./choose.ts";

/** Ends the conversation. */
export const LEAVE: readonly string[] = ["exit", "quit"];
/** Empties the screen. */
export const CLEAR = "clear";

/** For Tab; the page words depend on what is shown. */
export const OWN_WORDS: readonly string[] = [...LEAVE, CLEAR];

/** The bot's overview of its commands with these among them, before the small print. */
export function withOwnWords(overview: Message): Message {
  const { blocks } = overview;
  const after = blocks.findLastIndex(({ kind }) => kind === "list") + 1;
  return { ...overview, blocks: [...blocks.slice(0, after), ...ownWords(), ...blocks.slice(after)] };
}

function ownWords(): readonly Block[] {
  const typed = (...words: readonly string[]): readonly Span[] =>
    words.flatMap((word, at): readonly Span[] => [
      ...(at === 0 ? [] : [at === words.length - 1 ? " or " : ", "]),
      { text: word, style: "command" },
    ]);
  return [
    { kind: "text", spans: [{ text: "At this prompt", style: "strong" }] },
    {
      kind: "list",
      items: [
        [...typed("3 summary", "summary 3"), " · does it with the paper that has number 3"],
        [...typed("6"), " · presses the button [6]; what is written on it does so too"],
        [...typed(...FORWARD), " · goes on in a list, ", ...typed(...BACKWARD), " · goes back"],
        [...typed(CLEAR), " · empties the screen, ", ...typed(...LEAVE), " · ends"],
      ],
    },
  ];
}

/** What to say to somebody who seems to want to leave, and typed more than the word for it. */
export function leavingWith(line: string): Message | undefined {
  const word = line.toLowerCase().split(/\s/u, 1)[0] ?? "";
  if (!LEAVE.includes(word)) return undefined;
  return {
    blocks: [
      {
        kind: "text",
        spans: [
          "To leave, type ",
          { text: word, style: "command" },
          " alone; to search for these words, ",
          { text: `search ${line}`, style: "command" },
          ".",
        ],
      },
    ],
  };
}
