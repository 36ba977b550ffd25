import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { paper } from "../helpers/papers.ts";
import { idsOf, marked, NOW, openSearchRig, type SearchRig } from "./search-rig.ts";

const CACHE = paper("2601.00001", {
  title: "Compressing the Key-Value Cache of Language Models",
  abstract: "We compress the KV cache. A large language model (LLM) keeps its cache small by quantization.",
  authors: ["Song Han", "Ada Lovelace"],
  organization: "NVIDIA",
  categories: ["cs.CL"],
  votes: 50,
  publishedAt: new Date("2026-01-10T00:00:00Z"),
  code: { url: "https://github.com/example/kv", stars: 3, official: true },
});
const ATTENTION = paper("2601.00002", {
  title: "Attention Is All You Need",
  abstract: "Sequence transduction with attention alone. A large language model (LLM) can follow.",
  authors: ["Ashish Vaswani"],
  categories: ["cs.LG", "cs.CL"],
  votes: 5,
  publishedAt: new Date("2025-06-01T00:00:00Z"),
});
const SURVEY = paper("2601.00003", {
  title: "A Survey of Diffusion for Video",
  abstract: "Attention matters in diffusion. This survey covers video generation and compression of images.",
  authors: ["Grace Hopper"],
  votes: 20,
  publishedAt: new Date("2025-03-01T00:00:00Z"),
});
const NAMES = paper("2601.00004", {
  title: "GPT-4o in C++: l'art du code",
  abstract: "清华大学 的 扩散模型 🚀 LLM推理加速 AND other things. Compression helps.",
  authors: ["Zoë Müller"],
  publishedAt: new Date("2026-02-01T00:00:00Z"),
});
const ALL = [CACHE, ATTENTION, SURVEY, NAMES];

async function openRig(papers: readonly Paper[]): Promise<SearchRig> {
  const rig = await openSearchRig(papers);
  onTestFinished(() => rig.close());
  return rig;
}

/** On `ALL`. */
let rig: SearchRig;
beforeAll(async () => {
  rig = await openSearchRig(ALL);
});
afterAll(() => rig.close());

