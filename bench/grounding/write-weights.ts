/** Writes fitted weights where the product reads them. */
import { writeFileSync } from "node:fs";
import type { Weights } from "./fit-weights.ts";

const HEAD = `/** What each piece of evidence weighs for each kind of claim; written by \`npm run bench:grounding -- --fit all\`. */
import type { ClaimKind } from "./claims.ts";

export const WEIGHTS: Readonly<Record<ClaimKind, Readonly<Record<string, number>>>> = {
`;

const TAIL = `};

function read(pairs: string): Readonly<Record<string, number>> {
  const weights = pairs.split(" ").map((pair) => pair.split(":"));
  return Object.fromEntries(weights.map(([name = "", weight]) => [name, Number(weight)]));
}
`;

export function writeWeights(weights: Weights): void {
  const kinds = Object.entries(weights).map(([kind, byName]) => {
    const pairs = Object.entries(byName).map(([name, weight]) => `${name}:${weight}`);
    return `  ${kind}: read(\n    ${linesOf(pairs).join(" +\n      ")},\n  ),\n`;
  });
  writeFileSync(
    new URL("../../src/summaries/grounding/weights.ts", import.meta.url),
    `${HEAD}${kinds.join("")}${TAIL}`,
  );
}

/** As string literals of at most about a hundred letters, which make one text together. */
function linesOf(pairs: readonly string[]): readonly string[] {
  const lines = [""];
  for (const pair of pairs) {
    const last = lines.at(-1) ?? "";
    if (last.length + pair.length > 90) lines.push(pair);
    else lines[lines.length - 1] = last === "" ? pair : `${last} ${pair}`;
  }
  return lines.map((line, index) => JSON.stringify(index < lines.length - 1 ? `${line} ` : line));
}
