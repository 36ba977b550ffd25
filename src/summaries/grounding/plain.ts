/** Two spellings of the same thing made one, so that a summary and its source can be compared. */

const TEX: readonly (readonly [RegExp, string])[] = [
  [/\\(?:times|xspace)\b/g, "×"],
  [/\\(?:sim|approx)\b/g, "~"],
  [/\\pm\b/g, "±"],
  [/\\(?:geq?|ge)\b/g, "≥"],
  [/\\(?:leq?|le)\b/g, "≤"],
  [/\\(?:text|textbf|textit|emph|mathbf|mathrm|mathcal|textsc|texttt|textsuperscript|url|href)\b/g, ""],
  [/\\([%$&#_{}])/g, "$1"],
  [/\\[,;! ]/g, " "],
];

/** TeX, wide letters, dashes and quotes in one spelling; digits in groups joined: "1,000" is "1000". */
export function plain(text: string): string {
  let line = text.normalize("NFKC");
  for (const [pattern, better] of TEX) line = line.replace(pattern, better);
  return line
    .replace(/\^\{?\s*(?:°|\\circ)\}?/g, "°")
    .replace(/[{}$]/g, "")
    .replace(/[\u2010-\u2015\u2212]/gu, (dash) => (dash === "\u2014" || dash === "\u2015" ? " — " : "-"))
    .replace(/[‘’]/gu, "'")
    .replace(/[“”]/gu, '"')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The parts of a text that are letters and digits, folded to lower case; "2.5" is one. */
export function partsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:\.\d+)*/gu) ?? [];
}
