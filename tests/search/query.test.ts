/** What a person typed, as a search and as a topic understand it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCategories } from "../../src/search/categories.ts";
import { parseQuery } from "../../src/search/query.ts";
import { parseTopic } from "../../src/subscriptions/topic.ts";
import { NOW } from "./search-rig.ts";

const read = (typed: string) => parseQuery(typed, NOW);
const remarksOn = (typed: string) => read(typed).remarks;

function topicOf(typed: string) {
  const parsed = parseTopic(typed);
  return "topic" in parsed ? { ...parsed.topic, remarks: parsed.remarks } : parsed.problem;
}

describe("what cannot be", () => {
  test.each([
    ["votes:>20 votes:<5", "so many votes and so few"],
    ["after:2026-06 before:2026-01", "ends before it begins"],
    ["after:2027", "lies ahead"],
    ["day:today day:yesterday", "day:yesterday was left out"],
    ["cache -cache", "cache is both asked for and left out"],
    ['"kv caches" -cache', '"kv caches" is both asked for and left out'],
    ["title:cache -title:cache", "title:cache is both asked for and left out"],
    ["author:han -author:han", "author:han is both asked for and left out"],
    ["cat:cs.CL -cat:cs", "cat:cs.CL is both asked for and left out"],
    ["cat:nonsense", "cat:nonsense is no arXiv category"],
    ["cat:cs.XX", "no cs.XX"],
  ])("is said: %s", (typed, remark) => {
    expect(remarksOn(typed).join(" ")).toContain(remark);
  });

  test.each([
    "cache -title:cache",
    "kv cache -cache",
    "cat:cs -cat:cs.CL",
    "votes:5-20",
    "after:2026 before:2026-02",
  ])("is not said of what can be: %s", (typed) => {
    expect(remarksOn(typed)).toEqual([]);
  });

  test("is no topic", () => {
    expect(topicOf("cache -caches")).toContain('"cache" is both asked for and left out');
    expect(topicOf('"kv cache" -cache')).toMatchObject({
      remarks: ['Whoever writes "kv cache" is left out: its own words are excluded.'],
    });
  });
});

describe("votes", () => {
  test.each([
    ["votes:=20", 20, 20],
    ["votes:20-5", 5, 20],
    ["votes:> 20", 21, Number.MAX_SAFE_INTEGER],
    ["votes: 20", 20, Number.MAX_SAFE_INTEGER],
  ])("%s", (typed, minVotes, maxVotes) => {
    expect(read(typed)).toMatchObject({ minVotes, maxVotes, words: [], remarks: [] });
  });

  test("and dates that are excluded are said to be no such thing, not to be none", () => {
    for (const typed of ["-after:2026", "-votes:>20"]) {
      expect(remarksOn(typed).join(" ")).toMatch(/ was left out: say /);
      expect(remarksOn(typed).join(" ")).not.toContain("is no ");
    }
  });
});

describe("fields", () => {
  const FIELDS = ["title", "author", "org", "cat", "votes", "after", "before", "day", "has"];

  test("that nothing follows are no words, and are said back", () => {
    for (const field of FIELDS) {
      for (const typed of [`${field}:`, `cache ${field}:`, `cache ${field}: cat:cs`, `${field}:"" cache`]) {
        const { words, remarks } = read(typed);
        expect(words, typed).toEqual(typed.includes("cache") ? ["cache"] : []);
        expect(remarks.join(" "), typed).toContain(`${field}:`);
        expect(topicOf(typed), typed).toContain("behind which nothing stands");
      }
    }
  });

  test("are looked for in the title alone where that is excluded", () => {
    expect(read("-title:video")).toMatchObject({ exclusions: [], excludedTitlePhrases: [["video"]] });
    expect(topicOf("cache -title:video")).toMatchObject({
      exclusions: ["video"],
      remarks: ["-title:video was read as words anywhere: a topic has no title of its own."],
    });
  });

  test("of categories mean the same in a search and a topic", () => {
    const several = fc.array(
      fc.constantFrom("cs.CL", "cs", "cs.*", "CL", "stat.ML", "hep-th", "CS.lg", "cond-mat.soft"),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(several, fc.constantFrom(",", " cat:"), (names, between) => {
        const typed = `cat:${names.join(between)}`;
        const topic = topicOf(typed);
        if (typeof topic === "string") throw new Error(topic);
        expect(new Set(topic.categories)).toEqual(new Set(read(typed).categories));
      }),
    );
    expect(read("cat:cs.CL,cs.LG").categories).toEqual(["cs.CL", "cs.LG"]);
    expect(remarksOn("cat:CL")).toEqual(["cat:CL was read as cat:cs.CL."]);
    expect(topicOf("cat:cs.XX")).toContain("arXiv has no category cs.XX");
    expect(parseCategories("CO").unknown).toEqual(["CO"]);
  });

  test("of a person with an initial are read by the whole names, and say so", () => {
    expect(read('author:"A. Bee"')).toMatchObject({
      authors: [["bee"]],
      remarks: ['author:"A. Bee" was read without the initial: only whole names can be looked for.'],
    });
    expect(read('author:"S. H."').authors).toEqual([["s", "h"]]);
  });
});

describe("NOT, AND and OR", () => {
  test("mean the same in a search and a topic, as far as both can", () => {
    expect(read('kv NOT "position paper" AND cache')).toMatchObject({
      words: ["kv", "cache"],
      exclusions: [["position", "paper"]],
      remarks: ['NOT "position paper" was read as -"position paper".'],
    });
    expect(topicOf('kv NOT "position paper" AND cache')).toMatchObject({
      phrases: ["kv", "cache"],
      exclusions: ["position paper"],
    });
    expect(remarksOn('"kv cache" OR "long context"').join(" ")).toContain("OR changes nothing");
    expect(remarksOn("kv OR cache")).toEqual([]);
    expect(topicOf("kv OR cache")).toContain('no "or"');
  });

  test("are words in a sentence in capitals", () => {
    expect(read("ATTENTION IS NOT ALL YOU NEED")).toMatchObject({ exclusions: [], remarks: [] });
    expect(read("LLM NOT VLM").exclusions).toEqual([["vlm"]]);
  });
});

describe("a quotation mark", () => {
  test("that is not closed is closed at the end, and said", () => {
    const remarks = ['A quotation mark was not closed; this was understood as display "large model".'];
    expect(read('display "large model')).toMatchObject({
      words: ["display"],
      phrases: [["large", "model"]],
      remarks,
    });
    expect(topicOf('display "large model')).toMatchObject({
      phrases: ["display", "large model"],
      remarks: expect.arrayContaining(remarks),
    });
  });

  test("in a sentence is none, and nothing is said of it", () => {
    const sentence = 'how does a model of language compress what it calls "cache';
    expect(read(sentence)).toMatchObject({ phrases: [], remarks: [] });
  });

  test("behind a number means inches", () => {
    expect(read('5" display "large model"')).toMatchObject({
      words: ["5", "display"],
      phrases: [["large", "model"]],
      remarks: [],
    });
    expect(read('"GPT 4" model')).toMatchObject({ phrases: [["gpt", "4"]], words: ["model"], remarks: [] });
  });
});

test("every part that is left out is spoken of, and every remark is a sentence", () => {
  const piece = fc.constantFrom(
    ...'title: author: org: cat: votes: after: day: has: - NOT OR AND " cs.CL kv cache >20 2026 soon A. , 5-20 has:code'.split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(" ", ""), (pieces, between) => {
      const typed = pieces.join(between);
      for (const remark of remarksOn(typed)) expect(remark, typed).toMatch(/^\S.*\.$/su);
      const topic = topicOf(typed);
      expect(typeof topic === "string" ? topic : topic.key, typed).not.toBe("");
    }),
    { numRuns: 500 },
  );
});

test("a long text says that only its beginning was read", () => {
  expect(remarksOn("word ".repeat(1000))).toEqual(["That is long: only its beginning was looked for."]);
});

describe("the hint how to part a long topic", () => {
  test.each([
    ["text to video generation", '"text to video" generation'],
    ["retrieval augmented generation for video", '"retrieval augmented" generation for video'],
    ["attention is all you need", '"attention" need'],
  ])("%s", (typed, hint) => {
    expect(JSON.stringify(topicOf(typed))).toContain(JSON.stringify(`put quotes: ${hint}.`).slice(1, -1));
  });

  test("works when it is typed, whatever the words are", () => {
    const word = fc.constantFrom("text", "to", "video", "generation", "of", "the", "model", "for", "is");
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 7 }), (words) => {
        const topic = topicOf(words.join(" "));
        if (typeof topic === "string") return;
        const hint = /put quotes: (.*)\.$/u.exec(topic.remarks.join(" "))?.[1];
        if (hint === undefined) return;
        const [first = "", second = ""] = hint.slice(1).split('" ');
        // The same phrase twice is one.
        const phrases = [...new Set([first, second])];
        expect(topicOf(hint), hint).toMatchObject({ phrases });
      }),
    );
  });

  test('leaves out an "and" that ties a phrase to what stands beside it', () => {
    expect(topicOf("video generation -survey and diffusion")).toMatchObject({
      phrases: ["video generation", "diffusion"],
      exclusions: ["survey"],
    });
    expect(topicOf("drag and drop")).toMatchObject({ phrases: ["drag and drop"] });
  });
});
