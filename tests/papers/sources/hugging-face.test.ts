import { describe, expect, test } from "vitest";
import { createHuggingFace, type HuggingFaceOptions } from "../../../src/papers/sources/hugging-face.ts";
import { SourceError } from "../../../src/papers/sources/source-error.ts";
import { entries, entry, startHuggingFace } from "../../helpers/hugging-face-server.ts";
import { unusedAddress } from "../../helpers/loopback.ts";
import { quietLog, readableLog } from "../../helpers/quiet-log.ts";

const DAY = "2026-11-20";
const NOW = new Date("2026-11-20T17:00:00Z");

async function setUp(options: Partial<HuggingFaceOptions> = {}) {
  const server = await startHuggingFace();
  const waited: number[] = [];
  let now = NOW;
  const huggingFace = createHuggingFace({
    url: server.url,
    token: undefined,
    userAgent: "Paperboy/1.2.3 (+mailto:ada@example.org)",
    log: quietLog,
    now: () => now,
    wait: async (ms) => {
      waited.push(ms);
      now = new Date(now.getTime() + ms);
      server.fault = undefined;
    },
    retryDelayMs: 0,
    ...options,
  });
  return { server, huggingFace, waited };
}

async function failure(answer: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`not a SourceError: ${String(error)}`);
  return error;
}

describe("a list", () => {
  test("becomes papers in readable text", async () => {
    const { server, huggingFace } = await setUp();
    const full = entry(
      "2611.00001",
      {
        title: "Learning\n  $\\alpha$-divergences",
        summary: "We reach 50\\% \\& more.",
        authors: [
          { name: 'Erwin Schr\\"odinger', hidden: false },
          { name: "Taken Away", hidden: true },
          { name: "" },
          "not an author",
        ],
        upvotes: 42,
        ai_summary: "It is $O(n)$.",
        ai_keywords: ["divergence", " "],
        githubRepo: " https://github.com/ada/\nengine",
        githubRepoAddedBy: "auto",
        githubStars: 9,
        projectPage: "engine.example.org/x",
        organization: { name: "lab", fullname: "The Lab" },
        withdrawnAt: "2026-11-21T00:00:00.000Z",
      },
      { numComments: 7 },
    );
    server.lists.set(DAY, [full, entry("2611.00002v2")]);

    expect(await huggingFace.list(DAY)).toEqual({
      skipped: 0,
      papers: [
        {
          id: "2611.00001",
          source: "hugging-face",
          title: "Learning α-divergences",
          abstract: "We reach 50% & more.",
          authors: ["Erwin Schrödinger"],
          authorCount: 1,
          organization: "The Lab",
          categories: [],
          keywords: ["divergence"],
          publishedAt: new Date("2026-11-19T18:00:00Z"),
          votes: 42,
          comments: 7,
          sourceSummary: "It is O(n).",
          code: { url: "https://github.com/ada/engine", stars: 9, official: false },
          projectUrl: "https://engine.example.org/x",
          withdrawnAt: new Date("2026-11-21T00:00:00Z"),
        },
        expect.objectContaining({ id: "2611.00002", votes: 3, code: undefined, sourceSummary: undefined }),
      ],
    });
    expect(server.headers[0]?.["user-agent"]).toBe("Paperboy/1.2.3 (+mailto:ada@example.org)");
    expect(server.headers[0]?.authorization).toBeUndefined();
  });

  test("is read to its last page, also where the addresses of the pages name another server", async () => {
    const { server, huggingFace } = await setUp({
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        const headers = new Headers(response.headers);
        const link = headers.get("link")?.replace(/127\.0\.0\.1:\d+/, "elsewhere.invalid");
        if (link) headers.set("link", link);
        return new Response(response.body, { status: response.status, headers });
      },
    });
    server.lists.set(DAY, entries(120));
    const { papers } = await huggingFace.list(DAY);
    expect(papers.map(({ id }) => id)).toEqual(
      entries(120).map((_, i) => `2611.${String(i + 1).padStart(5, "0")}`),
    );
    expect(server.asked).toHaveLength(3);
    expect(server.asked[0]).toBe(`/api/daily_papers?date=${DAY}&limit=100`);
  });

  test.each([
    [
      "null for what may be missing",
      { githubRepo: null, ai_summary: null, organization: null, githubStars: null },
    ],
    [
      "another kind for what may be missing",
      { githubRepo: 7, ai_keywords: "x", githubStars: "many", withdrawnAt: {} },
    ],
    ["an address that is none", { githubRepo: "javascript:alert(1)", projectPage: "soon" }],
    ["fields that nobody has seen before", { newField: [1, 2, 3] }],
  ])("takes %s", async (_, fields) => {
    const { server, huggingFace } = await setUp();
    server.lists.set(DAY, [entry("2611.00001", fields)]);
    const { papers, skipped } = await huggingFace.list(DAY);
    expect(skipped).toBe(0);
    expect(papers).toEqual([expect.objectContaining({ code: undefined, projectUrl: undefined })]);
  });

  test.each([
    ["no id", { id: undefined }, "paper.id"],
    ["an id that is not arXiv's", { id: "../../etc" }, "paper.id"],
    ["no title", { title: " " }, "paper.title"],
    ["a date that is none", { publishedAt: "soon" }, "paper.publishedAt"],
    ["votes that are no number", { upvotes: "3" }, "paper.upvotes"],
  ])("goes on after an entry with %s, and logs what and where", async (_, fields, where) => {
    const { log, lines } = readableLog();
    const { server, huggingFace } = await setUp({ log });
    server.lists.set(DAY, [entry("2611.00001"), entry("2611.00002", fields), entry("2611.00003")]);
    const { papers, skipped } = await huggingFace.list(DAY);
    expect(papers.map(({ id }) => id)).toEqual(["2611.00001", "2611.00003"]);
    expect(skipped).toBe(1);
    expect(lines.join("")).toContain(DAY);
    expect(lines.join("")).toContain(where);
  });

  test("of which nothing can be read is an error, not an empty list", async () => {
    const { server, huggingFace } = await setUp();
    server.lists.set(DAY, [{ surprise: true }, []]);
    expect(await failure(huggingFace.list(DAY))).toMatchObject({ kind: "garbled" });
  });

  test("names each paper once", async () => {
    const { server, huggingFace } = await setUp();
    server.lists.set(DAY, [entry("2611.00001"), entry("2611.00001")]);
    expect((await huggingFace.list(DAY)).papers).toHaveLength(1);
  });

  test("of a day without papers is empty", async () => {
    const { huggingFace } = await setUp();
    expect(await huggingFace.list("2026-11-21")).toEqual({ papers: [], skipped: 0 });
  });

  test.each([
    ["today, which its calendar has not reached, is empty", DAY, 0],
    ["another day is an error", "2026-11-19", "refused"],
  ])("refused for %s", async (_, day, outcome) => {
    const { huggingFace } = await setUp({ fetch: async () => new Response("{}", { status: 400 }) });
    if (outcome === 0) expect((await huggingFace.list(day)).papers).toEqual([]);
    else expect(await failure(huggingFace.list(day))).toMatchObject({ kind: outcome });
  });
});

