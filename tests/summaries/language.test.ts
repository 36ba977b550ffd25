import fc from "fast-check";
import { expect, test } from "vitest";
import { languageName, parseLanguage } from "../../src/summaries/language.ts";

test.each([
  ["de", "de"],
  ["German", "de"],
  ["deutsch", "de"],
  [" Français ", "fr"],
  ["日本語語", undefined],
  ["pt-br", "pt-br"],
  ["klingon99", undefined],
  ["xx", undefined],
  ["", undefined],
  ["english", "en"],
  ["Brazilian  Portuguese", "pt-br"],
  ["traditional chinese", "zh-hant"],
  ["Norwegian Bokmål", "nb"],
  ["portuguese", "pt"],
  ["english please", undefined],
])("“%s” is %s", (typed, code) => {
  expect(parseLanguage(typed)).toBe(code);
});

test("whatever is typed, a code that comes out has a name", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), (typed) => {
      const code = parseLanguage(typed);
      if (code !== undefined) expect(languageName(code)).toBeDefined();
    }),
  );
});
