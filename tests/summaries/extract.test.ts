/** What is said about a paper without a key: a sentence of its abstract, picked and shortened. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contributionSentence } from "../../src/summaries/extract.ts";
import { outline } from "../../src/summaries/outline.ts";
import { splitSentences } from "../../src/summaries/sentences.ts";
import { trimSentence } from "../../src/summaries/trim.ts";

describe("sentences", () => {
  test.each<[why: string, text: string, count: number]>([
    ["abbreviations", "We follow Smith et al. (2020), i.e. their setup, cf. Fig. 2. It works.", 2],
    ["a citation that begins a clause", "As Smith et al. We differ.", 2],
    ["versions and decimals", "GPT-4.5 gains 3.5 points on v1.2 of the set. Costs fall by .5%.", 2],
    ["initials", "The method of J. Doe and A. B. Roe is used. It fails.", 2],
    ["a letter that ends a sentence", "Patients had hepatitis C. We treat them.", 2],
    ["addresses", "Code is at https://example.org/a.b?c=1. We hope it helps.", 2],
    ["formulas", "Let $f(x) = 1. Y$ be given. Then $p < 0.05$. Done.", 3],
    [
      "an aside with sentences in it",
      "We train it (see Sec. 3. The rest is in App. A) twice. It is fast.",
      2,
    ],
    ["names that begin small", "It is slow. vLLM is fast. iGPT is not.", 3],
    ["lists", "1. We propose A. 2. We show B.", 2],
    ["questions and ellipses", 'Does it work? "Yes!" We say so... And prove it.', 4],
    ["Chinese", "我们提出一种新方法。实验表明效果更好！真的吗？是。", 4],
    ["Hindi", "हम एक विधि प्रस्तुत करते हैं। यह तेज़ है।", 2],
    ["German", "Wir zeigen dies z. B. für Bäume. Das Verfahren ist schnell.", 2],
    ["small words after a dot", "We use approx. half of it, incl. the rest.", 1],
    ["nothing", "  ", 0],
  ])("are told apart with %s", (_why, text, count) => {
    expect(splitSentences(text)).toHaveLength(count);
  });

  test("lose nothing but white space", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bare = (words: string) => words.replace(/\s+/gu, "");
        expect(bare(splitSentences(text).join(""))).toBe(bare(text));
      }),
    );
  });
});

describe("trimming", () => {
  test.each([
    ["In this paper, we propose X.", "We propose X."],
    ["To address this problem of scale, in this work we propose X.", "We propose X."],
    ["To bridge these gaps, we introduce X.", "We introduce X."],
    ["Specifically, our method uses large language models (LLMs).", "Our method uses large language models."],
    ["Results: We find that X holds (see Fig. 2), as claimed [3, 4].", "We find that X holds, as claimed."],
    ["We release X (Smith et al., 2020) at https://example.org/x.", "We release X."],
    ["(2) we prove that a < b", "We prove that a < b."],
    ["To this we add a loss (of 3.5 points).", "To this we add a loss (of 3.5 points)."],
    ["vLLM, a server, is fast.", "vLLM, a server, is fast."],
    ["In this paper.", "In this paper."],
    ["提出一种方法。", "提出一种方法。"],
  ])("%s", (whole, trimmed) => {
    expect(trimSentence(whole)).toBe(trimmed);
  });
});

const ABSTRACT =
  "Long contexts fill the memory of language models. Existing caches drop tokens that are needed later. " +
  "In this paper, we propose Attic, a cache that keeps dropped tokens in a compressed form (see Sec. 2). " +
  "Attic learns when to read them back. On four benchmarks, Attic reduces memory by 3.5x and improves accuracy " +
  "by 1.2 points. The code is available at https://example.org/attic.";

describe("the contribution sentence", () => {
  test("is the abstract's own, shortened", () => {
    expect(contributionSentence("Attic: a cache that forgets nothing", ABSTRACT)).toBe(
      "We propose Attic, a cache that keeps dropped tokens in a compressed form.",
    );
  });

  test("is found where no sentence says 'we'", () => {
    const abstract =
      "Graphs are everywhere. However, they are hard to draw. A new layout for planar graphs is presented, which " +
      "needs linear time. Extensive tests were made.";
    expect(contributionSentence("Drawing planar graphs in linear time", abstract)).toContain("new layout");
  });

  test("is the only one there is, in whatever language", () => {
    expect(contributionSentence("T", "A note on knots.")).toBe("A note on knots.");
    expect(contributionSentence("标题", "我们提出一种新的方法。")).toBe("我们提出一种新的方法。");
  });

  test.each(["", "   ", "...", "$$", "1. 2. 3."])("is none where there are no words: %j", (abstract) => {
    expect(contributionSentence("A title", abstract)).toBeUndefined();
  });

  test("ends at a clause where it is very long, and says so", () => {
    const long = `We propose a method, ${"which does this and that, ".repeat(40)}and more.`;
    const sentence = contributionSentence("A method", long) ?? "";
    expect(sentence.length).toBeLessThan(330);
    expect(sentence).toMatch(/that…$/);
  });

  test("is made of the abstract's words, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (title, abstract) => {
        const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
        const there = words(abstract).join(" ");
        for (const word of words(contributionSentence(title, abstract) ?? "")) expect(there).toContain(word);
      }),
    );
  });

  test("takes no time to speak of, however odd the text", () => {
    for (const odd of [
      "(".repeat(20_000),
      "a. ".repeat(20_000),
      "to address this ".repeat(5_000),
      "$".repeat(20_001),
      "((a ".repeat(9_000),
    ]) {
      expect(typeof contributionSentence("T", `${odd} We propose it.`)).toBe("string");
    }
  });
});

describe("the outline", () => {
  test("tells the problem, the method and the result in the abstract's sentences", () => {
    const gist = contributionSentence("Attic: a cache that forgets nothing", ABSTRACT) ?? "";
    expect(outline("Attic: a cache that forgets nothing", ABSTRACT, gist)).toEqual([
      { name: "Problem", text: "Existing caches drop tokens that are needed later." },
      { name: "Method", text: "Attic learns when to read them back." },
      {
        name: "Result",
        text: "On four benchmarks, Attic reduces memory by 3.5x and improves accuracy by 1.2 points.",
      },
    ]);
  });

  test("takes how much was reached for a result, not for a method", () => {
    const gist = "We propose Attic, a cache that forgets nothing.";
    const points = (second: string) =>
      outline("Attic: a cache that forgets nothing", `${gist} ${second}`, gist);
    for (const reached of ["It passes 32 points on the hard half.", "It answers 5 times as many requests."]) {
      expect(points(reached)).toEqual([{ name: "Result", text: reached }]);
    }
    const made = "It reads 64 tokens at once.";
    expect(points(made)).toEqual([{ name: "Method", text: made }]);
  });

  test("says nothing twice, and nothing where there is nothing", () => {
    expect(outline("T", "A note on knots.", "A note on knots.")).toEqual([]);
    expect(outline("T", "", "")).toEqual([]);
  });
});
