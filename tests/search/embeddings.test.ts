/** Embeddings: fetched once, kept, never mixed, and no harm when the server fails. Against a server on loopback. */
import { writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { Search } from "../../src/search/search.ts";
import { type EmbeddingsBehaviour, startEmbeddingsServer } from "../helpers/embeddings-server.ts";
import { openPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";
import { openEmbeddingsRig } from "./embeddings-rig.ts";
import { idsOf } from "./search-rig.ts";

const idOf = (number: number) => `2611.${String(number).padStart(5, "0")}`;
/** Papers about nothing in particular, the first the newest. */
const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) =>
    paper(idOf(from + at), {
      title: `Report ${from + at} on matter ${(from + at) % 7}`,
      publishedAt: new Date(Date.UTC(2026, 10, 20) - (from + at) * 86_400_000),
    }),
  );
const PROBE = /never changes/;
const BROKEN: readonly EmbeddingsBehaviour[] = [
  "stalls",
  "stalls halfway",
  "closes",
  "truncates",
  "HTML",
  "one missing",
  "one twice",
  "other lengths",
  "NaN",
  "not a number",
  "zeros",
  "429",
  "no quota",
  "500",
  "401",
  "404",
  "400",
];
const PATIENTLY = { timeout: 15_000 };
const minutes = (count: number) => count * 60_000;

test("every paper's vector is fetched once, the newest first, in batches with the probe", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(70));
  const { search, embeddings } = await rig.open({ callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  expect(rig.kept()).toEqual({ papers: 70, generations: [70] });
  const [first, ...batches] = rig.server.calls;
  expect(first).toEqual([expect.stringMatching(PROBE)]);
  expect(batches.map(({ length }) => length)).toEqual([32, 32, 9]);
  for (const [probe] of batches) expect(probe).toMatch(PROBE);
  expect(batches[0]?.[1]).toBe("Report 0 on matter 0\n\nWhat paper 2611.00000 found.");
  expect(await embeddings.describe()).toEqual(["70 of 70 papers have a vector of bag (100%)."]);

  await search.sync();
  await search.settled();
  const { search: later } = await rig.open();
  await later.sync();
  await later.settled();
  // A later start asks for nothing but the probe.
  expect(rig.server.calls.slice(4)).toEqual([[expect.stringMatching(PROBE)]]);
});

test("two processes pay for each paper once", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(200));
  const both = [await rig.open(), await rig.open()];
  for (const { search } of both) await search.sync();
  for (const { search } of both) await search.settled();
  const texts = rig.server.calls.flat().filter((text) => !PROBE.test(text));
  expect(texts).toHaveLength(200);
  expect(new Set(texts).size).toBe(200);
  expect(rig.kept().generations).toEqual([200]);
  expect(rig.server.most).toBeLessThanOrEqual(4);
});

test("only what is new or has another text is fetched again; what is gone is forgotten", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save([...many(3), paper("2611.09999", { source: "sample" })]);
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  const before = rig.server.calls.length;
  await rig.save([
    paper(idOf(0), { title: "Another title" }),
    { ...many(1, 1)[0], ...paper(idOf(1), { ...many(1, 1)[0], votes: 99 }) },
    paper(idOf(7)),
  ]);
  await search.sync();
  await search.settled();
  const texts = rig.server.calls.slice(before).flat();
  expect(texts.filter((text) => !PROBE.test(text)).sort()).toEqual([
    "Another title\n\nWhat paper 2611.00000 found.",
    "Paper 2611.00007\n\nWhat paper 2611.00007 found.",
  ]);
  expect(rig.kept()).toEqual({ papers: 4, generations: [4] });
  await rig.papers.dropSamples();
  await search.sync();
  await search.settled();
  expect(rig.kept()).toEqual({ papers: 4, generations: [4] });
});

test("a search finds what says it in other words, and asks for each query once", async () => {
  const rig = await openEmbeddingsRig();
  rig.server.meanings = { automobile: "car", autos: "car" };
  await rig.save([
    ...many(30),
    paper("2611.08001", { title: "Automobile", abstract: "Automobile." }),
    paper("2611.08002", { title: "A car on a road", abstract: "It drives." }),
  ]);
  const { search, embeddings } = await rig.open();
  const find = (typed: string) => search.search(typed, { now: rig.now, offset: 0, limit: 5 });
  await search.sync();
  await search.settled();
  const before = rig.server.calls.length;
  expect(idsOf(await find("car")).slice(0, 2)).toEqual(["2611.08002", "2611.08001"]);
  expect(idsOf(await find("car"))).toContain("2611.08001");
  expect((await find("car")).hits.some(({ isRemote }) => isRemote)).toBe(false);
  expect(rig.server.calls.slice(before)).toEqual([[expect.stringMatching(PROBE), "car"]]);
  // What must stand there, or must not, no vector can tell.
  for (const typed of ['"car"', "car votes:<5", "car -tree"])
    expect(idsOf(await find(typed))).toEqual(["2611.08002"]);
  expect(await embeddings.describe()).toContainEqual(
    "Embedded searches since the start: 1 asked, 0 too late, 0 failed.",
  );
});

