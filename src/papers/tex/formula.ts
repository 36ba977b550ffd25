/** A formula in TeX -> readable Unicode, through temml's MathML. */
import temml from "temml";
import { mathmlText } from "./mathml-text.ts";

/** Formulas in titles and abstracts are short; what is longer is left as it is. */
export const MAX_FORMULA = 400;

/** The formula as text; undefined if it uses a macro that nobody knows, or cannot be said on one line. Never throws. */
export function formulaText(tex: string): string | undefined {
  if (tex.length > MAX_FORMULA) return undefined;
  try {
    return mathmlText(temml.renderToString(prepare(tex), { throwOnError: true, maxExpand: 100 }));
  } catch {
    return undefined;
  }
}

function prepare(tex: string): string {
  return (
    tex
      .replace(
        /\\unicode\{x([0-9a-f]{2,5})\}/gi,
        (_, hex: string) => `\\text{${String.fromCodePoint(parseInt(hex, 16))}}`,
      )
      .replace(/\\text(?:bf|it|sc|tt|sf|sl)\{/g, "\\text{")
      .replace(/\\(?:emph|mbox)\{/g, "\\text{")
      .replace(/\\boldmath\b\s*/g, "")
      // `L_2-norm`, `GPT-4`: a hyphen and a word, not a difference.
      .replace(/(?<=[\w})\]])-(?=[a-z]{4})|(?<=(?<![\\A-Za-z])[A-Za-z]{3,20})-(?=\w)/g, "\\text{-}")
      // Bare, these are a comment, a parameter and a column of a table; in an abstract they are what they look like.
      .replace(/(?<!\\)[%#&]/g, "\\$&")
  );
}

/**
 * Whether what stands between two dollar signs is a formula rather than the text between two prices.
 * `next` is the character after the second dollar sign.
 */
export function isFormula(content: string, next: string): boolean {
  if (content.trim() === "" || content.length > MAX_FORMULA) return false;
  const isPrice = /^\d/.test(content) && (/\d/.test(next) || /\s$/.test(content));
  if (isPrice) return false;
  if (content.includes("\\") || /^[^\s\d]{1,3}$/u.test(content)) return true;
  if (/\p{L}{3,}\s+\p{L}{2,}|^\d.*\s\p{L}{2,}/u.test(content)) return false;
  return /[\^_]/.test(content) || (!/^\s|\s$/.test(content) && !/\d/.test(next));
}
