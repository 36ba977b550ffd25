/**
 * Draws docs/pictures/slack-*.png: real answers to real commands over the sample catalog, rendered by the adapter to
 * Block Kit and drawn here much as Slack draws it.
 *
 *   npm run pictures:slack -- --chromium /usr/bin/chromium
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { renderForView, renderMessage } from "../adapters/slack/render.ts";
import type { Message } from "../src/platform/message.ts";
import { openSampleCore } from "./lib/sample-core.ts";
import { blocksToHtml, LOOK } from "./slack-html.ts";

const { values } = parseArgs({ options: { chromium: { type: "string", default: "/usr/bin/chromium" } } });
const PICTURES = join(import.meta.dirname, "../docs/pictures");

const core = await openSampleCore({ platform: "slack", workspace: "T0", id: "C0", name: "ml-papers" });
await core.run("schedule 9:00 weekdays Europe/Berlin");
await core.run("subscribe reasoning");
await core.run("subscribe agents -survey");
await core.run("settings size 4");
await core.run("digest");
const [digest] = core.posted;
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
await draw("slack-search", message(await core.run("search foundation model agents"), "Only visible to you"));
await draw("slack-home", `<div class="home">${blocksToHtml(renderForView(await core.run("home")))}</div>`);
await browser.close();
await core.close();

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
