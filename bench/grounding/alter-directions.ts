/**
 * Results turned round: more for less, better for worse, with for without, who beats whom. Only what changes the
 * meaning: "reduces latency" says no less than "improves latency", and "model scales" is no verb.
 */
import type { Alteration } from "./alteration.ts";

/** The first for the second only. */
const ONE_WAY: readonly (readonly [string, string])[] = [
  ["improves", "reduces"],
  ["improve", "reduce"],
  ["improved", "reduced"],
  ["improving", "reducing"],
];

/** Both ways, in the form that stands there. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ["improvement", "decline"],
  ["improvements", "declines"],
  ["enhances", "degrades"],
  ["enhance", "degrade"],
  ["enhanced", "degraded"],
  ["enhancing", "degrading"],
  ["increases", "decreases"],
  ["increase", "decrease"],
  ["increased", "decreased"],
  ["increasing", "decreasing"],
  ["reduces", "increases"],
  ["reduce", "increase"],
  ["reduced", "increased"],
  ["reducing", "increasing"],
  ["outperforms", "underperforms"],
  ["outperform", "underperform"],
  ["outperforming", "underperforming"],
  ["surpasses", "falls short of"],
  ["surpass", "fall short of"],
  ["surpassing", "falling short of"],
  ["exceeds", "falls below"],
  ["exceeding", "falling below"],
  ["accelerates", "slows down"],
  ["accelerating", "slowing down"],
  ["mitigates", "worsens"],
  ["mitigating", "worsening"],
  ["boosts", "hurts"],
  ["boosting", "hurting"],
  ["better", "worse"],
  ["higher", "lower"],
  ["faster", "slower"],
  ["more", "less"],
  ["fewer", "more"],
  ["larger", "smaller"],
  ["superior", "inferior"],
  ["effective", "ineffective"],
  ["effectively", "poorly"],
  ["efficient", "inefficient"],
  ["high", "low"],
  ["strong", "weak"],
  ["significant", "negligible"],
  ["significantly", "barely"],
  ["limited", "extensive"],
  ["gains", "losses"],
  ["without", "with"],
  ["enables", "prevents"],
  ["enabling", "preventing"],
  ["maintaining", "losing"],
  ["preserving", "destroying"],
  ["achieves", "fails to achieve"],
  ["achieving", "failing to achieve"],
];

const VERBS =
  "improves|enhances|reduces|achieves|outperforms|enables|generates|increases|provides|supports|allows|demonstrates|addresses|reveals|surpasses|leads|requires|generalizes|maintains";

export const alterDirections: Alteration = (summary) => [
  ...ONE_WAY.flatMap(([one, other]) => replaced(summary, one, other)),
  ...OPPOSITES.flatMap(([one, other]) => [
    ...replaced(summary, one, other),
    ...replaced(summary, other, one),
  ]),
  ...negated(summary),
  ...affirmed(summary),
  ...turned(summary),
];

function replaced(summary: string, word: string, other: string): readonly string[] {
  // "with and without" says both.
  return [
    ...summary.matchAll(
      new RegExp(`(?<![\\p{L}-]|with(?:out)? (?:and|or) )${word}(?! (?:and|or) with)(?![\\p{L}])`, "giu"),
    ),
  ].map(({ 0: found, index }) => {
    const cased = /^\p{Lu}/u.test(found) ? other.replace(/^./, (letter) => letter.toUpperCase()) : other;
    return summary.slice(0, index) + cased + summary.slice(index + found.length);
  });
}

/** "improves" becomes "does not improve". */
function negated(summary: string): readonly string[] {
  return [...summary.matchAll(new RegExp(`(?<= )(?:${VERBS})\\b`, "g"))].map(
    ({ 0: verb, index }) =>
      `${summary.slice(0, index)}does not ${/(?:sses|shes|ches)$/.test(verb) ? verb.slice(0, -2) : verb.slice(0, -1)}${summary.slice(index + verb.length)}`,
  );
}

/** A negation taken away. */
function affirmed(summary: string): readonly string[] {
  return [...summary.matchAll(/\b(?:do|does|did|is|are|was|were|can) not |\b(?:can)not /gi)].map(
    ({ 0: found, index }) => {
      const verb = /^can/i.test(found) ? "can " : /^do|^did/i.test(found) ? "" : found.replace(/not /i, "");
      return summary.slice(0, index) + verb + summary.slice(index + found.length);
    },
  );
}

/** "A outperforms B" becomes "B outperforms A", where both are one word. */
function turned(summary: string): readonly string[] {
  const match =
    /^([\p{L}\p{N}-]+) (outperforms|surpasses|exceeds) ([\p{L}\p{N}-]*\p{Lu}[\p{L}\p{N}-]*)/u.exec(summary);
  if (match === null) return [];
  const [whole, one = "", verb = "", other = ""] = match;
  return [`${other} ${verb} ${one}${summary.slice(whole.length)}`];
}
