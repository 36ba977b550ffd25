/**
 * Draws docs/pictures/slack-*.png: real answers to real commands over the sample catalog, rendered by the adapter to
 * Block Kit and drawn here much as Slack draws it.
 *
 *   npm run pictures:slack -- --chromium /usr/bin/chromium
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { renderForView, renderMessage } from "../adapters/slack/render.ts";
import { readConfig } from "../src/config.ts";
import { openCore } from "../src/core.ts";
import { createLog } from "../src/log.ts";
import { loadSamples, readSamples } from "../src/papers/samples.ts";
import { parseCommandLine } from "../src/platform/command.ts";
import type { Message } from "../src/platform/message.ts";
import type { Platform } from "../src/platform/platform.ts";
import { blocksToHtml, LOOK } from "./slack-html.ts";

const { values } = parseArgs({ options: { chromium: { type: "string", default: "/usr/bin/chromium" } } });
const PICTURES = join(import.meta.dirname, "../docs/pictures");
const NOWHERE = "http://127.0.0.1:9";
const CHANNEL = { platform: "slack", workspace: "T0", id: "C0", name: "ml-papers" };

const folder = await mkdtemp(join(tmpdir(), "paperboy-pictures-"));
const read = readConfig({
  PAPERBOY_DATA_DIR: folder,
  HF_API_URL: NOWHERE,
  ARXIV_API_URL: NOWHERE,
  HF_SEARCH: "off",
});
if ("faults" in read) throw new Error(read.faults.join("; "));
const now = () => new Date();
const posted: Message[] = [];
const core = await openCore({
  config: read.config,
  version: "0",
  log: createLog({ level: "silent", pretty: false, secrets: [] }),
  now,
  platforms: new Map([["slack", canvas()]]),
  startedIn: () => undefined,
});
const samples = await readSamples();
await loadSamples(
  core.papers,
  samples.map((paper) => ({ ...paper, source: "hugging-face" })),
  now(),
);
await core.sources.recordSuccess("hugging-face", now(), 0);
await core.search.sync();

let calls = 0;
const run = (line: string): Promise<Message> =>
  core.bot.run({
    ...parseCommandLine(line),
    page: 1,
    channel: CHANNEL,
    caller: { id: "U0", name: "Ada", mayConfigure: true, timeZone: "Europe/Berlin" },
    key: `picture-${++calls}`,
  });

await run("schedule 9:00 weekdays Europe/Berlin");
await run("subscribe reasoning");
await run("subscribe agents -survey");
await run("settings size 4");
await run("digest");
const [digest] = posted;
if (digest === undefined) throw new Error("no digest was posted");

await mkdir(PICTURES, { recursive: true });
const browser = await chromium.launch({
  executablePath: values.chromium,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
  ],
});
const page = await browser.newPage({ viewport: { width: 720, height: 200 }, deviceScaleFactor: 1 });
await draw("slack-digest", message(digest));
await draw("slack-search", message(await run("search foundation model agents"), "Only visible to you"));
await draw("slack-home", `<div class="home">${blocksToHtml(renderForView(await run("home")))}</div>`);
await browser.close();
await core.close();
await rm(folder, { recursive: true });

async function draw(name: string, html: string): Promise<void> {
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${LOOK}</style>${html}`);
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

function message(said: Message, remark?: string): string {
  const { blocks } = renderMessage(said);
  const above = remark === undefined ? "" : `<div class="private">${remark}</div>`;
  return `${above}<div class="message"><div class="face">P</div><div class="body">
    <span class="who">Paperboy</span><span class="app">APP</span><span class="time">9:00 AM</span>
    ${blocksToHtml(blocks)}</div></div>`;
}

/** A platform that keeps what is posted. */
function canvas(): Platform {
  return {
    name: "slack",
    pace: { perSecond: 100, perChannelPerSecond: 100 },
    options: [],
    start: async () => {},
    async post(_channel, said) {
      posted.push(said);
      return { id: `${posted.length}` };
    },
    find: async () => "absent",
    obstacle: async () => undefined,
    directChannel: async (workspace, id) => ({ ...workspace, id }),
    stop: async () => {},
  };
}
