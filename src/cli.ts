#!/usr/bin/env node
/** The command line: reads the environment, hands over to `main`, and says what went wrong in one line. */
import { existsSync, readFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { Command } from "commander";
import { parse } from "dotenv";
import { adapters } from "../adapters/index.ts";
import { userName } from "../adapters/terminal/index.ts";
import { answerOnce, backfillArchive, operatorStatus } from "./chores.ts";
import { start } from "./main.ts";
import { nearest } from "./nearest.ts";
import { packageInfo } from "./package.ts";
import { currentListDay, FIRST_LIST_DAY, type ListDay, parseListDay } from "./papers/list-day.ts";
import type { Environment } from "./platform/adapter.ts";
import { literalLine } from "./platform/literal.ts";
import { environmentOf, readSettings, type Settings } from "./settings.ts";
import { StartError } from "./start-platforms.ts";
import { DatabaseError } from "./storage/database.ts";

const program = new Command("paperboy")
  .description("The day's research papers, in your team's channel.")
  .version(packageInfo().version)
  .enablePositionalOptions();

program
  .command("start", { isDefault: true })
  .description("run on the platforms that are configured, or in this terminal")
  .option("--terminal", "in this terminal, whatever is configured")
  .action(async ({ terminal = false }: { terminal?: boolean }) => {
    const { env, settings } = environment();
    await start({ env, settings, terminalOnly: terminal });
    process.exit(0);
  });

program
  .command("backfill")
  .description("fetch the archive of daily lists; goes on where it was interrupted")
  .option("--since <day>", "first list day, YYYY-MM-DD", FIRST_LIST_DAY)
  .option("--until <day>", "last list day, YYYY-MM-DD; the current one if left out")
  .action(async (options: { since: string; until?: string }) => {
    const since = listDay(options.since);
    const until = options.until === undefined ? undefined : listDay(options.until);
    if (until !== undefined && since > until)
      fail(
        `Nothing lies between ${since} and ${until}: --since names the earlier day, --until the later one.`,
      );
    const { settings } = environment();
    const report = await backfillArchive(settings.config, {
      since,
      until,
      progress: progressBar("Fetching the archive"),
      show: errorLine(),
    });
    process.stdout.write(`${report.join("\n")}\n`);
    process.exit(0);
  });

program
  .command("status")
  .description(
    "how fetching and delivering stand: last fetch, due and overdue, in doubt, failures of the last day",
  )
  .action(async () => {
    const { settings } = environment();
    process.stdout.write(`${(await operatorStatus(settings.config)).join("\n")}\n`);
    process.exit(0);
  });

program
  .command("run <command...>")
  .description('answer one command as the terminal would, for instance: paperboy run search "kv cache"')
  // A minus before a word belongs to what is asked, not to this program.
  .passThroughOptions()
  .action(async (words: string[]) => {
    const { settings } = environment();
    const { text, isDone } = await answerOnce(settings.config, {
      words,
      person: userName(),
      show: errorLine(),
    });
    process.stdout.write(`${text}\n`);
    process.exit(isDone ? 0 : 1);
  });

/** What is not the name of a command would be taken for an argument of the one that is run without a name. */
function refuseUnknownCommand(typed: readonly string[]): void {
  const names = program.commands.map((command) => command.name());
  const named = typed.find((word) => !word.startsWith("-"));
  if (named === undefined || [...names, "help"].includes(named)) return;
  const near = nearest(named, names);
  fail(
    `There is no command "${literalLine(named)}".${near === undefined ? "" : ` Did you mean "paperboy ${near}"?`} "paperboy --help" lists them all; what can be asked in a channel is asked with "paperboy run".`,
  );
}

function listDay(typed: string): ListDay {
  const today = currentListDay(new Date());
  const day = parseListDay(typed, today);
  if (day === undefined || day < FIRST_LIST_DAY || day > today) {
    fail(`${typed} is no list day: name one from ${FIRST_LIST_DAY} to ${today}, as YYYY-MM-DD.`);
  }
  return day;
}

/** The environment with what `.env` adds to it, checked, with a warning of each slip. Ends the program if it is at fault. */
function environment(): { env: Environment; settings: Settings } {
  const surroundings = { file: envFile(), process: process.env };
  const settings = readSettings(surroundings, adapters);
  if ("faults" in settings)
    fail(["Paperboy cannot start:", ...settings.faults.map((fault) => `- ${fault}`)].join("\n"));
  // Not in the log, which is quiet at a terminal.
  for (const warning of settings.warnings) process.stderr.write(`Warning: ${warning}\n`);
  return { env: environmentOf(surroundings), settings };
}

/** What `.env` in the current folder says. Ends the program if it cannot be read: it may hold what keeps secrets safe. */
function envFile(): Environment {
  if (!existsSync(".env")) return {};
  try {
    return parse(readFileSync(".env"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "the system does not say why";
    return fail(`The file .env cannot be read: ${reason}. Take it away, or let this user read it.`);
  }
}

/** A bar on a terminal's standard error; nothing elsewhere. */
function progressBar(label: string): ((done: number, total: number) => void) | undefined {
  if (process.stderr.isTTY !== true) return undefined;
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}`, clearOnComplete: true },
    Presets.shades_classic,
  );
  return (done, total) => {
    if (!bar.isActive) bar.start(total, done);
    bar.update(done);
    if (done >= total) bar.stop();
  };
}

/** One row on a terminal's standard error, written again and again; nothing elsewhere. */
function errorLine(): (line: string | undefined) => void {
  if (process.stderr.isTTY !== true) return () => {};
  return (line = "") => void process.stderr.write(`\r\u001b[2K${line.slice(0, process.stderr.columns - 1)}`);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

try {
  refuseUnknownCommand(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  if (error instanceof DatabaseError || error instanceof StartError) fail(error.message);
  throw error;
}
