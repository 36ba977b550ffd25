/** Superscripts and subscripts in running text. */
import { formulaText } from "./formula.ts";
import { type Reading, write } from "./reading.ts";
import { foldScript, type ScriptKind } from "./scripts.ts";

const PLAIN_SUPERSCRIPT = /[-+−]?\d+(?![\d.]*\d)|[A-Za-z](?![\p{L}\p{N}_])|\*/uy;
const PLAIN_SUBSCRIPT = /(?:\d{1,3}|[A-Za-z])(?![\p{L}\p{N}_]|\.\d)/uy;

/**
 * Scripts in running text: sources take the dollar signs away and leave `R^2`, `LaSOT_{ext}`. Without braces an
 * underscore must follow a single letter, so that names of programs and files stay whole.
 */
export function readScript(reading: Reading, at: number, kind: ScriptKind): number {
  const { text, closing } = reading;
  const before = text.slice(Math.max(0, at - 2), at);
  if (!/[\p{L}\p{N})\]}'*|]$/u.test(before)) return write(reading, kind, at + 1);
  if (closing.has(at + 1)) return readScriptArgument(reading, at, at + 1, kind);
  if (kind === "_" && !/^(?:[^\p{L}\p{N}_\\]?)\p{L}$/u.test(before)) return write(reading, kind, at + 1);
  const pattern = kind === "^" ? PLAIN_SUPERSCRIPT : PLAIN_SUBSCRIPT;
  pattern.lastIndex = at + 1;
  const script = pattern.exec(text)?.[0];
  if (script === undefined) return write(reading, kind, at + 1);
  return write(reading, foldScript(kind, script.replace("-", "−")), at + 1 + script.length);
}

const MAX_SCRIPT = 80;

/** The script within the braces at `brace`; if it cannot be said, its source from `at` on stays as it is. */
export function readScriptArgument(reading: Reading, at: number, brace: number, kind: ScriptKind): number {
  const { text, closing } = reading;
  const end = closing.get(brace) ?? brace;
  const content = text.slice(brace + 1, end);
  const said = content.length > MAX_SCRIPT ? undefined : scriptText(content);
  if (said === undefined) return write(reading, text.slice(at, brace + 1), brace + 1);
  const script = foldScript(kind, said);
  const runsOn = /^[_^][^(]/.test(script) && /[\p{L}\p{N}_]/u.test(text.charAt(end + 1));
  return write(reading, runsOn ? `${kind}(${said})` : script, end + 1);
}

function scriptText(content: string): string | undefined {
  if (content === "circ") return "°";
  return /^[\p{L}\p{N} .,-]*$/u.test(content) ? content : formulaText(content);
}
