/** What all pictures are drawn from and with: a channel over the sample catalog with a digest in it, and a browser. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import type { Channel, Message } from "../../src/platform/message.ts";
import { openSampleCore, type SampleCore } from "./sample-core.ts";

export interface Studio {
  readonly core: SampleCore;
  /** The digest that was posted. */
  readonly digest: Message;
  readonly page: Page;
  /** Draws the page into docs/pictures/. */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

const PICTURES = join(import.meta.dirname, "../../docs/pictures");

/** `--chromium` says where the browser is. */
export async function openStudio(channel: Channel): Promise<Studio> {
  const { values } = parseArgs({ options: { chromium: { type: "string", default: "/usr/bin/chromium" } } });
  const core = await openSampleCore(channel);
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
  return {
    core,
    digest,
    page,
    shoot: async (name) =>
      void (await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })),
    async close() {
      await browser.close();
      await core.close();
    },
  };
}

export function escapeHtml(words: string): string {
  return words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