const OTHER_WORDS = { automobile: "car", vehicle: "car", autos: "car" };
const CAR = paper("2611.08001", { title: "Car", abstract: "Car, car." });
const LIKE_CAR = paper("2611.08002", { title: "Automobile", abstract: "Vehicle, automobile." });
const similarTo = async (search: Search, id: string, limit = 3) =>
  (await search.similar(id, limit)).map(({ paper: other }) => other.id);

test("papers that say the same in other words are similar, and no server is asked for that", async () => {
  const rig = await openEmbeddingsRig();
  rig.server.meanings = OTHER_WORDS;
  await rig.save([...many(30), CAR, LIKE_CAR]);
  const { search } = await rig.open();
  await search.sync();
  expect(await similarTo(await rig.plain(), CAR.id)).not.toContain(LIKE_CAR.id);
  await search.settled();
  const before = rig.server.calls.length;
  expect((await similarTo(search, CAR.id))[0]).toBe(LIKE_CAR.id);
  expect(rig.server.calls).toHaveLength(before);

  // Nor is one needed at a later start.
  rig.server.behaviours = ["500"];
  const { search: later } = await rig.open();
  await later.sync();
  await later.settled();
  expect((await similarTo(later, CAR.id))[0]).toBe(LIKE_CAR.id);
});

test("neither the paper itself nor another face of it is similar to it, however near its vector", async () => {
  const rig = await openEmbeddingsRig();
  rig.server.meanings = OTHER_WORDS;
  const twin = { ...CAR, id: "2611.08003" };
  await rig.save([...many(30), CAR, twin, LIKE_CAR]);
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  const similar = await similarTo(search, CAR.id, 10);
  expect(similar[0]).toBe(LIKE_CAR.id);
  expect(similar).not.toContain(CAR.id);
  expect(similar).not.toContain(twin.id);
});

