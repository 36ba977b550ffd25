/** What the bot answers is shown whole, and as literal text. */
import { describe, expect, it } from "vitest";
import type { Message } from "../../src/platform/message.ts";
import {
  card,
  EVERY_BLOCK,
  EVERY_TEXT,
  HOSTILE,
  hugeMessage,
  NEVER_SHOWN,
  UNPRINTABLE,
  visible,
} from "./messages.ts";
import { says } from "./recording-bot.ts";
import type { World } from "./world.ts";

export function answersContract(world: World): void {
  describe("answers", () => {
    it("are shown whole, whatever they are made of", async () => {
      const answer = await world.shown(EVERY_BLOCK);
      for (const text of EVERY_TEXT) expect(visible(answer.text)).toContain(visible(text));
    });

    it("spell command lines so that they can be typed as they stand", async () => {
      const line = { text: 'search "kv cache"', style: "command" } as const;
      const { text } = await world.shown({
        blocks: [
          { kind: "text", spans: ["Type ", line, "."] },
          { kind: "list", items: [[line, " · finds papers"]] },
          { kind: "note", spans: [line, " does it."] },
        ],
      });
      const spelled = visible(text).split(visible(`${world.commandPrefix}search "kv cache"`));
      expect(spelled).toHaveLength(4);
    });

    world.itCan("answer in private", "are seen by whom the command says", async () => {
      expect((await world.harness.type("search", "x")).seenBy).toBe("caller");
      expect((await world.harness.type("today", "")).seenBy).toBe("channel");
    });

    world.itCan("answer in private", "that only explain or show are for the caller", async () => {
      expect((await world.harness.type("subscribe", "")).seenBy).toBe("caller");
      expect((await world.harness.type("subscribe", "x")).seenBy).toBe("channel");
    });

    world.itCan("answer in private", "are for the caller alone when they say so", async () => {
      world.bot.answer = () => ({ ...says("That is no topic."), audience: "caller" });
      const answer = await world.harness.type("subscribe", "-x");
      expect(answer).toMatchObject({ seenBy: "caller", text: expect.stringContaining("That is no topic.") });
    });

    it.each(HOSTILE)("show literally: %s", async (text) => {
      const everywhere = await world.shown(hostileMessage(text));
      const times = visible(everywhere.text).split(visible(text)).length - 1;
      expect(times).toBeGreaterThanOrEqual(8);
    });

    it.each(UNPRINTABLE)("show nothing that hides: %j", async ({ said, safe }) => {
      const answer = await world.shown(hostileMessage(said));
      expect(visible(answer.text)).toContain(safe);
      expect(answer.text).not.toMatch(NEVER_SHOWN);
    });

    it("that have nothing in them do no harm", async () => {
      await world.shown({ blocks: [] });
      await world.shown({
        blocks: [
          { kind: "heading", text: "" },
          { kind: "text", spans: [] },
          { kind: "text", spans: [""] },
          { kind: "list", items: [] },
          { kind: "actions", actions: [] },
          {
            kind: "paper",
            card: card(1, { authors: "", gist: undefined, reasons: [], facts: [], actions: [] }),
          },
        ],
      });
      expect((await world.harness.type("today", "")).text).toContain("Paper number 1 on caches");
    });

    it("beyond the platform's limits are fitted and say so", async () => {
      const { text } = await world.shown(hugeMessage());
      expect(text).toContain("Title 1 ");
      expect(text).not.toMatch(NEVER_SHOWN);
      if (!(text.includes("Title 60 ") && text.includes("item 119") && text.includes("the last words"))) {
        expect(text).toMatch(/left out|not shown|shortened/i);
      }
    });
  });
}

/** A message with this text in every place that takes text from outside. */
function hostileMessage(text: string): Message {
  return {
    blocks: [
      { kind: "heading", text: `heading ${text}` },
      { kind: "text", spans: [text, " / ", { text, style: "strong" }, " / ", { text, style: "match" }] },
      { kind: "list", items: [[text], [{ text, url: "https://example.org/" }]] },
      { kind: "note", spans: [text] },
      {
        kind: "paper",
        card: card(1, {
          title: text,
          authors: text,
          gist: { spans: [text], source: text },
          reasons: [text],
          note: { by: text, text },
        }),
      },
    ],
  };
}