describe("what a person types", () => {
  test("is understood field by field", async () => {
    const find = rig.find;
    expect(await find("kv cache")).toEqual([CACHE.id]);
    expect(await find('"all you need"')).toEqual([ATTENTION.id]);
    expect(await find("attention -diffusion")).toEqual([ATTENTION.id]);
    expect(await find("title:survey")).toEqual([SURVEY.id]);
    expect(await find("compression author:hopper")).toEqual([SURVEY.id]);
    expect(await find('author:"Han, Song"')).toEqual([CACHE.id]);
    expect(await find("org:nvidia")).toEqual([CACHE.id]);
    expect(await find("cat:cs.LG")).toEqual([ATTENTION.id]);
    expect(new Set(await find("cat:cs.LG,stat.ML cat:cs.CL"))).toEqual(new Set([CACHE.id, ATTENTION.id]));
    expect(await find("author:hopper author:vaswani")).toEqual([ATTENTION.id, SURVEY.id]);
    expect(await find('author:"S. Han"')).toEqual([CACHE.id]);
    expect(await find("compression -title:compressing")).toEqual(
      expect.arrayContaining([SURVEY.id, NAMES.id]),
    );
    expect(await find("diffusion attention -title:attention")).toContain(SURVEY.id);
    expect(await find("diffusion attention -title:attention")).not.toContain(ATTENTION.id);
    expect(await find("attention NOT diffusion")).toEqual([ATTENTION.id]);
    expect(new Set(await find("cat:cs"))).toEqual(new Set([CACHE.id, ATTENTION.id]));
    expect(await find("after:2026")).toEqual([NAMES.id, CACHE.id]);
    expect(await find("before:2025-06")).toEqual([SURVEY.id]);
    expect(await find("votes:>20")).toEqual([CACHE.id]);
    expect(await find("has:code")).toEqual([CACHE.id]);
    expect(await find("attention votes:5-20 before:2025-05")).toEqual([SURVEY.id]);
  });

  test("means nothing to the database", async () => {
    for (const typed of [
      "GPT-4o",
      "C++",
      "l'art",
      "扩散模型",
      "LLM",
      "gpt-4o AND (c++",
      "author:zoe -survey",
    ]) {
      expect(await rig.find(typed), typed).toContain(NAMES.id);
    }
    for (const typed of ["AND", "", " ", "\0", "🚀", '"', "-", "*", "NEAR(", "title:", "%", "author:\0"]) {
      expect((await rig.answer(typed)).hits, typed).toEqual([]);
    }
  });

  test("never breaks the search, whatever it is", async () => {
    const piece = fc.constantFrom(
      "title:",
      "author:",
      "-",
      '"',
      "cat:cs",
      "votes:>",
      "day:",
      "AND",
      "\0",
      "扩散",
      "C++",
      "🚀",
      "kv cache",
      "after:",
    );
    const typed = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 12 })
        .map((parts) => parts.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { hits, total } = await rig.answer(text);
        expect(total).toBeGreaterThanOrEqual(hits.length);
      }),
      { numRuns: 150 },
    );
  });

  test("goes straight to the paper when it is an id, a link or an exact title", async () => {
    const [first] = await rig.find("attention is all you need");
    expect(first).toBe(ATTENTION.id);
    for (const typed of ["2601.00003", "arXiv:2601.00003v2", "https://huggingface.co/papers/2601.00003"]) {
      expect(await rig.find(typed)).toEqual([SURVEY.id]);
    }
  });

  test("is only words where quotes and dashes stand in a sentence", async () => {
    const sentence = "how does a model of language compress what it calls";
    expect(await rig.find(`${sentence} "no such phrase"`)).toContain(CACHE.id);
    expect(await rig.find(`${sentence} –cache at -20 degrees in diffusion`)).toContain(CACHE.id);
    expect(await rig.find(`${sentence} compression -cache`)).not.toContain(CACHE.id);
    expect(await rig.find('compression "no such phrase"')).toEqual([]);
    expect(await rig.find("compression -cache")).not.toContain(CACHE.id);
  });

  test.each([
    "https://arxiv.org/abs/2601.00003.",
    "https://arxiv.org/abs/2601.00003,",
    "(https://arxiv.org/abs/2601.00003)",
    "2601.00003?",
    '"2601.00003"',
    "`2601.00003`",
    "abs/2601.00003",
    "papers/2601.00003",
    "arxiv 2601.00003",
    "arXiv:2601.00003v7 [cs.CL]",
    "arXiv:2601.00003v7 [cs.CL] 2 Aug 2026",
    "see https://arxiv.org/abs/2601.00003",
  ])("goes straight to the paper, whatever stands around its id: %s", async (typed) => {
    expect(await rig.answer(typed)).toMatchObject({ hits: [{ paper: SURVEY }], total: 1, remarks: [] });
  });

  test("goes to each paper that is named, then to what the other words find", async () => {
    expect(await rig.find(`2601.00003, ${NAMES.id}`)).toEqual([SURVEY.id, NAMES.id]);
    const found = await rig.find(`sequence transduction https://arxiv.org/abs/${SURVEY.id}`);
    expect(found).toEqual([SURVEY.id, ATTENTION.id]);
    const { showing } = await rig.answer(`${SURVEY.id} [cs.CL] and KV cache comprssion`);
    expect(showing).toBe(`${SURVEY.id} [cs.CL] and KV cache compression`);
  });

  test("counts no paper that the catalog does not have", async () => {
    expect(await rig.answer("2699.00001")).toMatchObject({ hits: [], total: 0 });
  });

  test("without a word goes to no paper, not even to one whose title has none", async () => {
    const { find } = await openRig([...ALL, paper("2601.00050", { title: "???", abstract: "" })]);
    for (const typed of ['""', "!!!", "🚀", "???"]) expect(await find(typed), typed).toEqual([]);
  });

  test("is read to a length: the rest neither costs time nor is shown", async () => {
    const { showing } = await rig.answer(`difusion ${"x".repeat(800_000)}`);
    expect(showing).toMatch(/^diffusion x{1000,2000}$/);
  });

  test("is said back when it could not be understood", async () => {
    const { hits, remarks } = await rig.answer("attention after:soon");
    expect(idsOf({ hits, remarks, total: 0, orMore: false, showing: undefined })).toContain(ATTENTION.id);
    expect(remarks).toEqual([
      "after:soon is no date and was left out; 2026-01-31, 2026-01, 2026, yesterday and 30d would work.",
    ]);
  });
});

