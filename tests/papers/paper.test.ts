import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPaperIds, paperUrl, parsePaperId, takePaperIds } from "../../src/papers/paper.ts";

describe("the paper that a text names", () => {
  test.each([
    ["2401.00001", "2401.00001"],
    ["2401.00001v3", "2401.00001"],
    [" 0704.0001 ", "0704.0001"],
    ["arXiv:2401.00001", "2401.00001"],
    ["arxiv: 2401.00001v2", "2401.00001"],
    ["hep-th/9901001", "hep-th/9901001"],
    ["HEP-TH/9901001v1", "hep-th/9901001"],
    ["math.gt/0309136", "math.GT/0309136"],
    ["10.48550/arXiv.2401.00001", "2401.00001"],
    ["https://doi.org/10.48550/arXiv.2401.00001", "2401.00001"],
    ["https://arxiv.org/abs/2401.00001", "2401.00001"],
    ["http://arxiv.org/abs/2401.00001v2", "2401.00001"],
    ["arxiv.org/pdf/2401.00001", "2401.00001"],
    ["https://www.arxiv.org/pdf/2401.00001v1.pdf", "2401.00001"],
    ["https://export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001"],
    ["https://arxiv.org/html/2401.00001v1#S3", "2401.00001"],
    ["https://huggingface.co/papers/2401.00001", "2401.00001"],
    ["https://huggingface.co/papers/2401.00001.md?x=1", "2401.00001"],
    ["hf.co/papers/2401.00001/", "2401.00001"],
    ["https://www.alphaxiv.org/abs/2401.00001", "2401.00001"],
    ["https://www.alphaxiv.org/overview/2401.00001v1", "2401.00001"],
    ["https://ar5iv.labs.arxiv.org/html/2401.00001", "2401.00001"],
    ["<https://arxiv.org/abs/2401.00001|the paper>", "2401.00001"],
    ["abs/2401.00001v2", "2401.00001"],
    ["papers/2401.00001", "2401.00001"],
    ["pdf/hep-th/9901001", "hep-th/9901001"],
  ])("%s", (text, id) => {
    expect(parsePaperId(text)).toBe(id);
  });

  test.each([
    "",
    "kv cache",
    "2413.00001",
    "2401.001",
    "2401.000011",
    "see 2401.00001",
    "https://example.org/abs/2401.00001",
    "https://arxiv.org.evil.example/abs/2401.00001",
    "https://arxiv.org/list/cs.CL/recent",
    "https://huggingface.co/datasets/a/b",
    "https://arxiv.org/abs/%E0%A4%A",
  ])("is none: %s", (text) => {
    expect(parsePaperId(text)).toBeUndefined();
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = parsePaperId(text);
        expect(id === undefined || parsePaperId(id) === id).toBe(true);
      }),
    );
  });
});

test("finds every paper that a message names, each once", () => {
  const text =
    "Read https://arxiv.org/abs/2401.00001v2, then (hf.co/papers/2402.00002); see <https://arxiv.org/pdf/2401.00001|again>.";
  expect(findPaperIds(text)).toEqual(["2401.00001", "2402.00002"]);
});

test("finds a paper whatever punctuation people put around it, and leaves the words", () => {
  const mark = fc.constantFrom(
    "(",
    ")",
    "[",
    "]",
    '"',
    "`",
    "**",
    "<",
    ">",
    ",",
    ";",
    ".",
    "!",
    "?",
    "“",
    "”",
    " ",
  );
  const around = fc.array(mark, { maxLength: 4 }).map((marks) => marks.join(""));
  const name = fc.constantFrom("2401.00001", "arXiv:2401.00001v2", "https://arxiv.org/abs/2401.00001v1");
  fc.assert(
    fc.property(around, name, around, (before, named, after) => {
      const { ids, rest } = takePaperIds(`see ${before.replaceAll(/[.!?]/g, "")}${named}${after} first`);
      expect(ids).toEqual(["2401.00001"]);
      expect(rest.match(/\w+/g)).toEqual(["see", "first"]);
    }),
  );
});

test("links to where people read it", () => {
  expect(paperUrl({ id: "2401.00001", source: "hugging-face" })).toBe(
    "https://huggingface.co/papers/2401.00001",
  );
  expect(paperUrl({ id: "hep-th/9901001", source: "arxiv" })).toBe("https://arxiv.org/abs/hep-th/9901001");
});
