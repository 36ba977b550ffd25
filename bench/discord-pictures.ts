/**
 * Draws docs/pictures/discord-*.png: real answers to real commands over fictional lists, as the payloads that the adapter
 * sends, drawn in a browser by @skyra/discord-components-core.
 *
 *   npm run pictures:discord -- --chromium /usr/bin/chromium
 */
import { join } from "node:path";
import { render } from "../adapters/discord/render.ts";
import type { Message } from "../src/platform/message.ts";
import { LOOK, messageToHtml } from "./discord-html.ts";
import { openStudio } from "./lib/pictures.ts";

const MODULES = join(import.meta.dirname, "../node_modules");
/** Nothing is served there: what the page asks of it is read from the disk. */
const ORIGIN = "http://pictures.invalid";
const PACKAGES: Readonly<Record<string, string>> = {
  "@skyra/discord-components-core": "dist/index.js",
  "@lit/context": "index.js",
  "@lit/reactive-element": "reactive-element.js",
  lit: "index.js",
  "lit-element": "index.js",
  "lit-html": "lit-html.js",
};

const { core, digest, page, shoot, close } = await openStudio({
  platform: "discord",
  workspace: "1",
  id: "2",
  name: "ml-papers",
});
await page.route(`${ORIGIN}/**`, (route) => {
  const { pathname } = new URL(route.request().url());
  return pathname === "/"
    ? route.fulfill({ contentType: "text/html", body: "" })
    : route.fulfill({ contentType: "text/javascript", path: join(MODULES, pathname) });
});
await page.goto(`${ORIGIN}/`);
await draw("discord-digest", digest, "everyone");
await draw("discord-search", await core.run("search foundation model agents"), "caller");
await draw("discord-summary", await core.run(`summary ${firstPaper(digest)}`), "caller");
await close();

async function draw(name: string, message: Message, seenBy: "everyone" | "caller"): Promise<void> {
  const { body } = render(message, seenBy === "everyone" ? { key: "a-key-of-a-digest-0000" } : {});
  const imports = Object.fromEntries(
    Object.entries(PACKAGES).flatMap(([one, main]) => [
      [one, `${ORIGIN}/${one}/${main}`],
      [`${one}/`, `${ORIGIN}/${one}/`],
    ]),
  );
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>${LOOK}</style>
     <script type="importmap">${JSON.stringify({ imports })}</script>
     <script type="module">import "@skyra/discord-components-core"; document.body.dataset.drawn = "yes"</script>
     ${messageToHtml(body, seenBy)}`,
  );
  await page.waitForSelector("body[data-drawn]");
  await shoot(name);
}

function firstPaper({ blocks }: Message): string {
  for (const block of blocks) if (block.kind === "paper") return block.card.paperId;
  throw new Error("a digest without a paper");
}
