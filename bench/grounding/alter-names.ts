/** Wrong names: another paper's name of the same kind, or another version of the same thing. */
import { pick } from "../lib/random.ts";
import type { Alteration } from "./alteration.ts";

const KINDS: Readonly<Record<string, RegExp>> = {
  version: /^(?=.*\d)(?=.*\p{Lu})[\p{L}\p{N}][\p{L}\p{N}.+-]+$/u,
  acronym: /^\p{Lu}{2,6}$/u,
  acronyms: /^\p{Lu}{2,6}s$/u,
  hyphened: /^\p{Lu}\p{L}+(?:-\p{Lu}\p{L}*)+$/u,
  mixed: /^(?=.*\p{Ll})(?=.+\p{Lu})\p{L}+$/u,
  title: /^\p{Lu}\p{Ll}{2,}$/u,
};

export interface Name {
  readonly text: string;
  readonly kind: string;
  readonly at: number;
}

/** Names as they look: a word that begins large where no sentence begins, or has a capital or digit inside. */
export function namesIn(summary: string): readonly Name[] {
  return [...summary.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.+-]*[\p{L}\p{N}]/gu)].flatMap(({ 0: text, index }) => {
    const kind = Object.entries(KINDS).find(([, pattern]) => pattern.test(text))?.[0];
    if (kind === undefined) return [];
    const begins = index === 0 || /[.!?] $/.test(summary.slice(0, index));
    // "Efficiency ..." begins a sentence, "Attic, a cache" and "Attic improves" name something.
    const after = summary.slice(index + text.length);
    if (!begins || kind !== "title") return [{ text, kind, at: index }];
    return /^, an? |^ is an? /.test(after) ? [{ text, kind: "subject", at: index }] : [];
  });
}

/** `pool` are the names of other papers, by kind; `source` is what the paper itself says. */
export function alterNames(pool: ReadonlyMap<string, readonly string[]>, source: string): Alteration {
  const said = source.toLowerCase();
  return (summary, random) =>
    namesIn(summary).flatMap(({ text, kind, at }) => {
      const others = (pool.get(kind) ?? []).filter(
        (other) => other !== text && !said.includes(other.toLowerCase().replace(/s$/, "")),
      );
      const other = pick(others, random);
      const put = (name: string) => summary.slice(0, at) + name + summary.slice(at + text.length);
      return other === undefined ? [] : [put(other)];
    });
}
