/** The answer to a line that begins with no command. */
import { distance } from "fastest-levenshtein";
import type { Command, CommandSpec } from "../platform/command.ts";
import type { Message } from "../platform/message.ts";
import { actions, commandLine, cutQuery, onlyForCaller, press, quote, reply, text } from "./reply.ts";

/** Two letters exchanged are two edits. */
const MOST_EDITS = 2;

/** Most such lines are words to search for, so that comes first; a command only where the line is nearly one. */
export function unknownCommand({ name, argument }: Command, specs: readonly CommandSpec[]): Message {
  const meant = commandMeant(
    name,
    specs.filter(({ hidden }) => !hidden).map((spec) => spec.name),
  );
  const line = `${name} ${argument}`.trim();
  const question = meant === undefined ? [] : ["Did you mean ", commandLine(meant), "? "];
  const answer = reply(
    text(`There is no command ${quote(name)}. `, ...question, commandLine("help"), " lists them all."),
    actions(
      press("Search for these words", "search", cutQuery(line)),
      meant === undefined ? undefined : press(`Run ${meant}`, meant, argument),
      press("Help", "help"),
    ),
  );
  return onlyForCaller(answer);
}

/** The command that this is the greater part of or, but for fewer edits than half of its letters, one or two, the same as. */
function commandMeant(typed: string, names: readonly string[]): string | undefined {
  const begun = names.filter((name) => name.startsWith(typed) && typed.length * 2 > name.length);
  if (begun.length === 1) return begun[0];
  const near = names
    .map((name) => ({ name, edits: distance(typed, name) }))
    .filter(({ name, edits }) => edits <= MOST_EDITS && edits * 2 < Math.min(name.length, typed.length))
    .sort((one, other) => one.edits - other.edits);
  return near[0]?.name;
}
