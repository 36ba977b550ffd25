#!/usr/bin/env node
/** The command line: reads the environment, hands over to `main`, and says what went wrong in one line. */
import { existsSync, readFileSync } from "node:fs";
import { Presets, SingleBar } from "cli-progress";
import { Command } from "commander";
import { parse } from "dotenv";
import { readSettings, type Settings, start } from "./main.ts";
import { packageInfo } from "./package.ts";
import type { Environment } from "./platform/adapter.ts";
import { DatabaseError } from "./storage/database.ts";

const program = new Command("paperboy")
  .description("The day's research papers, in your team's channel.")
  .version(packageInfo().version);

program
  .command("start", { isDefault: true })
  .description("run on the platforms that are configured, or in this terminal")
  .option("--terminal", "in this terminal, whatever is configured")
  .action(async ({ terminal = false }: { terminal?: boolean }) => {
    const { env, settings } = environment();
    const bar = progressBar("Fetching the latest lists");
    await start({ env, settings, terminalOnly: terminal, progress: bar });
    process.exit(0);
  });

/** The environment with what `.env` adds to it, checked. Ends the program if it is at fault. */
function environment(): { env: Environment; settings: Settings } {
  const env = { ...(existsSync(".env") ? parse(readFileSync(".env")) : {}), ...process.env };
  const settings = readSettings(env);
  if ("faults" in settings)
    fail(["Paperboy cannot start:", ...settings.faults.map((fault) => `- ${fault}`)].join("\n"));
  return { env, settings };
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

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof DatabaseError) fail(error.message);
  throw error;
}
