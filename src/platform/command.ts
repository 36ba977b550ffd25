/** What a person can ask, as data: a new command touches no adapter. */
import type { Channel } from "./message.ts";

export interface CommandSpec {
  /** One lower-case word. */
  readonly name: string;
  /** What it does, for a list of commands: at most 100 characters. */
  readonly help: string;
  /** How it is typed, for instance `search <words>`. */
  readonly usage: string;
  /** A whole line that works as it stands. */
  readonly example: string;
  readonly argument: ArgumentSpec | undefined;
  /** Who may see the answer, unless that says otherwise itself; see `audienceOf`. */
  readonly audience: "channel" | "caller";
  /**
   * Changes what the channel gets: the adapter says whether the caller may. One whose argument may be left out only
   * shows how things stand without it.
   */
  readonly configures: boolean;
  /** Reached by buttons only: not offered in lists and menus. */
  readonly hidden: boolean;
}

export interface ArgumentSpec {
  /** One lower-case word. */
  readonly name: string;
  /** At most 100 characters. */
  readonly help: string;
  readonly required: boolean;
  /** Whether `Bot.suggest` has completions for it. */
  readonly suggests: boolean;
  /** What of it names a paper, by id or link, if something does. */
  readonly paper?: "all of it" | "the first word";
}

export interface Command {
  /** As asked, also when there is no such command. */
  readonly name: string;
  /** As typed, trimmed. */
  readonly argument: string;
  /** From 1. */
  readonly page: number;
  readonly channel: Channel;
  readonly caller: Caller;
  /** The same for a retried or doubled call, different for every other. */
  readonly key: string;
}

export interface Caller {
  readonly id: string;
  readonly name: string;
  /** May configure `Command.channel`, which for a pressed action may be another channel than the one it was pressed in. */
  readonly mayConfigure: boolean;
  /** Who may configure this channel, in a sentence, for a caller who may not. */
  readonly whoMayConfigure?: string;
  /** Nobody but the caller reads `Command.channel`: nothing is said of who sees an answer, or offered to share it. */
  readonly readsAlone?: true;
  /** An IANA zone, where the platform knows the caller's. */
  readonly timeZone?: string;
}

/** Who may see the answer to a call: what only explains the command or shows how things stand is for the caller. */
export function audienceOf(spec: CommandSpec | undefined, argument: string): "channel" | "caller" {
  const onlyShows =
    spec?.argument !== undefined && argument === "" && (spec.configures || spec.argument.required);
  return spec === undefined || onlyShows ? "caller" : spec.audience;
}

/** Splits a typed line into the command's name and its argument. An empty line asks for `help`, as does a question mark. */
export function parseCommandLine(line: string): { name: string; argument: string } {
  const [, name = "", argument = ""] = /^(\S*)\s*(.*)$/su.exec(line.trim()) ?? [];
  return { name: name === "" || name === "?" ? "help" : name.toLowerCase(), argument: argument.trim() };
}