describe("when it fails", () => {
  test.each([
    ["down", "unreachable", "Hugging Face could not be reached (connection closed).", 3],
    ["500", "unreachable", "Hugging Face has trouble of its own (error 500).", 3],
    ["garbage", "garbled", `Hugging Face's list for ${DAY} could not be read.`, 1],
    ["truncated", "garbled", `Hugging Face's list for ${DAY} could not be read.`, 1],
  ] as const)("%s: says so in a sentence", async (fault, kind, message, requests) => {
    const { server, huggingFace } = await setUp();
    server.lists.set(DAY, entries(3));
    server.fault = fault;
    const error = await failure(huggingFace.list(DAY));
    expect({ kind: error.kind, message: error.message }).toEqual({ kind, message });
    expect(server.asked).toHaveLength(requests);
  });

  test("a page that fails fails the list", async () => {
    let calls = 0;
    const { server, huggingFace } = await setUp({
      fetch: async (input, init) => (++calls === 1 ? fetch(input, init) : new Response("{", { status: 200 })),
    });
    server.lists.set(DAY, entries(80));
    expect(await failure(huggingFace.list(DAY))).toMatchObject({ kind: "garbled" });
  });

  test("nobody listens: says so", async () => {
    const { huggingFace } = await setUp({ url: await unusedAddress() });
    expect(await failure(huggingFace.list(DAY))).toMatchObject({
      kind: "unreachable",
      message: "Hugging Face could not be reached (connection refused).",
    });
  });

  test("a caller who gives up gets an answer at once", async () => {
    const { server, huggingFace } = await setUp();
    server.fault = "silent";
    expect(await failure(huggingFace.list(DAY, AbortSignal.timeout(20)))).toMatchObject({
      kind: "unreachable",
      message: "Hugging Face did not answer in time.",
    });
  });

  test("waits exactly as long as a short limit asks, then goes on", async () => {
    const { server, huggingFace, waited } = await setUp();
    server.lists.set(DAY, entries(1));
    server.fault = "limited";
    expect((await huggingFace.list(DAY)).papers).toHaveLength(1);
    expect(waited).toEqual([7000]);
    expect(server.asked).toHaveLength(2);
  });

  test("tells when a long limit ends, and does not ask before", async () => {
    const { server, huggingFace, waited } = await setUp();
    server.fault = "limited";
    server.limitSeconds = 200;
    for (let call = 0; call < 2; call++) {
      expect(await failure(huggingFace.list(DAY))).toMatchObject({
        kind: "limited",
        retryAt: new Date(NOW.getTime() + 200_000),
        message: "Hugging Face asks us to slow down; it can be asked again at 17:03 UTC.",
      });
    }
    expect(server.asked).toHaveLength(1);
    expect(waited).toEqual([]);
  });

  test.each([
    ["120", 120],
    ["Fri, 20 Nov 2026 17:02:00 GMT", 120],
    ["999999", 3600],
  ])("understands Retry-After: %s", async (header, seconds) => {
    const { huggingFace } = await setUp({
      fetch: async () => new Response("", { status: 429, headers: { "retry-after": header } }),
    });
    const { retryAt } = await failure(huggingFace.list(DAY));
    expect(retryAt).toEqual(new Date(NOW.getTime() + seconds * 1000));
  });

  test("a token goes into the request and nowhere else", async () => {
    const { log, lines } = readableLog();
    const { server, huggingFace } = await setUp({ token: "hf_sesame", log });
    server.fault = "500";
    const error = await failure(huggingFace.list(DAY));
    expect(server.headers[0]?.authorization).toBe("Bearer hf_sesame");
    expect(lines.join("") + JSON.stringify(error) + error.stack).not.toContain("sesame");
  });

  test("a token that is not accepted is named as the reason", async () => {
    const { huggingFace } = await setUp({
      token: "hf_old",
      fetch: async () => new Response("", { status: 401 }),
    });
    expect(await failure(huggingFace.list(DAY))).toMatchObject({
      kind: "refused",
      message: "Hugging Face refused the request (error 401); it does not accept the token that is set.",
    });
  });

  test("an answer without end is not read to its end", async () => {
    const chunk = new Uint8Array(1024 * 1024);
    const { huggingFace } = await setUp({
      fetch: async () =>
        new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }), {
          status: 200,
        }),
    });
    expect(await failure(huggingFace.list(DAY))).toMatchObject({ kind: "garbled" });
  });
});

