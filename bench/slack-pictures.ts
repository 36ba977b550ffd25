/**
 * Draws docs/pictures/slack-*.png: real answers to real commands over fictional lists, rendered by the adapter to
 * Block Kit and drawn here much as Slack draws it.
 *
 *   npm run pictures:slack -- --chromium /usr/bin/chromium
 */
import { formView } from "../adapters/slack/fields.ts";
import { renderForView, renderMessage } from "../adapters/slack/render.ts";
import type { Message } from "../src/platform/message.ts";
import { openStudio } from "./lib/pictures.ts";
import { blocksToHtml, LOOK, windowToHtml } from "./slack-html.ts";

const { core, digest, page, shoot, close } = await openStudio({
  platform: "slack",
  workspace: "T0",
  id: "C0",
  name: "ml-papers",
});
await draw("slack-digest", message(digest));
await draw("slack-search", message(await core.run("search foundation model agents"), "Only visible to you"));
await draw("slack-home", `<div class="home">${blocksToHtml(renderForView(await core.run("home")))}</div>`);
await draw("slack-topic", windowToHtml(await topicForm()));
await close();

async function draw(name: string, html: string): Promise<void> {
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>${LOOK}</style>${html}`);
  await shoot(name);
}

function message(said: Message, remark?: string): string {
  const { blocks } = renderMessage(said);
  const above = remark === undefined ? "" : `<div class="private">${remark}</div>`;
  return `${above}<div class="message"><div class="face">P</div><div class="body">
    <span class="who">Paperboy</span><span class="app">APP</span><span class="time">9:00 AM</span>
    ${blocksToHtml(blocks)}</div></div>`;
}

/** The window behind "Change a topic". */
async function topicForm() {
  const form = await core.form("change");
  if ("blocks" in form) throw new Error("there is nothing to change");
  return formView(form, "");
}
