/**
 * The running program: environment -> config -> core -> platforms -> clock, and the way back at the end. Whoever
 * wants to know what happens at the start reads `start`.
 */
import { terminal } from "../adapters/terminal/index.ts";
import type { Terminal } from "../adapters/terminal/terminal.ts";
import { createClock, type Job } from "./clock.ts";
import type { Config } from "./config.ts";
import { type Core, openCore } from "./core.ts";
import { createLog, type Logger } from "./log.ts";
import { packageInfo } from "./package.ts";
import { loadSamples, readSamples } from "./papers/samples.ts";
import type { AdapterTools, Environment } from "./platform/adapter.ts";
import type { Memory } from "./platform/memory.ts";
import type { Platform } from "./platform/platform.ts";
import type { Settings } from "./settings.ts";
import { showWork, type Work } from "./show-work.ts";
import { holdBack, startPlatforms } from "./start-platforms.ts";
import { encryptMemory, type SecretKeys } from "./storage/encrypted-memory.ts";
import { createMemory } from "./storage/memory-store.ts";

export interface StartOptions {
  readonly env: Environment;
  readonly settings: Settings;
  /** Takes no chat platform but the terminal, even if others are configured. */
  readonly terminalOnly: boolean;
}

/** The longest that a source that does not answer may keep the first digest waiting. */
const FIRST_FETCH_MS = 5_000;

/** Runs until the person leaves the terminal or a signal comes. Rejects with DatabaseError or StartError if it cannot. */
export async function start({ env, settings, terminalOnly }: StartOptions): Promise<void> {
  const now = () => new Date();
  const { version } = packageInfo();
  const chats = terminalOnly ? [] : settings.platforms.filter(({ name }) => name !== terminal.name);
  const isTerminal = chats.length === 0;
  const log = openLog(settings.config, env, isTerminal);

  const platforms = new Map<string, Platform>();
  const watch = stopwatch();
  const { config } = settings;
  const core = await openCore({ config, version, log, now, platforms });
  const toolsFor = (name: string): AdapterTools => ({
    log: log.child({ platform: name }),
    memory: lockedMemory(createMemory(core.database, name, now), name, settings.secretKeys),
    now,
    version,
  });
  const chat = isTerminal ? await terminal.configure(env).open(toolsFor(terminal.name)) : undefined;
  for (const platform of chat === undefined ? [] : [chat]) platforms.set(platform.name, platform);
  for (const { name, open } of chats) platforms.set(name, await open(toolsFor(name)));

  let fetching: Work | undefined;
  const shown = showWork(
    () => fetching ?? core.search.work,
    (line) => chat?.busy(line),
  );
  await watch.without(() =>
    firstFetch(core, isTerminal, now(), (work) => {
      fetching = work;
    }),
  );
  await core.search.ready();

  const clock = createClock(jobsOf(core, chat, now), log);
  const ended = untilSignal();
  const gate = holdBack(core.bot);
  try {
    await startPlatforms(platforms, gate.bot, log, secretsIn(env));
  } catch (error) {
    await core.close();
    throw error;
  }
  if (chat !== undefined) await core.deliver.showToday(chat.channel, now());
  log.info({ ownWorkMs: watch.reading() }, "ready");
  gate.open();
  clock.start();

  await Promise.race([ended, ...(chat === undefined ? [] : [chat.done])]);
  shown.stop();
  core.prepareGists?.stop();
  await clock.stop();
  await core.deliver.stop(); // while the platforms are still connected
  await Promise.all([...platforms.values()].map((platform) => platform.stop()));
  await core.close();
}

/** What platforms entrust to Paperboy is encrypted at rest as soon as there is a key. */
function lockedMemory(memory: Memory, owner: string, keys: SecretKeys | undefined): Memory {
  return keys === undefined ? memory : encryptMemory(memory, owner, keys);
}

/** What the clock wakes every minute, one after the other. Each decides by itself whether there is anything to do. */
function jobsOf(core: Core, chat: Terminal | undefined, now: () => Date): readonly Job[] {
  return [
    { name: "fetch", run: () => fetchLists(core, chat, now()) },
    { name: "categorize", run: async () => void (await core.categorize.run(now())) },
    // Does not wait for long, so that nobody who ends the program waits for an index to be rebuilt.
    { name: "index", run: () => core.search.ready() },
    { name: "gists", run: async () => core.prepareGists?.run(now()) },
    { name: "reconcile", run: () => core.deliver.reconcile(now()) },
    { name: "deliver", run: () => core.deliver.tick(now()) },
    { name: "forget", run: () => core.forget(now()) },
  ];
}

/** Whoever was shown samples gets the real thing as soon as it is there. */
async function fetchLists(core: Core, chat: Terminal | undefined, now: Date): Promise<void> {
  const hadSamples = (await core.papers.sampleCount()) > 0;
  await core.ingest.refresh(now);
  if (!hadSamples || (await core.papers.sampleCount()) > 0) return;
  await core.search.sync();
  if (chat !== undefined) await core.deliver.showToday(chat.channel, now);
}

/** Samples are for a terminal that has nothing else to show; real platforms never see one. */
async function firstFetch(
  core: Core,
  isTerminal: boolean,
  now: Date,
  tell: (work: Work | undefined) => void,
): Promise<void> {
  if (!isTerminal) await core.papers.dropSamples();
  // Whoever waits has waited since the process began.
  const fetching = { since: 0, line: "Fetching the latest lists" };
  tell(fetching);
  await core.ingest.refresh(now, {
    timeoutMs: FIRST_FETCH_MS,
    atOnce: true,
    progress: (done, total) => tell({ ...fetching, line: `${fetching.line}: ${done} of ${total}` }),
  });
  tell(undefined);
  if (isTerminal && (await core.papers.count()) === 0)
    await loadSamples(core.papers, await readSamples(), now);
}

/** At a terminal the log would stand between the answers, so only what needs a person is shown there. */
function openLog(config: Config, env: Environment, isTerminal: boolean): Logger {
  return createLog({
    level: config.logLevel ?? (isTerminal ? "error" : "info"),
    pretty: process.stderr.isTTY === true,
    secrets: [config.huggingFace.token ?? "", ...secretsIn(env)],
  });
}

/** Values of variables that are named like a secret: they must not appear in a log, whoever reads them. */
function secretsIn(env: Environment): readonly string[] {
  const named = Object.entries(env).filter(([name]) => /(TOKEN|SECRET|KEY|PASSWORD)$/.test(name));
  return named.flatMap(([, value]) => (value !== undefined && value.length >= 8 ? [value] : []));
}

/** Measures own work: what is done while a source is waited for does not count. */
function stopwatch() {
  let waited = 0;
  return {
    async without(work: () => Promise<void>): Promise<void> {
      const from = performance.now();
      await work();
      waited += performance.now() - from;
    },
    /** In milliseconds from the start of the process, from which `performance.now()` counts. */
    reading: () => Math.round(performance.now() - waited),
  };
}

/** Resolves at the first signal to end; a second one ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isEnding = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (isEnding) process.exit(1);
        isEnding = true;
        resolve();
      });
    }
  });
}
