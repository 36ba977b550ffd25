/** What all pictures are drawn from and with: a browser, and a channel over fictional lists with a digest in it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import type { Channel, Message } from "../../src/platform/message.ts";
import { type FictionalCore, openFictionalCore } from "../pictures/fictional-core.ts";

export interface Easel {
  readonly page: Page;
  /** Draws the page into docs/pictures/. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface Studio extends Easel {
  readonly core: FictionalCore;
  /** The digest that was posted. */
  readonly digest: Message;
}

const PICTURES = join(import.meta.dirname, "../../docs/pictures");

export async function openStudio(channel: Channel): Promise<Studio> {
  const core = await openFictionalCore(channel);
  await core.run("schedule 9:00 weekdays Europe/Berlin");
  await core.run("subscribe reasoning");
  await core.run("subscribe agents -survey");
  await core.run("digest");
  const [digest] = core.posted;
  if (digest === undefined) throw new Error("no digest was posted");
  const easel = await openEasel();
  return {
    ...easel,
    core,
    digest,
    async close() {
      await easel.close();
      await core.close();
    },
  };
}

/** `--chromium` says where the browser is. */
export async function openEasel(): Promise<Easel> {
  const { values } = parseArgs({ options: { chromium: { type: "string", default: "/usr/bin/chromium" } } });
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
  return {
    page,
    shoot: async (name) =>
      void (await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })),
    close: () => browser.close(),
  };
}

export function escapeHtml(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
