/** Gathers the parts of what a person typed into a Topic, or finds the part that makes no sense. */
import { parseCategories } from "../search/categories.ts";
import { holdsPhrase } from "../search/query-conflicts.ts";
import { isEither, parseVotes, type QueryPart, shownPart } from "../search/query-parts.ts";
import { isStopWord, wordsOf } from "../search/words.ts";
import type { Topic } from "./topic.ts";
import type { ParsedTopic } from "./topic-parse.ts";
import { nameKey, stemKey, topicKey, topicRemarks, wordTopic } from "./topic-wording.ts";

export const TOPIC_EXAMPLE = '"kv cache" quantization -survey author:"Song Han" org:nvidia min:20';

const MAX_PHRASES = 12;

export class TopicDraft {
  #everything = false;
  readonly #phrases: string[] = [];
  readonly #exclusions: string[] = [];
  readonly #categories: string[] = [];
  readonly #authors: string[] = [];
  readonly #organizations: string[] = [];
  #minVotes = 0;
  /** Words without quotes that stand beside each other. */
  #run: string[] = [];
  #longRun: string | undefined;
  readonly #remarks: string[];

  /** `remarks`: what of the shape of the whole could not be understood. */
  constructor(remarks: readonly string[]) {
    this.#remarks = [...remarks];
  }

  /** A problem with this part, as the end of a sentence. */
  read(part: QueryPart): string | undefined {
    if (part.field === undefined) return this.#readWords(part);
    this.#endRun();
    if (part.value === "") return `${shownPart(part)}, behind which nothing stands`;
    if (part.excluded && part.field !== "title") {
      return `${shownPart(part)}: only words and phrases can be left out, as in -survey`;
    }
    switch (part.field) {
      case "author":
        return this.#addName(this.#authors, part);
      case "org":
        return this.#addName(this.#organizations, part);
      case "cat": {
        const { names, unlisted, unknown, remarks } = parseCategories(part.value);
        if (unlisted.length > 0) return `${shownPart(part)}: arXiv has no category ${unlisted.join(", ")}`;
        if (names.length === 0 || unknown.length > 0)
          return `${shownPart(part)}: an arXiv category looks like cat:cs.CL, or cat:cs for all of computer science`;
        this.#categories.push(...names);
        this.#remarks.push(...remarks);
        return undefined;
      }
      case "votes": {
        const votes = parseVotes(part.value);
        if (votes === undefined) return `${shownPart(part)}: the fewest votes are written min:20`;
        if (votes.max !== Number.MAX_SAFE_INTEGER)
          return `${shownPart(part)}: only a fewest number of votes can be asked for, as in min:20`;
        this.#minVotes = Math.max(this.#minVotes, votes.min);
        return undefined;
      }
      case "title":
        this.#remarks.push(`${shownPart(part)} was read as words anywhere: a topic has no title of its own.`);
        return this.#addPhrase(part.excluded ? this.#exclusions : this.#phrases, part.value);
      case "has":
        return `${shownPart(part)}: a topic cannot ask for that, though a search can`;
      case "after":
      case "before":
      case "day":
        return `${shownPart(part)}: a topic looks at the papers to come, so it takes no dates; a search does`;
    }
  }

