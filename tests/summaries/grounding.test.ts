/** What of a summary is found in its paper, and what is not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ground } from "../../src/summaries/grounding.ts";

const source = {
  title: "Attic: A Cache That Forgets Nothing",
  text:
    "Large Language Models (LLMs) fill their memory with keys and values. We propose Attic, a cache with two stages " +
    "that was trained on 1.2M passages of ImageNet-Text and 8,000 books. On four benchmarks such as LongBench v2, " +
    "Attic outperforms GPT-4o and Qwen2.5-VL-7B, reduces memory by 3.5x and improves accuracy by 12.4% (from 10 to " +
    "22.4 percent) without additional training. It needs 30 minutes on 16 GB of memory, and half of the tokens. " +
    "We use reinforcement learning with Group Relative Policy Optimization.",
};
const missing = (text: string) => ground(text, source).statements.flatMap((statement) => statement.missing);

describe("numbers", () => {
  test.each([
    "Attic saves 3.5 times the memory.",
    "Attic was trained on 1.2 million passages.",
    "Attic was trained on 8000 books.",
    "Accuracy rises by 12.4 percentage points.",
    "Accuracy rises by more than 12%.",
    "Accuracy rises from 10% to 22.4%.",
    "It needs 30 min and 16GB of memory.",
    "It needs 50% of the tokens.",
    "A two-stage cache is tried on 4 benchmarks.",
  ])("that stand there, however they are written: %s", (text) => {
    expect(missing(text)).toEqual([]);
  });

  test.each([
    ["Attic saves 3.6x the memory.", "3.6x"],
    ["Attic saves 3.5% of memory.", "3.5%"],
    ["Attic was trained on 1.2B passages.", "1.2B"],
    ["Accuracy rises by 14.2%.", "14.2%"],
    ["Accuracy changes by -12.4%.", "-12.4%"],
    ["It needs 30 hours.", "30 hours"],
    ["It needs 16 MB of memory.", "16 MB"],
    ["A three-stage cache.", "three"],
    ["It needs a quarter of 8,001 books.", "8001"],
    ["It has trillions of parameters.", "trillions"],
  ])("that do not: %s", (text, number) => {
    expect(missing(text)).toContain(number);
  });
});

describe("names", () => {
  test.each([
    "Attic beats GPT-4o.",
    "Attic beats Qwen2.5-VL-7B-based caches.",
    "Attic beats Qwen2.5 VL 7B.",
    "Attic makes LLMs and large language models fast.",
    "Attic uses RL and GRPO.",
    "Researchers try LongBench v2.",
  ])("that stand there, or their short form: %s", (text) => {
    expect(missing(text)).toEqual([]);
  });

  test.each([
    ["Attic beats GPT-4.", "GPT-4"],
    ["Attic beats Qwen2.5-VL-72B.", "Qwen2.5-VL-72B"],
    ["Cellar, a cache, is fast.", "Cellar"],
    ["Cellar reduces memory by 3.5x.", "Cellar"],
    ["Attic helps VLMs.", "VLMs"],
    ["Attic is trained on LAION.", "LAION"],
    ["It uses Group Sequence Policy Optimization.", "Sequence"],
    ["Attic is made by OpenAI.", "OpenAI"],
  ])("that do not: %s", (text, name) => {
    expect(missing(text)).toContain(name);
  });
});

test("each sentence stands or falls by itself", () => {
  const { statements } = ground("Attic saves memory. It beats GPT-5 by 3.5x.", source);
  expect(statements).toEqual([
    { text: "Attic saves memory.", stands: true, missing: [] },
    { text: "It beats GPT-5 by 3.5x.", stands: false, missing: ["GPT-5"] },
  ]);
});

test("nothing is said of nothing", () => {
  expect(ground("", source).statements).toEqual([]);
  expect(ground(" \n ", { title: "", text: "" }).statements).toEqual([]);
});

test("a paper's own sentences stand", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (title, text) => {
      expect(() => ground(text, { title, text })).not.toThrow();
    }),
  );
  expect(missing(source.text)).toEqual([]);
});

describe("directions", () => {
  test.each([
    "Attic reduces memory without additional training.",
    "Attic improves accuracy.",
    "Attic outperforms GPT-4o.",
  ])("that stand there: %s", (text) => {
    expect(missing(text)).toEqual([]);
  });

  test.each([
    ["Attic increases memory without additional training.", "increases"],
    ["Attic reduces accuracy.", "reduces"],
    ["Attic degrades accuracy.", "degrades"],
    ["Attic does not improve accuracy.", "not"],
    ["Attic fails to improve accuracy.", "fails"],
    ["Attic underperforms GPT-4o.", "underperforms"],
    ["Attic reduces memory with additional training.", "with"],
    ["Attic works without reinforcement learning.", "without"],
  ])("that are turned round: %s", (text, word) => {
    expect(missing(text)).toContain(word);
  });
});

describe("directions of a paper that speaks of both sides", () => {
  const both = {
    title: "Slim: Pruning Without Retraining",
    text:
      "Existing pruning methods degrade accuracy and require costly retraining. We propose Slim, a pruning method that " +
      "eliminates the need for retraining. Slim reduces latency by 40% while maintaining accuracy, and is more robust to noise " +
      "in 2D images. It uses a learned mask and does not rely on human labels. Larger models lose less accuracy.",
  };
  const missingThere = (text: string) =>
    ground(text, both).statements.flatMap((statement) => statement.missing);

  test.each([
    "Slim reduces latency without retraining.",
    "Slim maintains accuracy with a learned mask.",
    "Slim improves robustness to noise.",
    "Existing pruning methods degrade accuracy.",
    "Slim lowers latency without degrading accuracy.",
  ])("that stand there: %s", (text) => {
    expect(missingThere(text)).toEqual([]);
  });

  test.each([
    ["Slim increases latency without retraining.", "increases"],
    ["Slim fails to maintain accuracy with a learned mask.", "fails"],
    ["Slim does not reduce latency.", "not"],
    ["Slim reduces latency with costly retraining.", "with"],
    ["Slim degrades robustness to noise.", "degrades"],
    ["Slim works without a learned mask.", "without"],
  ])("that are turned round: %s", (text, word) => {
    expect(missingThere(text)).toContain(word);
  });

  test("a dimension belongs to its thing", () => {
    expect(missingThere("Slim prunes for 3D images.")).toContain("3D");
    expect(missingThere("Slim prunes for 2D images.")).toEqual([]);
  });
});

test("a long name may have a letter too many, a short one may not", () => {
  const paper = { title: "On models", text: "We test MLLMs and Axonpedia against GPT-4 and LoRA." };
  const lost = (text: string) => ground(text, paper).statements.flatMap((statement) => statement.missing);
  expect(lost("Axonopedia is tested.")).toEqual([]);
  expect(lost("Models such as LLoRA are tested.")).toContain("LLoRA");
});
