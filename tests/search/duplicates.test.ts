import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWorks, distinctWorks, faceOf, isOneWork } from "../../src/search/duplicates.ts";
import { bandsOf } from "../../src/search/minhash.ts";
import { overlap, shinglesOf } from "../../src/search/shingles.ts";
import { hashText, wordHashesOf } from "../../src/search/text-hash.ts";
import { wordsOf } from "../../src/search/words.ts";
import { paper } from "../helpers/papers.ts";

const ABSTRACT = `Long contexts make the key-value cache of a transformer larger than its weights. We quantize keys
  per channel and values per token, keep a short window in full precision, and choose the number of bits for each
  layer by its sensitivity. On four models the cache becomes eight times smaller at no loss of accuracy, and batches
  can be six times larger on the same accelerator. We release kernels for the two most common serving systems.`;
const REVISED = ABSTRACT.replace("four models", "five open models")
  .replace("eight", "nine")
  .replace("We release kernels for the two most common serving systems.", "Code is available.");
const OTHER = `Robots that fold laundry must predict how cloth moves. We learn a simulator from video alone, plan in its
  latent space, and fold garments that were never seen in training, with half the failures of the best earlier system.`;

const isSame = (one: Partial<ReturnType<typeof paper>>, other: Partial<ReturnType<typeof paper>>) =>
  isOneWork(faceOf(paper("1", one)), faceOf(paper("2", other)));

describe("two papers are one work", () => {
  test("when their titles differ only in case, accents and punctuation", () => {
    expect(
      isSame({ title: "KV-Cache: Poincaré!", abstract: OTHER }, { title: "kv cache poincare", abstract: "" }),
    ).toBe(true);
  });

  test("when one text is the other revised, whatever the titles say", () => {
    expect(isSame({ title: "Small Caches", abstract: ABSTRACT }, { title: "KVQ", abstract: REVISED })).toBe(
      true,
    );
  });

  test("but not when they only share a subject", () => {
    expect(isSame({ title: "A", abstract: ABSTRACT }, { title: "B", abstract: OTHER })).toBe(false);
  });

  test("nor when a star or plus makes another name of a word", () => {
    for (const [one, other] of [
      ["A* Search", "A Search"],
      ["DPO+ for all", "DPO for all"],
    ] as const) {
      expect(isSame({ title: one, abstract: ABSTRACT }, { title: other, abstract: OTHER })).toBe(false);
      expect(isSame({ title: one, abstract: ABSTRACT }, { title: one.toLowerCase(), abstract: OTHER })).toBe(
        true,
      );
    }
  });

  test("nor when both are stubs, or have no title that could be compared", () => {
    const abstract = "This paper has been withdrawn by the author due to an error in the proof.";
    expect(isSame({ title: "On primes", abstract }, { title: "On cloth", abstract })).toBe(false);
    expect(isSame({ title: "…", abstract: "" }, { title: "?!", abstract: "" })).toBe(false);
  });
});

describe("works", () => {
  const [first, revised, other] = [
    paper("2401.00001", { title: "Small caches", abstract: ABSTRACT }),
    paper("2403.00002", { title: "KVQ", abstract: REVISED }),
    paper("2403.00003", { title: "Cloth", abstract: OTHER }),
  ];

  test("know each paper's other faces, in whatever order they came", () => {
    for (const order of [
      [first, revised, other],
      [other, revised, first],
    ]) {
      const works = createWorks();
      for (const one of order) works.add([one]);
      expect([...works.facesOf(first.id)]).toEqual([revised.id]);
      expect([...works.facesOf(revised.id)]).toEqual([first.id]);
      expect([...works.facesOf(other.id)]).toEqual([]);
      expect(works.has(other.id)).toBe(true);
    }
  });

  test("notice when a paper's text has become another", () => {
    const works = createWorks();
    works.add([first, revised, other]);
    works.add([{ ...revised, title: "Cloth, folded", abstract: OTHER }]);
    expect([...works.facesOf(first.id)]).toEqual([]);
    expect([...works.facesOf(other.id)]).toEqual([revised.id]);
    works.add([revised]);
    expect([...works.facesOf(first.id)]).toEqual([revised.id]);
    expect([...works.facesOf(other.id)]).toEqual([]);
  });

  test("never call a paper a face of itself, and agree with the rule for any texts", () => {
    const word = fc.constantFrom("cache", "cloth", "robot", "Token", "é", "模", "--", "");
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(" "));
    const made = fc.array(fc.record({ title: text, abstract: text }), { maxLength: 6 });
    fc.assert(
      fc.property(made, (texts) => {
        const papers = texts.map((one, index) => paper(String(index), one));
        const works = createWorks();
        works.add(papers);
        for (const one of papers) {
          expect(works.facesOf(one.id).has(one.id)).toBe(false);
          for (const face of works.facesOf(one.id)) {
            expect(works.facesOf(face).has(one.id)).toBe(true);
            expect(isOneWork(faceOf(one), faceOf(papers[Number(face)] ?? one))).toBe(true);
          }
        }
      }),
    );
  });
});

test("papers like another are listed without its faces, and each work once", () => {
  const own = paper("1", { title: "Small caches", abstract: ABSTRACT });
  const face = paper("2", { title: "KVQ", abstract: REVISED });
  const cloth = paper("3", { title: "Cloth", abstract: OTHER });
  const clothAgain = paper("4", { title: "Folding cloth", abstract: OTHER });
  const others = [face, cloth, own, clothAgain, paper("5", { title: "Primes", abstract: "Of primes." })];
  expect(distinctWorks(own, others, 5).map(({ id }) => id)).toEqual(["3", "5"]);
  expect(distinctWorks(own, others, 1).map(({ id }) => id)).toEqual(["3"]);
});

test("a text's words have the same hashes however they are found", () => {
  const piece = fc.constantFrom(
    ..."C c# C++ + # - 9 ab É é \u0301 模型 ก 😀 𝒜 ﬁ İ".split(" "),
    " ",
    "x".repeat(47),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (any) => {
      expect(wordHashesOf(any)).toEqual(wordsOf(any).map(({ folded }) => hashText(folded)));
    }),
    { numRuns: 500 },
  );
});

test("overlap is Jaccard's index of the runs of three words", () => {
  const one = shinglesOf("a b c d");
  expect(one.length).toBe(2);
  expect(overlap(one, shinglesOf("A, b (c) e"))).toBeCloseTo(1 / 3);
  expect(overlap(shinglesOf("a b"), shinglesOf(""))).toBe(0);
  expect(bandsOf(shinglesOf("a b"))).toEqual([]);
});
