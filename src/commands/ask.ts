/** `ask`: a question about one paper, answered from its text. */
import { paperCard } from "../digests/paper-card.ts";
import { type Paper, parsePaperId } from "../papers/paper.ts";
import type { Block } from "../platform/message.ts";
import type { Answer } from "../summaries/questions.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import type { NamedPapers } from "./named-paper.ts";
import { actions, commandLine, decline, list, note, press, quote, reply, text } from "./reply.ts";
import { shareAction } from "./share.ts";

export interface AskParts {
  readonly named: NamedPapers;
  readonly answerTo: (paper: Paper, question: string, call: Call) => Promise<Answer>;
}

const LONGEST_QUESTION = 500;
const EXAMPLE = "ask 1706.03762 what does it use instead of recurrence?";

export function askCommand({ named, answerTo }: AskParts): CommandHandler {
  return {
    spec: spec("ask", "Answers a question about a paper from its text, with the passages", {
      usage: "ask <id or link> <question>",
      example: EXAMPLE,
      argument: {
        name: "question",
        help: "An arXiv id or link, then what you want to know",
        required: true,
        suggests: false,
        paper: "the first word",
      },
    }),
    async run(call) {
      const [name = "", ...words] = call.argument.split(/\s+/u);
      const question = words.join(" ");
      if (parsePaperId(name) === undefined) {
        return decline(
          `${quote(name)} is no arXiv id or link. Type for instance `,
          commandLine(EXAMPLE),
          ".",
        );
      }
      if (question === "") {
        return decline("What do you want to know of it? Type for instance ", commandLine(EXAMPLE), ".");
      }
      if ([...question].length > LONGEST_QUESTION)
        return decline(
          `A question holds ${LONGEST_QUESTION} characters at most; this has ${[...question].length}.`,
        );
      const found = await named.find(name, call.now);
      if ("answer" in found) return found.answer;
      const { paper } = found;
      return reply(
        { kind: "paper", card: { ...paperCard(paper, { gist: undefined }), facts: [], actions: [] } },
        text(question),
        ...answerBlocks(await answerTo(paper, question, call)),
        actions(
          shareAction(call),
          press("Summary", "summary", paper.id),
          press("Abstract", "show", paper.id),
        ),
      );
    },
  };
}

function answerBlocks(answer: Answer): readonly (Block | undefined)[] {
  if (answer.model === undefined) return passageBlocks(answer);
  const where =
    answer.readFrom === "abstract" ? "the abstract" : "the parts of the full text nearest to the question";
  if (answer.sentences.length === 0)
    return [text("The paper does not say."), note(`${answer.model} read ${where}.`)];
  return [
    text(answer.sentences.map((sentence) => sentence.text).join(" ")),
    list(answer.sentences.map((sentence) => [{ text: `“${sentence.quote}”`, style: "emphasis" as const }])),
    note(
      `AI answer (${answer.model}) from ${where}; each sentence with the words of the paper that it stands on.`,
    ),
  ];
}

/** Nobody answered: what of the paper is nearest to the question, as it stands there. */
function passageBlocks({ passages, readFrom, why }: Answer): readonly (Block | undefined)[] {
  const reason =
    why === undefined
      ? "No model is set up that could answer (OPENAI_API_KEY)"
      : `${why.slice(0, 1).toUpperCase()}${why.slice(1)}`;
  return [
    passages.length === 0 ? text(`Nothing in the ${readFrom} shares a word with the question.`) : undefined,
    list(passages.map((passage) => [`“${passage}”`])),
    note(
      passages.length === 0
        ? `${reason}.`
        : `${reason}, so these are the passages of the ${readFrom} nearest to the question, as they stand there.`,
    ),
  ];
}