test("what is similar is as without vectors, where there are too few, or none of that text", async () => {
  const rig = await openEmbeddingsRig();
  rig.server.meanings = OTHER_WORDS;
  await rig.save([...many(38), CAR, LIKE_CAR]);
  const asWithout = async (search: Search, id: string) => {
    const plain = await rig.plain();
    await plain.sync();
    expect(await similarTo(search, id, 5)).toEqual(await similarTo(plain, id, 5));
  };
  // These two are among the 31 newest.
  rig.server.behaviours = ["well", "well", "500"];
  const { search } = await rig.open({ callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  expect(rig.kept().generations).toEqual([31]);
  await asWithout(search, CAR.id);

  rig.server.behaviours = ["well"];
  rig.now = new Date(rig.now.getTime() + minutes(1));
  await search.sync();
  await search.settled();
  expect((await similarTo(search, CAR.id))[0]).toBe(LIKE_CAR.id);

  // A text that changed has no vector until it is fetched anew; also where nobody has noticed yet.
  rig.server.behaviours = ["500"];
  await rig.save([{ ...CAR, title: "Report 3", abstract: "On matter 3." }]);
  expect(await similarTo(search, CAR.id, 5)).not.toContain(LIKE_CAR.id);
  await search.sync();
  await search.settled();
  await asWithout(search, CAR.id);
});

test("while a changed model's vectors are fetched, similar papers are told by the old ones alone", async () => {
  const rig = await openEmbeddingsRig();
  rig.server.meanings = OTHER_WORDS;
  await rig.save([...many(48), CAR, LIKE_CAR]);
  const { search, embeddings } = await rig.open({ callsAtOnce: 1 });
  const again = async () => {
    rig.now = new Date(rig.now.getTime() + minutes(20));
    await rig.save(many(1, rig.server.calls.length + 100));
    await search.sync();
    await search.settled();
  };
  await again();
  expect((await similarTo(search, CAR.id))[0]).toBe(LIKE_CAR.id);
  // The new one knows nothing of cars, and stops halfway.
  Object.assign(rig.server, { space: "another", meanings: {} });
  await again();
  rig.server.behaviours = ["well", "well", "500"];
  await again();
  expect(rig.kept().generations).toEqual([51, 31]);
  expect((await similarTo(search, CAR.id))[0]).toBe(LIKE_CAR.id);
  expect((await embeddings.describe())[0]).toMatch(/^31 of 53 papers have a vector/);
  // A search's vector would be the new model's, and there are too few of those.
  const before = rig.server.calls.length;
  await search.search("report", { now: rig.now, offset: 0, limit: 5 });
  expect(rig.server.calls).toHaveLength(before);
  rig.server.behaviours = ["well"];
  await again();
  expect(rig.kept().generations).toEqual([54]);
  expect(await similarTo(search, CAR.id)).not.toContain(LIKE_CAR.id);
});

test("what a model wants to stand before a text stands there, but not before the probe", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save([paper("2611.08001", { title: "Kite", abstract: "It flies." })]);
  const { search } = await rig.open({ model: "nomic-embed-text:v1.5" });
  await search.sync();
  await search.settled();
  await search.search("kites fly", { now: rig.now, offset: 0, limit: 5 });
  const [, ofPapers = [], ofQuery = []] = rig.server.calls;
  expect(ofPapers).toEqual([expect.stringMatching(PROBE), "search_document: Kite\n\nIt flies."]);
  expect(ofQuery).toEqual([ofPapers[0], "search_query: kites fly"]);
});

test("another text before the papers is another space; another before the query is not", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(40));
  const vectorsAfter = async (changes: Parameters<typeof rig.open>[0]) => {
    const { search } = await rig.open({ callsAtOnce: 1, ...changes });
    await search.sync();
    await search.settled();
    await search.close();
    return rig.kept().generations;
  };
  expect(await vectorsAfter({})).toEqual([40]);
  const before = rig.server.calls.length;
  expect(await vectorsAfter({ queryPrefix: "query: " })).toEqual([40]);
  expect(rig.server.calls).toHaveLength(before + 1);
  rig.server.behaviours = ["well", "well", "500"];
  expect(await vectorsAfter({ documentPrefix: "passage: " })).toEqual([40, 31]);
  rig.server.behaviours = ["well"];
  rig.now = new Date(rig.now.getTime() + minutes(1));
  expect(await vectorsAfter({ documentPrefix: "passage: " })).toEqual([40]);
  expect(rig.server.calls.at(-1)?.at(-1)).toMatch(/^passage: Report/);
});

test("whatever is typed, a server is sent whole characters, and not too many", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(5));
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  for (const typed of [
    `word ${"x ".repeat(5000)}`,
    "half \ud83d a smile",
    "nul \0 and all",
    "'; DROP TABLE paper; --",
  ])
    await search.search(typed, { now: rig.now, offset: 0, limit: 5 });
  const sent = rig.server.calls
    .flat()
    .slice(-8)
    .filter((text) => !PROBE.test(text));
  expect(sent.map(({ length }) => length)).toEqual([2000, 14, 13, 23]);
  expect(sent[1]).toBe("half \ufffd a smile");
  expect(rig.kept().generations).toEqual([5]);
});

test("nothing is asked for a query before enough papers have vectors", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(40));
  rig.server.behaviours = ["well", "well", "500"];
  const { search, embeddings } = await rig.open({ callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  expect(rig.kept().generations).toEqual([31]);
  const before = rig.server.calls.length;
  await search.search("report", { now: rig.now, offset: 0, limit: 5 });
  expect(rig.server.calls).toHaveLength(before);
  expect(await embeddings.describe()).toEqual([
    "31 of 40 papers have a vector of bag (77%; used from 80% on).",
    "The embeddings server has trouble of its own (error 500). Again in 30 s.",
  ]);
});

test("after a failure it rests, longer each time, and goes on where it was", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(40));
  rig.server.behaviours = ["well", "well", "500"];
  const { search } = await rig.open({ callsAtOnce: 1 });
  const fill = async (seconds: number) => {
    rig.now = new Date(rig.now.getTime() + seconds * 1000);
    await search.sync();
    await search.settled();
    return rig.server.calls.length;
  };
  expect(await fill(0)).toBe(3);
  expect(await fill(29)).toBe(3);
  expect(await fill(2)).toBe(4);
  expect(await fill(59)).toBe(4);
  rig.server.behaviours = ["well"];
  expect(await fill(2)).toBe(6);
  expect(rig.kept().generations).toEqual([40]);
  // Said once as long as it is the same.
  expect(rig.warnings()).toHaveLength(1);
});

