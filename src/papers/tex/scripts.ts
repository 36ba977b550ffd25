/** Superscripts and subscripts in Unicode, as far as it has them. */

export type ScriptKind = "^" | "_";

const SUPERSCRIPTS = table(
  "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ⊤",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡᵀ",
);
const SUBSCRIPTS = table("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ");

/** Signs that already look raised, so that nothing need be done to raise them. */
const RAISED: ReadonlyMap<string, string> = new Map([
  ["*", "*"],
  ["∗", "*"],
  ["⋆", "*"],
  ["∘", "°"],
  ["°", "°"],
  ["′", "′"],
  ["″", "″"],
  ["†", "†"],
  ["‡", "‡"],
]);

function table(from: string, to: string): ReadonlyMap<string, string> {
  const raised = [...to];
  return new Map([...from].map((char, index) => [char, raised[index] ?? char]));
}

/**
 * A script as it is read: `²`, `ᵢⱼ`; `_ext` and `^(n + 1)` where Unicode has no such characters. Words of three letters
 * and more stay letters too: they can be read, and found by a search.
 */
export function foldScript(kind: ScriptKind, text: string): string {
  const script = text.trim();
  if (script === "") return "";
  const compact = script.replace(/ ?([+−-]) ?/g, "$1");
  if (!/\p{L}{3}/u.test(compact)) {
    const folded = fold(kind, compact);
    if (folded !== undefined) return folded;
  }
  if ([...script].length === 1) return `${kind}${script}`;
  return /^[\p{L}\p{N}][\p{L}\p{N}.]*$/u.test(script) ? `${kind}${script}` : `${kind}(${script})`;
}

function fold(kind: ScriptKind, text: string): string | undefined {
  const letters = kind === "^" ? SUPERSCRIPTS : SUBSCRIPTS;
  const folded: string[] = [];
  for (const char of text) {
    const sign = letters.get(char) ?? (kind === "^" ? RAISED.get(char) : undefined);
    if (sign === undefined) return undefined;
    folded.push(sign);
  }
  return folded.join("");
}
