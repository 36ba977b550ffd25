/** TextRank (Mihalcea and Tarau 2004, https://aclanthology.org/W04-3252): the sentence that most others resemble. */
import { wordsOf } from "../../src/summaries/words.ts";

const DAMPING = 0.85;
const ROUNDS = 30;

export function textRank(sentences: readonly string[]): string {
  const words = sentences.map((sentence) => new Set(wordsOf(sentence)));
  const likeness = words.map((one, row) =>
    words.map((other, column) => (row === column ? 0 : alike(one, other))),
  );
  const sums = likeness.map((row) => row.reduce((sum, value) => sum + value, 0));
  let ranks = sentences.map(() => 1);
  for (let round = 0; round < ROUNDS; round++) {
    ranks = likeness.map(
      (row) =>
        1 -
        DAMPING +
        DAMPING *
          row.reduce(
            (sum, value, at) => sum + (sums[at] ? (value / (sums[at] ?? 1)) * (ranks[at] ?? 0) : 0),
            0,
          ),
    );
  }
  return sentences[ranks.indexOf(Math.max(...ranks))] ?? "";
}

/** Words in common, over the logarithms of both lengths. */
function alike(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  const lengths = Math.log(one.size) + Math.log(other.size);
  return lengths > 0 ? common / lengths : 0;
}
