/** How gists and points are asked for, and what of the answer will do. */
import { z } from "zod";
import type { Paper } from "../papers/paper.ts";
import { type Checked, checkWords, isOneSentence } from "./checked.ts";
import { languageName } from "./language.ts";
import type { Draft } from "./paid-writer.ts";
import { GIST_LENGTH, gistPrompt, type PaperText, type PointsForm, pointsPrompt } from "./prompt.ts";

export const keptGist = z.object({ text: z.string().min(1), found: z.int(), of: z.int() });
export const keptPoints = z.object({
  points: z.array(z.object({ name: z.string(), text: z.string().min(1) })).min(1),
  found: z.int(),
  of: z.int(),
});

export function textOf(paper: Paper): PaperText {
  return { title: paper.title, text: paper.abstract };
}

function nameOf(language: string): string {
  return languageName(language) ?? language;
}

export function gistDraft(
  source: PaperText,
  language: string,
): Draft<{ gist: string }, z.infer<typeof keptGist>> {
  return {
    prompt: (fence, complaint) => gistPrompt(source, { language: nameOf(language), fence, complaint }),
    judge({ gist }) {
      const checked = checkWords(gist, source, language);
      const { text, found, of } = checked;
      const complaint =
        complaintOf(checked) ??
        (text.length > GIST_LENGTH
          ? `It has ${text.length} characters, ${GIST_LENGTH - 20} are the most.`
          : isOneSentence(text)
            ? undefined
            : "It is not one sentence.");
      return complaint === undefined
        ? { result: { text, found, of }, dropped: 0, complaint }
        : { result: undefined, dropped: of - found, complaint };
    },
  };
}

const POINTS = [
  ["Problem", "problem"],
  ["Method", "method"],
  ["Result", "result"],
  ["Limits", "limits"],
] as const;

export function pointsDraft(
  source: PaperText,
  language: string,
): Draft<PointsForm, z.infer<typeof keptPoints>> {
  return {
    prompt: (fence, complaint) => pointsPrompt(source, { language: nameOf(language), fence, complaint }),
    judge(written) {
      const checked = POINTS.map(([name, field]) => ({
        name,
        ...checkWords(written[field], source, language),
      }));
      const points = checked.filter(({ text }) => text !== "").map(({ name, text }) => ({ name, text }));
      const [found, of] = [sum(checked.map((one) => one.found)), sum(checked.map((one) => one.of))];
      const [complaint] = checked.flatMap((one) => (one.of > 0 ? (complaintOf(one) ?? []) : []));
      return {
        result: points.length === 0 ? undefined : { points, found, of },
        dropped: of - found,
        complaint: points.length === 0 ? (complaint ?? "There is nothing in it.") : complaint,
      };
    },
  };
}

/** Undefined if everything stands. */
function complaintOf({ found, of, missing }: Checked): string | undefined {
  if (of === 0) return "There is nothing in it.";
  if (found === of) return undefined;
  const words = missing.slice(0, 5).map((word) => `“${word.slice(0, 60)}”`);
  return `These do not stand in the text like that: ${words.join(", ")}.`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
