/** The arguments that a shell hands over -> the line that was meant. */
import type { CommandSpec } from "./platform/command.ts";
import { queryParts } from "./search/query-parts.ts";

/**
 * The command line of these words. The shell has taken the quotes away: where the command reads phrases, a word that
 * holds blanks gets them back. A single word is a whole line and stays as it is. The first `--` only says that no options of
 * the program follow: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap12.html
 */
export function lineOfWords(words: readonly string[], commands: readonly CommandSpec[]): string {
  const end = words.indexOf("--");
  const [name = "", ...rest] = words.filter((_word, at) => at !== end);
  const asked = commands.find((spec) => spec.name === name.toLowerCase());
  const meant = asked !== undefined && readsPhrases(asked) ? rest.map(quoted) : rest;
  return [name, ...meant].join(" ");
}

/** What a command understands its help shows. */
function readsPhrases({ example, argument }: CommandSpec): boolean {
  return `${example} ${argument?.help}`.includes('"');
}

/** Quotes within a word were typed to be read, so such a word is left alone. */
const TYPED_QUOTE = /["\u201C-\u201F\u00AB\u00BB]/u;

/** `kv cache` -> `"kv cache"`, `-author:Song Han` -> `-author:"Song Han"`. */
function quoted(word: string): string {
  if (!/\s/u.test(word) || TYPED_QUOTE.test(word)) return word;
  const [first] = queryParts(word).parts;
  const [before = ""] = (first?.field === undefined ? /^-?/u : /^-?[a-z]+:/iu).exec(word) ?? [];
  return `${before}"${word.slice(before.length).trim()}"`;
}
