/** A person's question about one paper, answered from its text alone: each sentence with the passage that it stands on. */
import { z } from "zod";
import type { FullTexts } from "../papers/full-text-store.ts";
import type { Paper } from "../papers/paper.ts";
import { literalLine } from "../platform/literal.ts";
import { BudgetError } from "./budget.ts";
import { checkWords } from "./checked.ts";
import { languageName } from "./language.ts";
import type { Draft } from "./paid-writer.ts";
import { fitPassages, rankPassages, splitPassages } from "./passages.ts";
import { type AnswerForm, answerPrompt } from "./prompt.ts";
import { splitSentences } from "./sentences.ts";
import type { SummaryOptions } from "./summarize.ts";
import { clause, identify, NotWritten } from "./write-once.ts";
import type { createWriting } from "./writing.ts";

export interface Answer {
  /** What a model says, each sentence with the words of the paper that show it. Empty if the paper does not say. */
  readonly sentences: readonly { readonly text: string; readonly quote: string }[];
  /** Undefined if no model answered: then there are only passages. */
  readonly model: string | undefined;
  /** The passages nearest to the question, where no model answered. */
  readonly passages: readonly string[];
  readonly readFrom: "abstract" | "full text";
  /** Why no model answered, a clause for people; undefined if none is set up. */
  readonly why: string | undefined;
}

export interface Questions {
  answer(paper: Paper, question: string, options: SummaryOptions): Promise<Answer>;
}

export interface QuestionParts {
  readonly fullTexts: FullTexts;
  /** Undefined without a model. */
  readonly writing: ReturnType<typeof createWriting> | undefined;
}

/** What a model is given to read, in characters: some 4,000 tokens. */
const READ = 14_000;
const PATIENCE_MS = 60_000;
const SHOWN_PASSAGES = 3;
/** A page of a paper that Hugging Face has no text of is shorter. */
const FULL_TEXT = 6000;

const kept = z.object({
  answered: z.boolean(),
  sentences: z.array(z.object({ text: z.string(), quote: z.string() })),
});
type Kept = z.infer<typeof kept>;

export function createQuestions({ fullTexts, writing }: QuestionParts): Questions {
  return {
    async answer(paper, question, options) {
      const text = await fullTexts.find(paper, options.now);
      const isFull = text !== undefined && text.length >= FULL_TEXT;
      const read = isFull ? splitPassages(text) : splitSentences(paper.abstract);
      const nearest = rankPassages(question, read);
      const base = {
        sentences: [],
        model: undefined,
        passages: nearest.slice(0, SHOWN_PASSAGES),
        readFrom: isFull ? "full text" : "abstract",
        why: undefined,
      } satisfies Answer;
      if (writing === undefined || paper.abstract === "") return base;

      const passages = isFull
        ? [...splitPassages(paper.abstract), ...fitPassages(nearest, READ)]
        : splitPassages(paper.abstract);
      const { language = "en", payer, now } = options;
      const asked = literalLine(question).toLowerCase();
      const identity = identify("answer", paper, writing.writer.model, language, asked, base.readFrom);
      try {
        if ((await writing.once.kept(identity, kept)) === undefined) await writing.budget.admit(payer, now);
        const { answered, sentences } = await writing.once.get(identity, kept, {
          isWaitedFor: true,
          write: () =>
            writing.writer.write(answerDraft({ title: paper.title, passages, question }, language), {
              payer,
              isWaitedFor: true,
              signal: AbortSignal.timeout(PATIENCE_MS),
            }),
        });
        return { ...base, model: writing.writer.model, sentences: answered ? sentences : [], passages: [] };
      } catch (error) {
        if (error instanceof BudgetError) return { ...base, why: clause(error.message) };
        if (error instanceof NotWritten) return { ...base, why: error.message };
        throw error;
      }
    },
  };
}

interface Asked {
  readonly title: string;
  readonly passages: readonly string[];
  readonly question: string;
}

/** A sentence stays if its quote occurs in the passage that it names and its numbers and names stand there. */
function answerDraft(asked: Asked, language: string): Draft<AnswerForm, Kept> {
  return {
    prompt: (fence, complaint) =>
      answerPrompt(asked, { language: languageName(language) ?? language, fence, complaint }),
    judge({ answered, sentences }) {
      if (!answered) return { result: { answered, sentences: [] }, dropped: 0, complaint: undefined };
      const standing = sentences.flatMap(({ text, passage, quote }) => {
        const source = asked.passages[passage - 1] ?? "";
        const found = findQuote(quote, source);
        const checked = checkWords(text, { title: asked.title, text: source }, language);
        return found !== undefined && checked.found > 0 && checked.found === checked.of
          ? [{ text: checked.text, quote: found }]
          : [];
      });
      const dropped = sentences.length - standing.length;
      return {
        result: standing.length === 0 ? undefined : { answered, sentences: standing },
        dropped,
        complaint:
          dropped > 0 || standing.length === 0
            ? "A quote must be copied from its passage word for word, and each number and name of a sentence must stand in that passage."
            : undefined,
      };
    },
  };
}

const LONGEST_QUOTE = 300;
const SHORTEST_QUOTE = 8;

/** The words of the source that are quoted; spaces, quotation marks, dashes and capitals may differ. */
function findQuote(quote: string, source: string): string | undefined {
  const wanted = fold(quote).replace(/^[\s"'.…]+|[\s"'.…]+$/gu, "");
  if (wanted.length < SHORTEST_QUOTE) return undefined;
  const line = literalLine(source);
  const at = fold(line).indexOf(wanted);
  if (at < 0) return undefined;
  const found = line.slice(at, at + wanted.length);
  return found.length <= LONGEST_QUOTE ? found : `${found.slice(0, LONGEST_QUOTE)}…`;
}

/** Character by character, so that places stay the same. */
function fold(text: string): string {
  return [...literalLine(text)]
    .map((character) => {
      if (/[“”„«»]/u.test(character)) return '"';
      if (/[‘’]/u.test(character)) return "'";
      if (/[‐‑–—−]/u.test(character)) return "-";
      const lower = character.toLowerCase();
      return lower.length === character.length ? lower : character;
    })
    .join("");
}