test.each(["retry-after", "none said"])(
  "a server that asks to slow down is left alone (%s)",
  async (said) => {
    const rig = await openEmbeddingsRig();
    await rig.save(many(2));
    rig.server.behaviours = ["429"];
    rig.server.retryAfter = said === "none said" ? undefined : "120";
    const { search } = await rig.open();
    const fill = async (seconds: number) => {
      rig.now = new Date(rig.now.getTime() + seconds * 1000);
      await search.sync();
      await search.settled();
    };
    await fill(0);
    rig.server.behaviours = ["well"];
    await fill(said === "none said" ? 19 : 119);
    expect(rig.server.calls).toHaveLength(1);
    await fill(2);
    expect(rig.kept().generations).toEqual([2]);
  },
);

test("what it may cost is a ceiling, and what was paid is in the book", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(310));
  rig.server.usage = (texts) => texts.length * 20;
  // 31 texts are estimated at some 800 tokens, of which 640 are charged.
  const budget = rig.budget(100, 0.4);
  const { search, embeddings } = await rig.open({ budget, callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  const batches = rig.server.calls.length - 1;
  expect(batches).toBeGreaterThan(2);
  expect(batches).toBeLessThan(7);
  expect(rig.kept().generations).toEqual([batches * 31]);
  const tokens = (batches * 32 + 1) * 20;
  expect(await embeddings.describe()).toEqual([
    expect.stringContaining(`${batches * 31} of 310 papers`),
    "The month's budget for embeddings is used up. Again in 3600 s.",
    `$${(tokens / 10_000).toFixed(2)} of $0.40 used for embeddings this month: ${tokens.toLocaleString("en-US")} tokens in ${batches + 1} calls.`,
  ]);
  rig.now = new Date("2026-12-01T00:00:00Z");
  await search.sync();
  await search.settled();
  expect(rig.server.calls.length).toBeGreaterThan(batches + 1);
});

test("where usage is not told, the estimate stands", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(1));
  rig.server.usage = undefined;
  const budget = rig.budget(1000, 5);
  const { search, embeddings } = await rig.open({ budget });
  await search.sync();
  await search.settled();
  expect(rig.kept().generations).toEqual([1]);
  expect((await embeddings.describe()).at(-1)).toMatch(/^\$0\.0[4-9] of \$5\.00/);
});

test("when the model behind the name changes, all are fetched anew, and none are mixed", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(40));
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  rig.server.space = "another";
  await rig.save(many(10, 40));
  const again = async () => {
    rig.now = new Date(rig.now.getTime() + minutes(1));
    await search.sync();
    await search.settled();
  };
  await again();
  // Once is not enough: nothing of it is kept, nothing is begun.
  expect(rig.kept()).toEqual({ papers: 50, generations: [40] });
  await again();
  // The old ones went when the new ones were complete.
  expect(rig.kept()).toEqual({ papers: 50, generations: [50] });
  expect(rig.warnings().join("\n")).toContain("the embedding model is another");
});

test("a model that answers otherwise only once is not taken for another", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(5));
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  const again = async (space: string) => {
    rig.server.space = space;
    rig.now = new Date(rig.now.getTime() + minutes(20));
    await rig.save(many(1, rig.server.calls.length + 100));
    await search.sync();
    await search.settled();
  };
  for (const space of ["x", "", "y", "z", ""]) await again(space);
  expect(rig.kept().generations).toHaveLength(1);
  expect(rig.kept().generations).toEqual([rig.kept().papers]);
});

test("a query's vector of another space than the papers' changes nothing", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(30));
  const { search } = await rig.open();
  const find = async () =>
    idsOf(await search.search("report matter 3", { now: rig.now, offset: 0, limit: 30 }));
  await search.sync();
  await search.settled();
  rig.server.space = "another";
  expect([await find()]).toEqual(await rig.without("report matter 3"));
});

test("another model, and other lengths, begin anew; the old ones go when it is complete", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(40));
  const first = await rig.open();
  await first.search.sync();
  await first.search.settled();
  rig.server.dimensions = 100;
  rig.server.behaviours = ["well", "well", "500"];
  const second = await rig.open({ model: "other", callsAtOnce: 1 });
  await second.search.sync();
  await second.search.settled();
  expect(rig.kept().generations).toEqual([40, 31]);
  rig.server.behaviours = ["well"];
  rig.now = new Date(rig.now.getTime() + minutes(1));
  await second.search.sync();
  await second.search.settled();
  expect(rig.kept().generations).toEqual([40]);
});

