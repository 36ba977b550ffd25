/** The languages that summaries can be written in: by code, or by name in English or in the language itself. */

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Those with a name of their own, such as "Brazilian Portuguese" (Unicode CLDR). */
const VARIETIES =
  "pt-br pt-pt zh-hans zh-hant en-gb en-us en-au en-ca es-mx es-es es-419 fr-ca fr-ch de-at de-ch nl-be".split(
    " ",
  );

const english = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** "German" for `de`, "Brazilian Portuguese" for `pt-br`; undefined if there is no such language. */
export function languageName(code: string): string | undefined {
  try {
    return english.of(code);
  } catch {
    return undefined;
  }
}

/** The code of what a person typed: `de`, `German`, `Deutsch`. Undefined if it is no language that we know. */
export function parseLanguage(typed: string): string | undefined {
  const wanted = typed.trim().toLowerCase().replace(/\s+/gu, " ");
  if (/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/.test(wanted) && languageName(wanted) !== undefined) return wanted;
  return wanted.length < 4 ? undefined : byName().get(wanted);
}

let names: ReadonlyMap<string, string> | undefined;

/** Every two-letter code and every variety that has a name; made when it is first asked for. */
function byName(): ReadonlyMap<string, string> {
  if (names !== undefined) return names;
  const codes = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second));
  const found = new Map<string, string>();
  for (const code of [...codes, ...VARIETIES]) {
    const name = languageName(code);
    if (name === undefined) continue;
    const own = new Intl.DisplayNames(code, { type: "language", fallback: "none" }).of(code);
    for (const one of [own, name]) if (one !== undefined) found.set(one.toLowerCase(), code);
  }
  names = found;
  return found;
}
