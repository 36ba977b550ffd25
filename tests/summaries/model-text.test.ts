/** What is left of what a model wrote. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelText } from "../../src/summaries/model-text.ts";
import { hostileText } from "../platform/hostile-text.ts";

describe("a model's text", () => {
  test.each([
    ["Read [the proof](https://evil.example/a_(b)) now.", "Read the proof now."],
    ['![a chart](http://evil.example/x.png "t") shows it.', "a chart shows it."],
    ["See https://evil.example/?q=1, it is good.", "See it is good."],
    ["Visit evil.example.com/path or www.evil.example.", "Visit or"],
    ["Hi <@U123ABC> and <!channel> and @everyone.", "Hi and and."],
    ["<https://evil.example|Click> here", "Click here"],
    ["It is <b>bold</b><!-- hidden --> and **strong** and `code`.", "It is bold and strong and code."],
    ["# Attic\n- saves memory", "Attic - saves memory"],
    ["javascript:alert(1) and mailto:a@b.example", "and"],
  ])("%s", (written, shown) => {
    expect(modelText(written)).toBe(shown);
  });

  test.each([
    "Attic reduces memory by 3.5x (from 10% to 2%) on A/B tests, e.g. in v1.2 of Node.js.",
    "If a < b and c > d, x_1 * y_2 grows; C++ and F# are fine.",
    "我们提出一种新方法。",
  ])("keeps words: %s", (written) => {
    expect(modelText(written)).toBe(written);
  });

  test("is one line without links, whatever was written", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(modelText(text)).not.toMatch(/\n|https?:\/\//i);
      }),
    );
  });
});
