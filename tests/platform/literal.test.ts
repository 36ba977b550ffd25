import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { literal, literalLine } from "../../src/platform/literal.ts";
import { NEVER_SHOWN, UNPRINTABLE } from "../contract/messages.ts";
import { hostileText } from "./hostile-text.ts";

describe("literal text", () => {
  it.each(UNPRINTABLE)("keeps what can be read of %j", ({ said, safe }) => {
    expect(literal(said).replace(/\s+/g, " ")).toBe(safe);
  });

  it("keeps what people write", () => {
    const text = "naïve α-divergence, 数据 עברית العربية\nsecond line 👩‍👩‍👧‍👦 🇩🇪 ∑ᵢxᵢ² <b>&amp; `x` \\ [31m";
    expect(literal(text)).toBe(text);
  });

  it("never lets a character through that hides or commands", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(literal(text)).not.toMatch(NEVER_SHOWN);
        expect(literalLine(text)).not.toMatch(/\n/);
      }),
    );
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(literal(literal(text))).toBe(literal(text));
      }),
    );
  });
});
