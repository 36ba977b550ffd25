import { describe, expect, it } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { EVERY_BLOCK } from "../contract/messages.ts";

describe("a message as plain text", () => {
  it("says everything, in reading order", () => {
    expect(plainText(EVERY_BLOCK)).toBe(
      [
        "Papers of the day",
        "Plain, strong, emphasis, code, match and a link (https://example.org/page).",
        "- first item\n- second item",
        [
          "Paper number 1 on caches (https://arxiv.org/abs/2401.00001)",
          "Ada Lovelace, Alan Turing and 12 others",
          "It finds result 1. (from the abstract)",
          'Grace: "worth reading together"',
          'matches "kv cache"',
          "12 votes · code (https://github.com/example/cache)",
          "[Summary] [Similar]",
        ].join("\n"),
        "Small print.",
        "[More]",
      ].join("\n\n"),
    );
  });

  it("does not say an address twice, and leaves no gaps", () => {
    const url = "https://example.org/";
    const message = {
      blocks: [
        { kind: "heading", text: "" },
        { kind: "text", spans: [{ text: url, url }] },
        { kind: "actions", actions: [] },
      ],
    } as const;
    expect(plainText(message)).toBe(url);
  });
});