describe("ranking", () => {
  test("mends a typing error and says so", async () => {
    const { answer } = rig;
    const found = await answer("KV cache comprssion");
    expect(found.showing).toBe("KV cache compression");
    expect(idsOf(found)[0]).toBe(CACHE.id);
    expect((await answer("kv cache compression")).showing).toBeUndefined();
    expect((await answer("difusion video")).showing).toBe("diffusion video");
  });

  test("leaves what is unknown in a sentence alone unless the better word belongs there", async () => {
    const { answer } = await openRig([
      ...ALL,
      paper("2601.00012", { title: "Alkeran", abstract: "Alkeran is a drug." }),
    ]);
    const sentence = "algerian physicians constitute the largest component of trained doctors in the states";
    expect((await answer(sentence)).showing).toBeUndefined();
    expect((await answer("algeran drug")).showing).toBe("alkeran drug");
  });

  test("mends by what stands beside a word, its first letter, and a letter across a hyphen too", async () => {
    const works = [
      ["Multi agent planning", "A multi agent framework plans."],
      ["A gene framework", "Gene expression in a framework of its own. A gent is a word here."],
      ["Long horizon planning", "Planning over a long horizon with an agent."],
      ["Horizon detection", "A long way to a horizon."],
      ["A long horizon", "Planning over the long horizon."],
      ["Long horizon control", "The long horizon again."],
    ];
    const { answer } = await openRig(
      works.map(([title = "", abstract = ""], at) => paper(`2601.0004${at}`, { title, abstract })),
    );
    for (const [typed, meant] of [
      ["multi-agnet framework", "multi-agent framework"],
      ["multi-ggent framework", "multi-agent framework"],
      ["longh-orizon planning", "long-horizon planning"],
      ["lon ghorizon control", "long horizon control"],
    ] as const) {
      expect((await answer(typed)).showing).toBe(meant);
    }
    expect((await answer("long-horizon planning")).showing).toBeUndefined();
  });

  test("mends no acronym that the catalog explains, nor what stands beside the same words elsewhere", async () => {
    const named = ["2601.00021", "2601.00022"].map((id) =>
      paper(id, { title: "Context", abstract: "A long context language model (LCLM) of data." }),
    );
    const math = paper("2601.00023", { title: "Over the combinatorial simplex", abstract: "Optima." });
    const common = Array.from({ length: 250 }, (_, at) =>
      paper(`2602.${String(at).padStart(5, "0")}`, {
        title: "Simple combinatorial LLM",
        abstract: "A large language model (LLM), simple and combinatorial.",
      }),
    );
    const { answer } = await openRig([...named, math, ...common]);
    expect((await answer("LCLM")).showing).toBeUndefined();
    expect((await answer("combinatorial simplex")).showing).toBeUndefined();
    expect((await answer("simle LLM")).showing).toBe("simple LLM");
  });

  test("lets the rare word of a sentence count for more than all its common ones", async () => {
    const common = "model method result data layer score value graph field group point scale";
    const papers = Array.from({ length: 40 }, (_, at) =>
      paper(`2601.001${String(at).padStart(2, "0")}`, {
        title: "A study",
        abstract:
          at < 24
            ? `${common} of ours`
            : at === 39
              ? "The quagga, zebra of old, lived in herds on dry southern plains"
              : "Else",
      }),
    );
    const { find } = await openRig(papers);
    const [first] = await find(`quagga ${common.split(" ").reverse().join(" and ")}`);
    expect(first).toBe(papers[39]?.id);
    const alone = await openRig(papers.slice(0, 1));
    expect(await alone.find(common)).toHaveLength(1);
  });

  test("finds every word of a title that is longer than titles are", async () => {
    const words = Array.from({ length: 200 }, (_, at) => `word${at}`).join(" ");
    const long = paper("2601.00026", { title: `${words} quagga`, abstract: "About zebras in a herd." });
    const { find } = await openRig([...ALL, long]);
    expect(await find("quagga")).toEqual([long.id]);
    expect(await find('"in a herd"')).toEqual([long.id]);
  });

  test("takes a question for what it asks about", async () => {
    const about = paper("2601.00024", { title: "Agents", abstract: "The kv cache of agents, kept small." });
    const apart = paper("2601.00025", {
      title: "Recent work",
      abstract: "Recent papers recommend to use a cache. Methods for kv stores are known to work well.",
    });
    const { find } = await openRig([apart, about]);
    for (const typed of [
      "kv cache",
      "how do I use kv cache?",
      "can you recommend recent papers about the kv cache",
      "what are the best methods for kv cache",
      "why does kv cache work so well?",
      "kv cache papers please",
    ]) {
      expect((await find(typed))[0], typed).toBe(about.id);
    }
  });

  test("finds names with numbers however they are written", async () => {
    const ways = ["GPT4 agents", "GPT-4 agents", "GPT 4 agents"];
    const papers = ways.map((title, at) => paper(`2601.0003${at}`, { title, abstract: "Agents act." }));
    const { find } = await openRig([...ALL, ...papers]);
    for (const typed of ["gpt4", "GPT-4", "what can agents do that are built upon GPT-4 today"]) {
      expect([...(await find(typed))].slice(0, 3).sort()).toEqual(papers.map(({ id }) => id));
    }
  });

  test("knows British and American spelling, and plurals of names with digits", async () => {
    const british = paper("2601.00013", { title: "Optimisation of fibre", abstract: "Tumours, analysed." });
    const names = paper("2601.00014", { title: "Loss of E2Fs", abstract: "Cells without it." });
    const { find } = await openRig([...ALL, british, names]);
    for (const typed of ["optimization", "fibers", "tumor", "analyzing"]) {
      expect(await find(typed)).toContain(british.id);
    }
    expect(await find("E2F")).toContain(names.id);
  });

  test("puts words that stand together first in a long question", async () => {
    const text = (abstract: string) => ({ title: "A study", abstract });
    const apart = paper(
      "2601.00015",
      text("Cell sorting by double beam, strand by strand, with break tests."),
    );
    const close = paper(
      "2601.00016",
      text("Cell sorting by beam: double strand break tests, with a strand."),
    );
    const { find } = await openRig([...ALL, close, apart]);
    const [first, second] = await find(
      "how does the double strand break follow from sorting of a cell by beam",
    );
    expect([first, second]).toEqual([close.id, apart.id]);
  });

  test("knows acronyms both ways, from the catalog's own explanations", async () => {
    const shortOnly = paper("2601.00010", { title: "LLM agents", abstract: "About LLM agents." });
    const longOnly = paper("2601.00011", { title: "Agents", abstract: "A large language model acts." });
    const { find } = await openRig([...ALL, shortOnly, longOnly]);
    expect(await find("large language model")).toContain(shortOnly.id);
    expect(await find("LLM")).toContain(longOnly.id);
  });

  test("votes decide between equal texts, never against a clearly better one", async () => {
    const text = { title: "Sparse retrieval of passages", abstract: "Sparse retrieval of passages." };
    const liked = paper("2601.00020", { ...text, votes: 300 });
    const plain = paper("2601.00021", text);
    const loud = paper("2601.00022", { title: "Passages", abstract: "On something else.", votes: 9999 });
    const { find } = await openRig([plain, liked, loud]);
    expect(await find("sparse retrieval passages")).toEqual([liked.id, plain.id, loud.id]);
  });

  test("marks the words that were found", async () => {
    const { answer } = rig;
    const [hit] = (await answer("kv cache quantization")).hits;
    expect(marked(hit?.title ?? [])).toEqual(["Cache"]);
    expect(marked(hit?.passage ?? [])).toEqual(["KV cache"]);
  });
});

