/** What a source has for and against a claim. */
import { stemOf } from "../words.ts";
import { changeEvidence } from "./change-evidence.ts";
import { type Claim, stemsOf } from "./claims.ts";
import { type Evidence, flag } from "./measure.ts";
import { presenceEvidence } from "./presence-evidence.ts";
import type { Source } from "./source.ts";

/** Weighs the claims of one statement; `words` are all of its words. */
export function evidenceIn(words: readonly string[], source: Source): (claim: Claim) => Evidence {
  const likeness = sentenceLikeness(stemsOf(words), source);
  const like = (at: number) => likeness[source.sentences[at] ?? 0] ?? 0;
  return (claim) => {
    const isPresence = claim.kind === "with" || claim.kind === "without" || claim.kind === "not";
    return {
      bias: 1,
      verbatim: verbatim(claim, source),
      byUs: flag(isByUs(claim, source)),
      ...subjectEvidence(claim.before),
      ...(isPresence ? presenceEvidence(claim, source, like) : changeEvidence(claim, source, like)),
    };
  };
}

/** For each sentence of the source, how much of the statement it has, beside the one that has most. */
function sentenceLikeness(stems: readonly string[], source: Source): readonly number[] {
  const shared = Array<number>((source.sentences.at(-1) ?? 0) + 1).fill(0);
  for (const stem of new Set(stems)) {
    const places = source.places.get(stem) ?? [];
    for (const sentence of new Set(places.map((at) => source.sentences[at] ?? 0)))
      shared[sentence] = (shared[sentence] ?? 0) + 1;
  }
  const most = Math.max(1, ...shared);
  return shared.map((count) => count / most);
}

const WORD = /^[\p{L}\p{N}]/u;
const LONGEST_RUN = 5;

/** How long a run of words around the claim the source has, too. */
function verbatim(claim: Claim, source: Source): number {
  const gap = claim.before.findLastIndex((word) => !WORD.test(word));
  const before = claim.before
    .slice(gap + 1)
    .slice(-3)
    .map(stemOf);
  const end = claim.after.findIndex((word) => !WORD.test(word));
  const after = claim.after.slice(0, end < 0 ? 4 : Math.min(end, 4)).map(stemOf);
  let longest = 1;
  for (let from = 0; from <= before.length; from++) {
    for (let to = 0; to <= after.length; to++) {
      const run = [...before.slice(before.length - from), stemOf(claim.word), ...after.slice(0, to)];
      if (run.length > longest && source.stemLine.includes(` ${run.join(" ")} `)) longest = run.length;
    }
  }
  return Math.min(LONGEST_RUN - 1, longest - 1) / (LONGEST_RUN - 1);
}

/** Whether it is said of what the paper proposes: "Attic ...", "A new framework ...". */
function isByUs({ before }: Claim, source: Source): boolean {
  const first = before[0] ?? "";
  const isNamed =
    source.words.slice(0, 4).includes(first) && !/^(?:large|language|llms?|models?)$/u.test(first);
  const proposed = /^(?:framework|approach|technique|pipeline|mechanism|strategy|novel|new)$/u;
  return isNamed || before.some((word) => proposed.test(word));
}

/** What the words before a claim tell of whose claim it is. */
function subjectEvidence(before: readonly string[]): Evidence {
  const first = before[0] ?? "";
  const any = (pattern: RegExp) => flag(before.some((word) => pattern.test(word)));
  return {
    aboutOthers: any(/^(?:existing|current|previous|traditional|prior|conventional|often|typically)$/u),
    finding: any(/^(?:reveal|show|find|demonstrat|indicat|highlight|suggest|identif|evaluat|benchmark)/u),
    study: flag(
      /^(?:research|study|analysis|investigation|theoretical|empirical|evaluat|experiments|participants)/u.test(
        first,
      ),
    ),
    field: flag(
      /^(?:llms?|large|language|models|modern|state|small|vision|current|existing|traditional|multimodal|mllms?|vlms?)$/u.test(
        first,
      ),
    ),
    conceding: any(/^(?:despite|though|although|but|while|however|whereas|yet)$/u),
    relative: any(/^(?:that|which|where|when|by|due|because)$/u),
    early: flag(before.length < 8),
  };
}
