/** What a source says, prepared once, so that each statement is a matter of lookups. */
import { stemOf } from "../words.ts";
import { partsOf, plain } from "./plain.ts";
import { type Quantity, quantitiesIn } from "./quantities.ts";

export interface Source {
  readonly text: string;
  readonly quantities: readonly Quantity[];
  /** Its words in order, folded: "GPT-4o" is "gpt", "4o". */
  readonly words: readonly string[];
  /** Each word, and each few words after one another without the space between: "gpt", "4o", "gpt4o". */
  readonly runs: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  /** All stems in order, with a space around each. */
  readonly stemLine: string;
}

/** No name in 3,272 recorded summaries has more parts. */
const LONGEST_RUN = 6;

export function readSource(title: string, text: string): Source {
  const whole = plain(`${title}. ${text}`);
  const words = partsOf(whole);
  const stems = words.map(stemOf);
  return {
    text: whole,
    quantities: quantitiesIn(whole),
    words,
    runs: runsOf(words),
    stems: new Set(stems),
    stemLine: ` ${stems.join(" ")} `,
  };
}

function runsOf(words: readonly string[]): ReadonlySet<string> {
  const runs = new Set<string>();
  words.forEach((_, start) => {
    let run = "";
    for (const word of words.slice(start, start + LONGEST_RUN)) {
      run += word;
      runs.add(run);
    }
  });
  return runs;
}