test("whatever a server sends, nothing broken is kept, and a search is as it was", {
  timeout: 60_000,
}, async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(20));
  const { search } = await rig.open({ timeoutMs: 1000, apiKey: "sk-secret" });
  const find = async (typed: string) =>
    idsOf(await search.search(typed, { now: rig.now, offset: 0, limit: 30 }));
  await search.sync();
  await search.settled();
  let papers = 20;
  for (const behaviour of BROKEN) {
    expect(rig.kept().generations, behaviour).toEqual([papers]);
    rig.server.behaviours = [behaviour];
    // Words that are kept are not asked for.
    rig.now = new Date(rig.now.getTime() + minutes(61));
    expect([await find("report"), await find("matter 3")], behaviour).toEqual(
      await rig.without("report", "matter 3"),
    );
    await rig.save(many(3, 1000 + papers).map((one) => ({ ...one, title: `Other ${one.id}` })));
    await search.sync();
    await search.settled();
    expect(rig.kept(), behaviour).toEqual({ papers: papers + 3, generations: [papers] });
    rig.server.behaviours = ["well"];
    rig.now = new Date(rig.now.getTime() + minutes(61));
    await search.sync();
    await search.settled();
    papers += 3;
  }
  expect(rig.kept().generations).toEqual([papers]);
  expect(rig.warnings().join()).not.toContain("sk-secret");
  for (const said of [
    "error 401",
    "error 404",
    "error 400",
    "error 500",
    "quota is used up",
    "not answer in time",
  ])
    expect(rig.warnings().join()).toContain(said);
});

test.each(["old", "numbers", "shuffled", "unnumbered"] as const)(
  "a server that answers otherwise (%s) is understood all the same",
  async (behaviour) => {
    const rig = await openEmbeddingsRig();
    await rig.save([...many(30), paper("2611.08001", { title: "Kite", abstract: "Kite." })]);
    rig.server.meanings = { dragon: "kite" };
    rig.server.behaviours = [behaviour];
    const { search } = await rig.open();
    await search.sync();
    await search.settled();
    expect(rig.kept().generations).toEqual([31]);
    expect(idsOf(await search.search("dragon", { now: rig.now, offset: 0, limit: 3 }))[0]).toBe("2611.08001");
  },
);

test("a text that the server will not take is left out, and its neighbours are not", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save([
    ...many(40),
    paper("2611.08001", { abstract: "Poison." }),
    paper("2611.08002", { abstract: "long ".repeat(900) }),
  ]);
  rig.server.dislikes = (text) => text.includes("Poison") || text.length > 2000;
  const { search, embeddings } = await rig.open({ callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  // Of the long one the beginning was taken.
  expect(rig.kept()).toEqual({ papers: 42, generations: [41] });
  expect((await embeddings.describe())[0]).toBe("41 of 42 papers have a vector of bag (97%).");
  const before = rig.server.calls.length;
  rig.now = new Date(rig.now.getTime() + minutes(60));
  await search.sync();
  await search.settled();
  expect(rig.server.calls).toHaveLength(before);
});

test("texts that the server never takes are asked for more and more rarely, and are no fault of the server", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save([
    ...many(5),
    ...["2611.08001", "2611.08002"].map((id) => paper(id, { abstract: "Poison." })),
  ]);
  rig.server.dislikes = (text) => text.includes("Poison");
  const { search, embeddings } = await rig.open();
  const daysLater = async (days: number) => {
    const before = rig.server.calls.length;
    rig.now = new Date(rig.now.getTime() + days * minutes(24 * 60));
    await search.sync();
    await search.settled();
    return rig.server.calls.length - before;
  };
  await daysLater(0);
  for (const days of [1, 2, 4]) {
    expect(await daysLater(days - 0.1)).toBe(0);
    expect(await daysLater(0.1)).toBeGreaterThan(0);
    expect(await embeddings.describe()).toEqual([expect.stringMatching(/^5 of 7 papers have a vector/)]);
  }
});

