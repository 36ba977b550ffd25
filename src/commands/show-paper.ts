/** `show`, `summary` and `similar`: more about one paper. */
import { type CardDetails, paperCard } from "../digests/paper-card.ts";
import { formatListDay } from "../papers/list-day.ts";
import type { Paper } from "../papers/paper.ts";
import type { PaperStore } from "../papers/paper-store.ts";
import type { ArgumentSpec } from "../platform/command.ts";
import type { Block, Message } from "../platform/message.ts";
import type { Search } from "../search/search.ts";
import type { Summary } from "../summaries/summary.ts";
import { type Call, type CommandHandler, spec } from "./handler.ts";
import type { NamedPapers } from "./named-paper.ts";
import { actions, heading, list, note, reply, strong, text } from "./reply.ts";
import { shareAction } from "./share.ts";

export interface ShowParts {
  readonly named: NamedPapers;
  readonly papers: PaperStore;
  readonly search: Search;
  readonly detailsOf: (paper: Paper, call: Call) => Promise<CardDetails>;
  readonly summaryOf: (paper: Paper, call: Call) => Promise<Summary | undefined>;
}

const PAPER: ArgumentSpec = {
  name: "paper",
  help: "An arXiv id, a link to arXiv, Hugging Face or alphaXiv, or a title",
  required: true,
  suggests: true,
  paper: "all of it",
};

const SIMILAR = 5;

export function showCommands(parts: ShowParts): readonly CommandHandler[] {
  const about = (
    name: string,
    help: string,
    answer: (paper: Paper, call: Call) => Promise<Message>,
  ): CommandHandler => ({
    spec: spec(name, help, { usage: `${name} <id or link>`, example: `${name} 1706.03762`, argument: PAPER }),
    async run(call) {
      const found = await parts.named.find(call.argument, call.now);
      return "answer" in found ? found.answer : answer(found.paper, call);
    },
    suggest: async (call) => parts.named.suggest(call.argument),
  });

  return [
    about("show", "Shows one paper whole: abstract, code, dates", async (paper, call) => {
      const days = await parts.papers.listDaysOf(paper.id);
      return reply(
        { kind: "paper", card: paperCard(paper, { gist: undefined, except: "show" }) },
        text(paper.abstract === "" ? "The source gives no abstract." : paper.abstract),
        note(datesOf(paper, days)),
        list(termsOf(paper)),
        actions(shareAction(call)),
      );
    }),

    about("summary", "Says in a few lines what a paper found", async (paper, call) => {
      const summary = await parts.summaryOf(paper, call);
      return reply(
        { kind: "paper", card: { ...paperCard(paper, { gist: undefined, except: "summary" }), facts: [] } },
        ...(summary === undefined
          ? [text("The source gives no abstract to sum up.")]
          : summaryBlocks(summary)),
        actions(shareAction(call)),
      );
    }),

    about("similar", "Finds the papers most like one", async (paper, call) => {
      const { work } = parts.search;
      const similar = await parts.search.similar(paper.id, SIMILAR);
      const cards = await Promise.all(
        similar.map(async (near) =>
          paperCard(near.paper, { ...(await parts.detailsOf(near.paper, call)), reasons: [near.reason] }),
        ),
      );
      return reply(
        heading(`Like “${paper.title}”`),
        work === undefined ? undefined : note(work.sentence),
        ...cards.map((card, at) => ({ kind: "paper", card, number: at + 1 }) as const),
        cards.length === 0 ? text("No paper in the catalog is like it.") : undefined,
        actions(shareAction(call)),
      );
    }),
  ];
}

function summaryBlocks(summary: Summary): readonly Block[] {
  return [
    text(summary.gist.text),
    ...summary.points.map(({ name, text: words }) => text(strong(`${name}: `), words)),
    note(summary.check === undefined ? summary.gist.label : `${summary.gist.label} · ${summary.check}`),
    ...(summary.remark === undefined ? [] : [note(summary.remark)]),
  ];
}

function datesOf(paper: Paper, days: readonly string[]): string {
  const published = `Published ${formatListDay(paper.publishedAt.toISOString().slice(0, 10))}`;
  const listed = paper.source === "sample" ? "a sample that comes with Paperboy" : listedOn(days);
  const withdrawn =
    paper.withdrawnAt === undefined
      ? ""
      : ` · withdrawn ${formatListDay(paper.withdrawnAt.toISOString().slice(0, 10))}`;
  return `${paper.id} · ${published} · ${listed}${withdrawn}`;
}

function listedOn(days: readonly string[]): string {
  return days.length === 0 ? "not on Daily Papers" : `on Daily Papers ${days.map(formatListDay).join(", ")}`;
}

function termsOf(paper: Paper): readonly (readonly string[])[] {
  const terms: string[][] = [];
  if (paper.categories.length > 0) terms.push([`Categories: ${paper.categories.join(", ")}`]);
  if (paper.keywords.length > 0) terms.push([`Keywords: ${paper.keywords.join(", ")}`]);
  return terms;
}
