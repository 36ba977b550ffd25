/** Run in a process of its own: writes the gists of these papers, with the model at this address. */
import { pino } from "pino";
import { createPaperStore } from "../../src/papers/paper-store.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { createWriting } from "../../src/summaries/writing.ts";

const [file = "", baseUrl = "", ...ids] = process.argv.slice(2);

const database = await openDatabase(file);
const writing = createWriting({
  database,
  baseUrl,
  apiKey: undefined,
  model: "test-model",
  prices: { input: 1, output: 2 },
  monthlyBudget: 5,
  workspaceBudget: undefined,
  requestsPerPerson: 30,
  callsAtOnce: 2,
  timeoutMs: 10_000,
  userAgent: "Paperboy/test",
  now: () => new Date(),
  log: pino({ level: "silent" }),
});
const papers = await createPaperStore(database).getMany(ids);
const workspace = { platform: "fake", workspace: "w1" };
await writing.summaries.prepare(
  papers.map((paper) => ({ paper, language: undefined, workspace })),
  new AbortController().signal,
);
await database.destroy();
