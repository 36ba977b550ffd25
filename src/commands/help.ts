/** `help`, and the first words to a channel or to whoever installed the bot. */
import type { Caller, CommandSpec } from "../platform/command.ts";
import type { Message, Span } from "../platform/message.ts";
import { type CommandHandler, spec } from "./handler.ts";
import {
  actions,
  commandLine,
  decline,
  heading,
  list,
  note,
  press,
  quote,
  reply,
  strong,
  text,
} from "./reply.ts";

/** Commands by what a person wants, in the order in which they matter. */
const FAMILIES: readonly (readonly [string, readonly string[]])[] = [
  ["Read", ["today", "week", "search", "show", "summary", "similar", "ask"]],
  ["Follow", ["subscribe", "change", "unsubscribe", "topics", "mute", "unmute", "preview", "digest"]],
  ["Set", ["schedule", "pause", "resume", "settings", "status"]],
  ["Keep and share", ["add", "save", "saved", "less"]],
];

const SEARCH_LANGUAGE: readonly (readonly [string, string])[] = [
  ["kv cache compression", "papers with these words, best first; titles count more"],
  ['"mixture of experts"', "the phrase as it stands"],
  ["diffusion -video", "without a word"],
  ["title:agents author:lecun org:nvidia", "in the title, by a person, from an organization"],
  ["after:2026-01-01 before:2026-06-30 day:2026-11-20", "published after or before, or listed on a day"],
  ["votes:>20 has:code", "popular, with code"],
  ["2401.00001", "an arXiv id or any link to a paper goes straight to it"],
];

const TOPIC_LANGUAGE: readonly (readonly [string, string])[] = [
  ["kv cache", "the phrase, in title or abstract; its words near each other are a maybe"],
  ['"kv cache" quantization', "both, anywhere"],
  ["agents -survey", "without a word"],
  ['author:"Song Han" org:nvidia', "by a person, from an organization"],
  ["diffusion min:20", "with twenty votes at least"],
  ["agents cat:cs.CL", "an arXiv category; Daily Papers tells none, so many papers are only a maybe"],
  ["everything", "the top of the list"],
];

/** `specs` are asked for when somebody wants help, so that the list can hold this command too. */
export function helpCommands(specs: () => readonly CommandSpec[]): readonly CommandHandler[] {
  const visible = () => specs().filter(({ hidden }) => !hidden);
  return [
    {
      spec: spec("help", "Shows what can be asked, or more about one command", {
        usage: "help [command]",
        example: "help search",
        argument: { name: "command", help: "A command to explain", required: false, suggests: true },
      }),
      async run({ argument, caller }) {
        if (argument === "") return overview(visible());
        const asked = visible().find(({ name }) => name === argument.toLowerCase().replace(/^\//, ""));
        return asked === undefined
          ? decline(`There is no command ${quote(argument)}. `, commandLine("help"), " lists them all.")
          : explain(asked, caller);
      },
      suggest: async ({ argument }) =>
        visible()
          .map(({ name }) => name)
          .filter((name) => name.startsWith(argument.toLowerCase())),
    },
    {
      spec: spec("hello", "What Paperboy says when it comes into a channel", {
        audience: "channel",
        hidden: true,
      }),
      run: async () => firstWords("Hello! I bring the day’s research papers to this channel."),
    },
    {
      spec: spec("welcome", "What Paperboy says to whoever installed it", { hidden: true }),
      run: async () =>
        firstWords(
          "Thank you for installing Paperboy. Invite it to a channel; nothing is posted until you ask.",
        ),
    },
  ];
}

function overview(specs: readonly CommandSpec[]): Message {
  const byName = new Map(specs.map((one) => [one.name, one]));
  const families = FAMILIES.flatMap(([title, names]) => {
    const lines = names.flatMap((name) => byName.get(name) ?? []).map(lineOf);
    const block = list(lines);
    return block === undefined ? [] : [text(strong(title)), block];
  });
  return reply(
    heading("Paperboy brings the day’s research papers"),
    ...families,
    note(
      commandLine("help search"),
      " tells more about a command. Papers come from Hugging Face’s Daily Papers and arXiv.",
    ),
    actions(press("Today’s papers", "today"), press("Topics", "topics")),
  );
}

function lineOf({ usage, help }: CommandSpec): readonly Span[] {
  return [commandLine(usage), ` · ${help}`];
}

function explain(asked: CommandSpec, { readsAlone }: Caller): Message {
  return reply(
    heading(asked.name),
    text(`${asked.help}.`),
    list([
      ["Type ", commandLine(asked.usage)],
      ["For instance ", commandLine(asked.example)],
    ]),
    asked.name === "search"
      ? list(SEARCH_LANGUAGE.map(([typed, means]) => [commandLine(`search ${typed}`), ` · ${means}`]))
      : undefined,
    asked.name === "subscribe"
      ? list(TOPIC_LANGUAGE.map(([typed, means]) => [commandLine(`subscribe ${typed}`), ` · ${means}`]))
      : undefined,
    asked.argument === undefined ? undefined : note(asked.argument.help),
    readsAlone
      ? undefined
      : note(
          asked.audience === "channel"
            ? "Everyone in the channel sees the answer."
            : "Only you see the answer.",
          asked.configures ? " Only people who may configure the channel can use it." : "",
        ),
  );
}

function firstWords(hello: string): Message {
  return reply(
    text(hello, " Three things to try:"),
    list([
      [commandLine("today"), " · the latest list, most votes first"],
      [
        commandLine('subscribe "mixture of experts"'),
        " · follow a topic here; a digest comes on weekdays at nine",
      ],
      [commandLine("search kv cache compression"), " · find papers by words"],
    ]),
    actions(press("Today’s papers", "today"), press("Help", "help")),
  );
}