test("a search does not wait for a slow server, and after some time asks it no more", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(20));
  const { search, embeddings } = await rig.open({ patienceMs: 30 });
  await search.sync();
  await search.settled();
  rig.server.behaviours = ["stalls"];
  const before = rig.server.calls.length;
  for (const word of ["report", "matter", "report 1", "report 2", "report 3"])
    expect((await search.search(word, { now: rig.now, offset: 0, limit: 5 })).hits).toHaveLength(5);
  await expect.poll(() => rig.server.calls.length, PATIENTLY).toBe(before + 3);
  expect(await embeddings.describe()).toContainEqual(
    "Embedded searches since the start: 3 asked, 3 too late, 0 failed.",
  );
});

test("what is under way when it closes is kept, and nothing more is asked for", async () => {
  const rig = await openEmbeddingsRig();
  const { search, embeddings } = await rig.open({ callsAtOnce: 1 });
  await search.sync();
  await search.settled();
  let goOn = () => {};
  rig.server.hold = new Promise((resolve) => {
    goOn = resolve;
  });
  await rig.save(many(200));
  await search.sync();
  await expect.poll(() => rig.server.calls.length, PATIENTLY).toBe(2);
  const closed = embeddings.close();
  goOn();
  await closed;
  expect(rig.server.calls).toHaveLength(2);
  expect(rig.kept()).toEqual({ papers: 200, generations: [31] });
});

test("closing does not wait for the server, and the next start takes over at once", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(10));
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  await rig.save(many(10, 10));
  rig.server.behaviours = ["stalls"];
  await search.sync();
  await expect.poll(() => rig.server.calls.length, PATIENTLY).toBe(3);
  await search.close();
  rig.server.behaviours = ["well"];
  const { search: later } = await rig.open();
  await later.sync();
  await later.settled();
  expect(rig.kept().generations).toEqual([20]);
});

test("where sqlite-vec does not load, that is said once, and searching goes on", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(3));
  const { search, embeddings } = await rig.open({ extension: "/nonexistent/vec0" });
  for (let time = 0; time < 3; time += 1) {
    rig.now = new Date(rig.now.getTime() + minutes(60));
    await search.sync();
    await search.settled();
  }
  expect(rig.server.calls).toHaveLength(0);
  expect((await search.search("report", { now: rig.now, offset: 0, limit: 5 })).hits).toHaveLength(3);
  expect(await embeddings.describe()).toEqual([
    "Vectors of bag have not been asked for yet.",
    "SQLite's extension for vectors (sqlite-vec) does not load on this system.",
  ]);
  expect(rig.warnings()).toHaveLength(1);
});

test("with a model named, Paperboy searches by meaning and tells an operator how it stands", async () => {
  const server = await startEmbeddingsServer();
  server.meanings = { dragon: "kite" };
  const paperboy = await openPaperboy(new Date("2026-11-24T12:00:00Z"), {
    OPENAI_BASE_URL: server.url,
    OPENAI_API_KEY: "sk-test",
    OPENAI_INPUT_PRICE_USD: "0",
    OPENAI_OUTPUT_PRICE_USD: "0",
    OPENAI_EMBEDDING_MODEL: "bag",
    OPENAI_EMBEDDING_PRICE_USD: "10",
    OPENAI_EMBEDDING_QUERY_PREFIX: "find: ",
    OPENAI_EMBEDDING_DOCUMENT_PREFIX: "about: ",
    HF_SEARCH: "off",
  });
  onTestFinished(() => paperboy.close());
  await paperboy.list("2026-11-23", [...many(20), paper("2611.08001", { title: "Kite", abstract: "Kite." })]);
  await paperboy.core.search.settled();
  // On a busy machine an answer may take longer than a search waits; it is kept for the next one.
  await expect.poll(() => paperboy.ask("search dragon"), PATIENTLY).toContain("Kite");
  expect(server.headers.every(({ authorization }) => authorization === "Bearer sk-test")).toBe(true);
  const status = await paperboy.ask("status");
  expect(status).toContain("21 of 21 papers have a vector of bag (100%).");
  expect(status).toMatch(/\$0\.00 of \$1\.00 used for embeddings this month: \d+ tokens in \d calls\./);
  expect(status).toMatch(/\$0\.00 of \$5\.00 used \(0%\) for models/);
});

test("a damaged file is set aside, not deleted, and vectors are fetched anew", async () => {
  const rig = await openEmbeddingsRig();
  await rig.save(many(3));
  writeFileSync(rig.file, "This is not a database. ".repeat(500));
  const { search } = await rig.open();
  await search.sync();
  await search.settled();
  rig.now = new Date(rig.now.getTime() + minutes(1));
  await search.sync();
  await search.settled();
  expect(rig.kept().generations).toEqual([3]);
  expect(rig.warnings().join()).toContain("set aside");
});
