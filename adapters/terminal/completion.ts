/** What Tab offers at the prompt. */
import { type CommandSpec, parseCommandLine } from "../../src/platform/command.ts";
import { literalLine } from "../../src/platform/literal.ts";
import { OWN_WORDS } from "./own-words.ts";

/** Completions, and the end of the line that they replace. `suggest` completes a command's argument. */
export async function complete(
  line: string,
  commands: readonly CommandSpec[],
  suggest: (name: string, argument: string) => Promise<readonly string[]>,
): Promise<[string[], string]> {
  const typed = line.trimStart();
  const offered = commands.filter(({ hidden }) => !hidden);
  if (!/\s/u.test(typed)) {
    const names = [...offered.map(({ name }) => name), ...OWN_WORDS];
    return [names.filter((name) => name.startsWith(typed.toLowerCase())).map((name) => `${name} `), typed];
  }
  const { name, argument } = parseCommandLine(typed);
  const end = typed.replace(/^\S+\s+/u, "");
  const suggests = offered.find((spec) => spec.name === name)?.argument?.suggests === true;
  return [suggests ? (await suggest(name, argument)).map(literalLine) : [], end];
}