describe("a single paper", () => {
  test("is told", async () => {
    const { server, huggingFace } = await setUp();
    const { paper } = Object(entry("2611.00001", { upvotes: 5 }));
    server.papers.set("2611.00001", paper);
    expect(await huggingFace.paper("2611.00001")).toMatchObject({ id: "2611.00001", votes: 5, comments: 0 });
  });

  test("that is not there is undefined", async () => {
    const { huggingFace } = await setUp();
    expect(await huggingFace.paper("1706.03762")).toBeUndefined();
  });

  test("that cannot be read is an error", async () => {
    const { server, huggingFace } = await setUp();
    server.papers.set("2611.00001", { id: "2611.00001" });
    expect(await failure(huggingFace.paper("2611.00001"))).toMatchObject({ kind: "garbled" });
  });
});

describe("search", () => {
  const PATIENTLY = new AbortController().signal;

  test("understands results in every form that they have had", async () => {
    const { server, huggingFace } = await setUp();
    const { paper } = Object(entry("2611.00002"));
    server.found = [
      entry("2611.00001"),
      paper,
      { id: "2405.00003", title: "Bare $k$-NN", source: "hf" },
      { id: "no paper" },
    ];
    const papers = await huggingFace.search("a b", 10, PATIENTLY);
    expect(papers.map(({ id, title }) => [id, title])).toEqual([
      ["2611.00001", "Paper 2611.00001"],
      ["2611.00002", "Paper 2611.00002"],
      ["2405.00003", "Bare k-NN"],
    ]);
    expect(papers[2]).toMatchObject({ abstract: "", publishedAt: new Date("2024-05-01T00:00:00Z") });
    expect(server.asked).toEqual(["/api/papers/search?q=a+b&limit=10"]);
  });

  test("cuts what is longer than it takes", async () => {
    const { server, huggingFace } = await setUp();
    await huggingFace.search("x".repeat(400), 500, PATIENTLY);
    expect(server.asked).toEqual([`/api/papers/search?q=${"x".repeat(250)}&limit=120`]);
  });

  test("stops before its small bucket is empty", async () => {
    const { server, huggingFace } = await setUp();
    for (let i = 0; i < 45; i++) await huggingFace.search("x", 1, PATIENTLY);
    expect(await failure(huggingFace.search("x", 1, PATIENTLY))).toMatchObject({
      kind: "limited",
      retryAt: new Date(NOW.getTime() + 300_000),
    });
    expect(server.asked).toHaveLength(45);
    await huggingFace.list(DAY);
    expect(server.asked).toHaveLength(46);
  });

  test("does not keep anyone waiting", async () => {
    const { server, huggingFace } = await setUp();
    server.fault = "silent";
    const patience = new AbortController();
    const failed = failure(huggingFace.search("x", 1, patience.signal));
    await expect.poll(() => server.asked.length).toBe(1);
    patience.abort();
    expect(await failed).toMatchObject({ kind: "unreachable" });
  });
});