describe("what is being typed", () => {
  test("is completed from titles", async () => {
    const { search } = rig;
    expect((await search.suggest("attention is al", 5)).map(({ id }) => id)).toEqual([ATTENTION.id]);
    expect(await search.suggest("", 5)).toEqual([]);
    expect(await search.suggest("attention", 0)).toEqual([]);
  });

  test("is completed by the papers that appeared last, of one day by those with more votes", async () => {
    const on = (day: string, at: number, votes: number) =>
      paper(`2601.0006${at}`, { title: `Sails ${at}`, votes, publishedAt: new Date(`${day}T05:00:00Z`) });
    // Written in another order than they appeared in.
    const { search } = await openRig([
      on("2026-01-03", 0, 7),
      on("2026-01-05", 1, 0),
      on("2026-01-03", 2, 2),
      on("2026-01-03", 3, 900),
      on("2026-01-01", 4, 9000),
    ]);
    const titles = async (limit: number) => (await search.suggest("sai", limit)).map(({ title }) => title);
    expect(await titles(5)).toEqual(["Sails 1", "Sails 3", "Sails 0", "Sails 2", "Sails 4"]);
    expect(await titles(2)).toEqual(["Sails 1", "Sails 3"]);
  });
});

describe("papers like one", () => {
  const about = (id: number, subject: string) =>
    paper(`2602.${String(id).padStart(5, "0")}`, {
      title: `${subject} study ${id}`,
      abstract: `Results on ${subject} with method ${id} and ${subject} data.`,
    });

  test("are found by their words in a small catalog, without other faces of the same paper", async () => {
    const twin = { ...CACHE, id: "2601.00009", authors: ["Somebody Else"] };
    const near = paper("2601.00008", {
      title: "Quantization of caches",
      abstract: "Cache quantization for a language model.",
    });
    const { search } = await openRig([...ALL, twin, near]);
    const similar = await search.similar(CACHE.id, 3);
    expect(similar.map(({ paper: { id } }) => id)).not.toContain(twin.id);
    expect(similar[0]?.paper.id).toBe(near.id);
    expect(await search.similar("9999.00001", 3)).toEqual([]);
  });

  test("are found by a word whose stem, stemmed again, would be another", async () => {
    const own = paper("2602.00001", { title: "Diffusion", abstract: "" });
    const near = paper("2602.00002", { title: "Other diffusion", abstract: "" });
    const { search } = await openRig([...ALL, own, near]);
    const similar = await search.similar(own.id, 1);
    expect(similar.map(({ paper: { id } }) => id)).toEqual([near.id]);
  });

  test("are found by a model of the catalog when it is large enough, also those that came later", async () => {
    const subjects = [
      "protein folding structure",
      "speech recognition audio",
      "robot grasping arm",
      "graph neural network",
    ];
    const catalog = Array.from({ length: 420 }, (_, at) => about(at, subjects[at % 4] ?? ""));
    const rig = await openRig(catalog);
    await rig.search.settled();
    await rig.add([
      paper("2603.00001", { title: "Audio transcription", abstract: "Speech recognition for audio." }),
    ]);
    const similar = await rig.search.similar("2603.00001", 5);
    expect(similar).toHaveLength(5);
    for (const {
      paper: { title },
    } of similar)
      expect(title).toContain("speech recognition audio");
  });
});

test("the answer comes in pages", async () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    paper(`2604.${String(at).padStart(5, "0")}`, {
      title: `Retrieval ${at}`,
      abstract: "Retrieval of text.",
    }),
  );
  const { search } = await openRig(many);
  const page = (offset: number) => search.search("retrieval", { now: NOW, offset, limit: 10 });
  const pages = await Promise.all([0, 10, 20].map(page));
  expect(new Set(pages.flatMap(idsOf)).size).toBe(30);
  expect(pages[0]?.total).toBe(30);
});
