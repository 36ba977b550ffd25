/** What the command line does without a platform: each opens the core, does one thing, and closes it. */
import type { Config } from "./config.ts";
import { type Core, openCore } from "./core.ts";
import { healthLines } from "./digests/health-lines.ts";
import { createLog, type Logger } from "./log.ts";
import { packageInfo } from "./package.ts";
import { backfill } from "./papers/backfill.ts";
import { currentListDay, type ListDay } from "./papers/list-day.ts";
import { parseCommandLine } from "./platform/command.ts";
import type { Message } from "./platform/message.ts";
import { plainText } from "./platform/plain-text.ts";
import { lineOfWords } from "./shell-words.ts";
import { showWork } from "./show-work.ts";

export interface BackfillRequest {
  readonly since: ListDay;
  /** Undefined: the current list day. */
  readonly until: ListDay | undefined;
  readonly progress: ((done: number, total: number) => void) | undefined;
  readonly show: Show;
}

/** Shows what is waited for, in place of what was shown before; undefined: nothing. */
type Show = (line: string | undefined) => void;

/** Fetches the archive; the report, line by line. An interrupt keeps what was fetched. */
export async function backfillArchive(config: Config, request: BackfillRequest): Promise<readonly string[]> {
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  return withCore(config, async (core, log) => {
    const now = () => new Date();
    const { since, until = currentListDay(now()), progress, show } = request;
    const { papers, huggingFace } = core;
    const report = await backfill(
      { papers, huggingFace, log, since, until, now, signal: interrupt.signal },
      progress,
    );
    if (report.added > 0) await papers.dropSamples();
    if (report.days > 0 && report.failed.length === 0)
      await core.sources.recordSuccess("hugging-face", now(), 0);
    await indexAll(core, show);
    return [
      `${report.days} lists read, ${report.known} were there already; ${report.added} papers added, ${report.changed} changed, ${report.skipped} entries skipped.`,
      ...report.failed.map(({ day, problem }) => `${day} failed: ${problem}`),
      ...(report.stopped === undefined
        ? []
        : [`Stopped: ${report.stopped} The same command goes on from here.`]),
    ];
  });
}

/** How fetching and delivering stand, line by line. */
export async function operatorStatus(config: Config): Promise<readonly string[]> {
  return withCore(config, async ({ sources, deliveries, search, papers }) => {
    const now = new Date();
    const source = await sources.get("hugging-face");
    return [
      ...healthLines(await deliveries.health(now), source, now),
      indexLine(await search.missing(), await papers.count()),
    ];
  });
}

function indexLine(missing: number | undefined, papers: number): string {
  if (missing === undefined) return "Search index: none that can be used; the next start builds it.";
  const [written, all] = [papers - missing, papers].map((number) => number.toLocaleString("en-US"));
  return `Search index: ${written} of ${all} papers.`;
}

export interface Question {
  /** As the shell handed them over. */
  readonly words: readonly string[];
  /** Who asks. */
  readonly person: string;
  readonly show: Show;
}

export interface Answer {
  readonly text: string;
  /** What was asked was understood and done. */
  readonly isDone: boolean;
}

/** Answers one command as plain text. */
export async function answerOnce(config: Config, { words, person, show }: Question): Promise<Answer> {
  return withCore(config, async (core) => {
    await indexAll(core, show);
    const message = await core.bot.run({
      ...parseCommandLine(lineOfWords(words, core.bot.commands)),
      page: 1,
      channel: { platform: "terminal", workspace: "local", id: "terminal" },
      caller: {
        id: person,
        name: person,
        mayConfigure: true,
        readsAlone: true,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      key: crypto.randomUUID(),
    });
    return { text: plainText(withoutActions(message)), isDone: message.audience !== "caller" };
  });
}

/** Nobody can press anything in text that a program has left behind. */
function withoutActions({ blocks, ...message }: Message): Message {
  return {
    ...message,
    blocks: blocks
      .filter(({ kind }) => kind !== "actions")
      .map((block) => (block.kind === "paper" ? { ...block, card: { ...block.card, actions: [] } } : block)),
  };
}

async function indexAll({ search }: Core, show: Show): Promise<void> {
  const shown = showWork(() => search.work, show);
  await search.sync().finally(shown.stop);
}

async function withCore<Result>(
  config: Config,
  work: (core: Core, log: Logger) => Promise<Result>,
): Promise<Result> {
  const log = createLog({
    level: config.logLevel ?? "error",
    pretty: process.stderr.isTTY === true,
    secrets: [config.huggingFace.token ?? "", config.openai.apiKey ?? ""],
  });
  const core = await openCore({
    config,
    version: packageInfo().version,
    log,
    now: () => new Date(),
    platforms: new Map(),
  });
  try {
    return await work(core, log);
  } finally {
    await core.close();
  }
}