  #readWords(part: QueryPart): string | undefined {
    const { value, quoted, excluded, last } = part;
    if (isEither(part)) return `${value}: one topic has no "or"; subscribe to each of them by itself`;
    if (quoted || excluded) {
      this.#endRun();
      return this.#addPhrase(excluded ? this.#exclusions : this.#phrases, value);
    }
    if (wordsOf(value).length > 0) this.#run.push(value);
    if (last) this.#endRun();
    return undefined;
  }

  #endRun(): void {
    const run = withoutAnd(this.#run);
    this.#run = [];
    if (run.length === 0) return;
    if (run.length === 1 && /^(?:everything|all|anything)$/iu.test(run[0] ?? "")) {
      this.#everything = true;
      return;
    }
    const phrase = run.join(" ");
    if (this.#addPhrase(this.#phrases, phrase) === undefined && run.length > 2) this.#longRun = phrase;
  }

  /** Function words alone say nothing, but do no harm beside other words. */
  #addPhrase(into: string[], value: string): string | undefined {
    const words = wordsOf(value);
    if (words.every(({ folded }) => isStopWord(folded))) {
      return words.length === 0 ? undefined : `"${value}", which nearly every paper holds`;
    }
    if (into.length >= MAX_PHRASES)
      return `"${value}": ${MAX_PHRASES} phrases are the most that one topic can have`;
    into.push(value);
    return undefined;
  }

  #addName(into: string[], part: QueryPart): string | undefined {
    if (wordsOf(part.value).length === 0)
      return `${shownPart(part)}: a name is written ${part.typedField}:"Song Han"`;
    into.push(part.value);
    return undefined;
  }

  /** The problem, with what was understood before it. */
  explain(problem: string): string {
    this.#endRun();
    const understood = wordTopic(this.#content());
    return understood === ""
      ? `I could not use ${problem}. For instance: ${TOPIC_EXAMPLE}.`
      : `I understood ${understood}, but could not use ${problem}.`;
  }

  finish(typed: string): ParsedTopic {
    const before = this.#phrases.length;
    const run = this.#run.join(" ");
    this.#endRun();
    if (run !== "" && !this.#everything && this.#phrases.length === before) {
      return { problem: this.explain(`"${run}", which nearly every paper holds`) };
    }
    if (this.#everything && this.#phrases.length + this.#exclusions.length > 0) {
      // `all` and `everything` beside other words are words like any other.
      if (this.#phrases.length > 0) this.#everything = false;
    }
    const asks =
      this.#phrases.length + this.#categories.length + this.#authors.length + this.#organizations.length;
    if (asks === 0 && this.#minVotes > 0 && this.#exclusions.length === 0) this.#everything = true;
    if (asks === 0 && !this.#everything) {
      return {
        problem:
          this.#exclusions.length > 0
            ? `I understood what to leave out (${this.#exclusions.join(", ")}), but not what to bring: add words, or write everything ${wordTopic(this.#content())}.`
            : `I found no words in ${typed}. For instance: ${TOPIC_EXAMPLE}.`,
      };
    }
    const content = this.#content();
    const out = (phrase: string, is: (one: string, other: string) => boolean) =>
      content.exclusions.some((exclusion) => is(phrase, exclusion));
    const clash = content.phrases.find((phrase) =>
      out(phrase, (one, other) => stemKey(one) === stemKey(other)),
    );
    if (clash !== undefined) {
      return {
        problem: `I understood ${wordTopic(content)}, but "${clash}" is both asked for and left out.`,
      };
    }
    const topic: Topic = { typed, key: topicKey(content), ...content };
    const risky = content.phrases.filter((phrase) => out(phrase, holds));
    return {
      topic,
      remarks: [
        ...this.#remarks,
        ...risky.map((phrase) => `Whoever writes "${phrase}" is left out: its own words are excluded.`),
        ...topicRemarks(topic, this.#longRun),
      ],
    };
  }

  #content(): Omit<Topic, "typed" | "key"> {
    return {
      everything: this.#everything,
      phrases: unique(this.#phrases, stemKey),
      exclusions: unique(this.#exclusions, stemKey),
      categories: unique(this.#categories, (name) => name),
      authors: unique(this.#authors, nameKey),
      organizations: unique(this.#organizations, nameKey),
      minVotes: this.#minVotes,
    };
  }
}

/** `kv cache and -survey`: the "and" ties a phrase to what stands beside it, and is none of its words. */
function withoutAnd(run: readonly string[]): readonly string[] {
  const isAnd = (word: string) => /^and$/iu.test(word);
  const first = run.findIndex((word) => !isAnd(word));
  return run.slice(Math.max(first, 0), run.findLastIndex((word) => !isAnd(word)) + 1);
}

function holds(phrase: string, part: string): boolean {
  const folded = (text: string) => wordsOf(text).map((word) => word.folded);
  return holdsPhrase(folded(phrase), folded(part));
}

function unique(words: readonly string[], keyOf: (word: string) => string): readonly string[] {
  return [...new Map(words.map((word) => [keyOf(word), word] as const).toReversed()).values()].toReversed();
}
