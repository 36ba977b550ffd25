/** What a source says, prepared once, so that each statement is a matter of lookups. */
import { stemOf } from "../words.ts";
import { partsOf, plain } from "./plain.ts";
import { type Polarity, polarityOf } from "./polarity.ts";
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
  /** Where each stem stands, as numbers of words. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Which sentence each word stands in, counted from the title. */
  readonly sentences: readonly number[];
  /** The words of direction and negation, in order, and where they stand. */
  readonly polarities: readonly PolarWord[];
}

export interface PolarWord {
  readonly is: Polarity;
  readonly stem: string;
  readonly at: number;
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
    places: placesOf(stems),
    sentences: sentencesOf(whole),
    polarities: words.flatMap((word, at) => {
      const is = polarityOf(word);
      return is === undefined ? [] : [{ is, stem: stems[at] ?? "", at }];
    }),
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

function placesOf(stems: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  stems.forEach((stem, at) => {
    const known = places.get(stem);
    if (known === undefined) places.set(stem, [at]);
    else known.push(at);
  });
  return places;
}

/** For each of the text's parts, the number of its sentence. */
function sentencesOf(text: string): readonly number[] {
  return text
    .split(/(?<=[.!?;:]["')\]]*) /u)
    .flatMap((sentence, number) => partsOf(sentence).map(() => number));
}
