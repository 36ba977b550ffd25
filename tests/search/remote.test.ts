/** Hugging Face's search beside ours, against a Hugging Face on loopback. */
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createHuggingFace } from "../../src/papers/sources/hugging-face.ts";
import { parseQuery } from "../../src/search/query.ts";
import { createRemoteSearch } from "../../src/search/remote.ts";
import { mergeRemote, remoteWords } from "../../src/search/remote-merge.ts";
import { createSearch } from "../../src/search/search.ts";
import { openCatalog } from "../helpers/catalog.ts";
import { entry, startHuggingFace } from "../helpers/hugging-face-server.ts";
import { openPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";
import { quietLog as log } from "../helpers/quiet-log.ts";

const NOW = new Date("2026-11-20T15:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** Time is up for an answer when the test says so: the clock, on which a busy machine may be late, decides nothing. */
async function open() {
  const server = await startHuggingFace();
  const { papers } = await openCatalog();
  const source = createHuggingFace({
    url: server.url,
    token: undefined,
    userAgent: "test",
    log,
    now: () => NOW,
  });
  let time = new AbortController();
  const budget = () => {
    time = new AbortController();
    return time.signal;
  };
  const remote = createRemoteSearch({ ask: source.search, papers, log, budget });
  return { server, papers, remote, timeIsUp: () => time.abort() };
}

test("what it finds is in the catalog, in its order; the same words are asked once", async () => {
  const { server, papers, remote } = await open();
  server.found = [entry("2611.00002"), entry("2611.00001")];
  expect(await remote.find("kv cache", NOW)).toEqual(["2611.00002", "2611.00001"]);
  expect(await remote.find("kv cache", later(60))).toHaveLength(2);
  expect(server.asked).toEqual(["/api/papers/search?q=kv+cache&limit=20"]);
  expect((await papers.get("2611.00001"))?.source).toBe("hugging-face");
  expect(remote.describe(NOW)).toEqual([
    "Hugging Face's search since the start: 1 asked, 0 failed, 0 put off, 2 new to the catalog.",
  ]);
});

test("what is known of a paper already is not lost", async () => {
  const { server, papers, remote } = await open();
  await papers.save([paper("2611.00001", { categories: ["cs.CL"], abstract: "All of it." })], NOW);
  server.found = [{ id: "2611.00001", title: "Paper 2611.00001" }];
  await remote.find("kv cache", NOW);
  expect(await papers.get("2611.00001")).toMatchObject({ categories: ["cs.CL"], abstract: "All of it." });
});

test.each(["down", "500", "garbage", "silent"] as const)(
  "when it is %s nobody hears of it, and it is left alone for longer and longer",
  async (fault) => {
    const { server, remote, timeIsUp } = await open();
    server.fault = fault;
    const find = async (words: string, now: Date) => {
      const before = server.asked.length;
      const found = remote.find(words, now);
      await expect.poll(() => server.asked.length).toBe(before + 1);
      if (fault === "silent") timeIsUp();
      return await found;
    };
    expect(await find("one", NOW)).toEqual([]);
    expect(await remote.find("two", later(29))).toEqual([]);
    expect(server.asked).toHaveLength(1);
    expect(await find("two", later(31))).toEqual([]);
    expect(await remote.find("three", later(31 + 59))).toEqual([]);
    expect(server.asked).toHaveLength(2);
    expect(remote.describe(later(31)).join(" ")).toMatch(/2 asked, 2 failed.* left alone for 60 s more\./);
    server.fault = undefined;
    server.found = [entry("2611.00001")];
    expect(await remote.find("three", later(31 + 61))).toEqual(["2611.00001"]);
    expect(remote.describe(later(100))).toHaveLength(1);
  },
);

test("many that fail at once are one failure", async () => {
  const { server, remote } = await open();
  server.fault = "500";
  await Promise.all(Array.from({ length: 8 }, (_, at) => remote.find(`words ${at}`, later(at))));
  expect(server.asked).toHaveLength(8);
  server.fault = undefined;
  server.found = [entry("2611.00001")];
  expect(await remote.find("more", later(7 + 31))).toEqual(["2611.00001"]);
});

test("nobody waits longer for what it found to be kept; whoever asks the same next has it", async () => {
  const server = await startHuggingFace();
  server.found = [entry("2611.00001")];
  const { papers } = await openCatalog();
  const source = createHuggingFace({ url: server.url, token: undefined, userAgent: "test", log });
  const time = new AbortController();
  const steps = new EventEmitter();
  const saving = once(steps, "saving");
  const slow: typeof papers.save = async (...some) => {
    steps.emit("saving");
    await once(steps, "go on");
    return papers.save(...some);
  };
  const remote = createRemoteSearch({
    ask: source.search,
    papers: { getMany: papers.getMany, save: slow },
    log,
    budget: () => time.signal,
  });
  const found = remote.find("kv cache", NOW);
  await saving;
  time.abort();
  expect(await found).toEqual([]);
  steps.emit("go on");
  await expect.poll(() => remote.find("kv cache", later(1))).toEqual(["2611.00001"]);
  expect(server.asked).toHaveLength(1);
  expect(remote.describe(NOW)[0]).toContain("0 failed");
});

test("it is left alone as long as it asks for", async () => {
  const { server, remote } = await open();
  server.fault = "limited";
  server.limitSeconds = 200;
  await remote.find("one", NOW);
  server.fault = undefined;
  await remote.find("two", later(199));
  expect(server.asked).toHaveLength(1);
  expect(remote.describe(NOW)[0]).toContain("0 failed, 1 put off");
});

test("the merge: what both find rises, what only it finds never stands above our best", () => {
  const local = [
    { id: "a", score: 1.1 },
    { id: "b", score: 0.9 },
    { id: "c", score: 0.85 },
    { id: "d", score: 0.1 },
  ];
  expect(mergeRemote(local, ["x", "c"])).toEqual(["a", "c", "b", "x", "d"]);
  expect(mergeRemote(local, [])).toEqual(["a", "b", "c", "d"]);
  expect(mergeRemote([], ["x", "y"])).toEqual(["x", "y"]);
});

test("only plain words are asked for: it knows none of our conditions", () => {
  const words = (typed: string) => remoteWords(parseQuery(typed, NOW));
  expect(words("kv cache")).toBe("kv cache");
  for (const typed of [
    '"kv cache"',
    "cache -survey",
    "cache votes:>3",
    "cache author:Song",
    "2401.00001",
    "",
  ])
    expect(words(typed)).toBe("");
});

test("a search shows what Hugging Face found as found there, after ours", async () => {
  const server = await startHuggingFace();
  server.found = [entry("2611.00009", { title: "Shrinking attention memory", summary: "Keys and values." })];
  const paperboy = await openPaperboy(NOW, { HF_API_URL: server.url });
  onTestFinished(() => paperboy.close());
  await paperboy.list("2026-11-20", [paper("2611.00001", { title: "KV cache compression" })]);
  const answer = await paperboy.ask("search kv cache");
  expect(answer).toMatch(/KV cache compression.*Shrinking attention memory.*found by Hugging Face's search/s);
  expect(answer.match(/found by Hugging Face's search/g)).toHaveLength(1);
  expect(await paperboy.ask("status")).toContain("1 asked, 0 failed, 0 put off, 1 new to the catalog");
});

test("what our words find too is never said to be found there, however far down it stood", async () => {
  const server = await startHuggingFace();
  const own = Array.from({ length: 260 }, (_, at) =>
    paper(`2601.${String(at).padStart(5, "0")}`, { title: "Notes", abstract: "On delta." }),
  );
  server.found = own.slice(0, 2).map(({ id }) => entry(id));
  const { papers } = await openCatalog();
  const source = createHuggingFace({ url: server.url, token: undefined, userAgent: "test", log });
  const folder = await mkdtemp(join(tmpdir(), "paperboy-remote-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const search = await createSearch({
    file: join(folder, "search.db"),
    papers,
    log,
    remote: createRemoteSearch({ ask: source.search, papers, log }),
  });
  onTestFinished(() => search.close());
  const best = paper("2602.00001", { title: "Alpha beta gamma delta" });
  await papers.save([best, ...own], NOW);
  await search.sync();
  server.found.push(entry("2611.00001"));
  const { hits } = await search.search("alpha beta gamma delta", { now: NOW, offset: 0, limit: 4 });
  expect(hits.map(({ paper: { id }, isRemote }) => [id, isRemote])).toEqual([
    [best.id, false],
    ["2601.00000", false],
    ["2601.00001", false],
    ["2611.00001", true],
  ]);
});

test("a search works as ever where it is switched off or nobody answers", async () => {
  for (const env of [{ HF_SEARCH: "off" }, {}]) {
    const paperboy = await openPaperboy(NOW, env);
    onTestFinished(() => paperboy.close());
    await paperboy.list("2026-11-20", [paper("2611.00001", { title: "KV cache compression" })]);
    expect(await paperboy.ask("search kv cache")).toContain("KV cache compression");
  }
});
