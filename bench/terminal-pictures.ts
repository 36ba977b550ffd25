/**
 * Draws docs/pictures/digest.png: what the program itself writes to a terminal when it is started over fictional lists.
 *
 *   npm run pictures:terminal -- --chromium /usr/bin/chromium
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEasel } from "./lib/pictures.ts";
import { serveFictionalLists } from "./pictures/fictional-lists.ts";
import { sitAt } from "./pictures/pseudo-terminal.ts";
import { LOOK, screenToHtml } from "./terminal-html.ts";

const [COLUMNS, ROWS] = [100, 60];
const CLI = join(import.meta.dirname, "../src/cli.ts");
const NOWHERE = "http://127.0.0.1:9";

const folder = await mkdtemp(join(tmpdir(), "paperboy-pictures-"));
const lists = await serveFictionalLists(new Date());
const { PATH = "" } = process.env;
const shown = await sitAt({
  command: `"${process.execPath}" --import tsx "${CLI}" start --terminal`,
  env: {
    PATH,
    TERM: "xterm-256color",
    // As terminals that know links announce themselves.
    FORCE_HYPERLINK: "1",
    PAPERBOY_DATA_DIR: folder,
    HF_API_URL: lists.url,
    ARXIV_API_URL: NOWHERE,
    HF_SEARCH: "off",
  },
  columns: COLUMNS,
  rows: ROWS,
  prompt: /\n\s*papers> *$/u,
  leave: "exit",
});
await lists.close();
await rm(folder, { recursive: true });

const { page, shoot, close } = await openEasel();
await page.setViewportSize({ width: 880, height: 200 });
await page.setContent(
  `<!doctype html><meta charset="utf-8"><style>${LOOK}</style>${screenToHtml(shown, COLUMNS)}`,
);
await shoot("digest");
await close();
