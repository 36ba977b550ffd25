/** What the index says of a catalog is what a look at each of its papers says. */
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createDirectionMemory } from "../../src/search/direction-memory.ts";
import { RANK } from "../../src/search/lsa.ts";
import { parseQuery } from "../../src/search/query.ts";
import { openEngine } from "../../src/search/search-engine.ts";
import { openIndex } from "../../src/search/search-index.ts";
import { paper } from "../helpers/papers.ts";
import { NOW } from "./search-rig.ts";

/** Words that no stemmer changes. */
const WORDS = ["abacus", "bingo", "cargo", "dodo", "ergo", "fargo", "gringo", "hippo"];

function openMemory() {
  const db = openIndex(":memory:");
  onTestFinished(() => {
    db.close();
  });
  return { db, engine: openEngine(db) };
}

/** A text of so many words, the later ones of the list more seldom. */
function textFrom(seed: number, length: number): string {
  let state = seed + 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length }, () => WORDS[Math.floor(next() ** 3 * WORDS.length)]).join(" ");
}

test("words and phrases are found in exactly the papers that say them, whatever the batches were", () => {
  const { engine } = openMemory();
  const texts = Array.from({ length: 4000 }, (_, at) => textFrom(at, at % 7 === 0 ? 300 : 6));
  const sizes = [1, 900, 30, 1500, 1569];
  let from = 0;
  for (const size of sizes) {
    const batch = texts
      .slice(from, from + size)
      .map((abstract, at) => paper(`p${from + at}`, { title: "", abstract }));
    from += size;
    engine.write(batch, { epoch: 1, change: from });
  }
  expect(from).toBe(texts.length);
  const found = (typed: string) => {
    const query = parseQuery(typed, NOW);
    const { hits, total } = engine.search({ typed, query, now: 0, limit: texts.length, listed: undefined });
    expect(total).toBe(hits.ids.length);
    return [...hits.ids].sort();
  };
  const holding = (phrase: string) =>
    texts.flatMap((text, at) => (` ${text} `.includes(` ${phrase} `) ? [`p${at}`] : [])).sort();
  for (const first of WORDS) {
    expect(found(first)).toEqual(holding(first));
    for (const second of WORDS) {
      const phrase = `${first} ${second}`;
      expect(found(`"${phrase}"`)).toEqual(holding(phrase));
      expect(found(`"${phrase} ${first}"`)).toEqual(holding(`${phrase} ${first}`));
    }
  }
});

test("papers that are written while a model is fitted are in it, and the old one serves until then", () => {
  const { db, engine } = openMemory();
  const about = (at: number) => paper(`p${at}`, { title: "", abstract: textFrom(at, 40) });
  engine.write(
    Array.from({ length: 500 }, (_, at) => about(at)),
    { epoch: 1, change: 500 },
  );
  let count = 500;
  const directions = db.prepare<[], number>("SELECT count(*) FROM model_paper").pluck();
  const fitAll = () => {
    let slices = 1;
    for (; engine.fitModel(0) === "fitting"; slices += 1) {
      if (slices % 5 !== 0) continue;
      engine.write([about(count)], { epoch: 1, change: count + 1 });
      count += 1;
    }
    return slices;
  };
  expect(fitAll()).toBeGreaterThan(20);
  expect(count).toBeGreaterThan(503);
  expect(directions.get()).toBe(count);
  expect(engine.fitModel(0)).toBe("not due");

  engine.write(
    Array.from({ length: 600 }, (_, at) => about(count + at)),
    { epoch: 1, change: count + 600 },
  );
  count += 600;
  expect(directions.get()).toBe(count);
  const before = engine.similar(about(7), 5);
  expect(engine.fitModel(0)).toBe("fitting");
  expect(engine.similar(about(7), 5)).toEqual(before);
  fitAll();
  expect(directions.get()).toBe(count);
  expect(engine.similar(about(count - 1), 5).ids).toHaveLength(5);
});

test("neighbours are told by the newest model, and nothing of the one before", () => {
  const { db, engine } = openMemory();
  const about = (at: number) =>
    paper(`p${at}`, {
      title: "",
      abstract: Array.from({ length: 12 }, (_, place) => `w${(at * (place + 3) * (at + place)) % 301}`).join(
        " ",
      ),
    });
  const write = (from: number, to: number) => {
    const papers = Array.from({ length: to - from }, (_, at) => about(from + at));
    engine.write(papers, { epoch: 1, change: to });
    expect(engine.fitModel(Number.POSITIVE_INFINITY)).toBe("fitted");
  };
  const neighbours = (of: typeof engine) => [7, 107, 207].map((at) => of.similar(about(at), 20).ids);
  write(0, 450);
  const before = neighbours(engine);
  write(450, 950);
  const after = neighbours(engine);
  expect(after).not.toEqual(before);
  expect(after).toEqual(neighbours(openEngine(db)));
});

test("the same papers give the same model, in whatever batches they came", () => {
  const directionsAfter = (size: number) => {
    const { db, engine } = openMemory();
    for (let from = 0; from < 600; from += size) {
      const papers = Array.from({ length: Math.min(size, 600 - from) }, (_, at) =>
        paper(`p${from + at}`, {
          title: "",
          abstract: Array.from({ length: 12 }, (_, place) => `w${((from + at) * (place + 3)) % 301}`).join(
            " ",
          ),
        }),
      );
      engine.write(papers, { epoch: 1, change: from + papers.length });
    }
    expect(engine.fitModel(Number.POSITIVE_INFINITY)).toBe("fitted");
    return db
      .prepare<[], Buffer>("SELECT direction FROM model_paper ORDER BY number")
      .pluck()
      .all()
      .map((direction) => direction.toString("hex"));
  };
  const directions = directionsAfter(600);
  expect(directions).toHaveLength(600);
  expect(new Set(directions).size).toBeGreaterThan(290);
  expect(directionsAfter(70).filter((direction, at) => direction !== directions[at])).toHaveLength(0);
});

test("the product of two directions is the sum of the products of their numbers", () => {
  const directions = fc.array(fc.integer({ min: -127, max: 127 }), { minLength: RANK, maxLength: RANK });
  fc.assert(
    fc.property(directions, fc.array(directions, { maxLength: 5 }), (one, many) => {
      const memory = createDirectionMemory();
      for (const [place, other] of many.entries()) memory.set(place, Int8Array.from(other));
      const products: number[] = [];
      memory.forEachProduct(Int8Array.from(one), many.length, (place, product) => {
        products[place] = product;
      });
      expect(products).toEqual(
        many.map((other) => other.reduce((sum, value, at) => sum + value * (one[at] ?? 0), 0)),
      );
    }),
    { numRuns: 50 },
  );
});

test("directions stay where they are when there are more than fit into what was asked for first", () => {
  const memory = createDirectionMemory();
  const count = 40_000;
  const direction = new Int8Array(RANK);
  for (let place = 0; place < count; place += 1) {
    direction[place % RANK] = (place % 120) + 1;
    memory.set(place, direction);
    direction[place % RANK] = 0;
  }
  let wrong = 0;
  memory.forEachProduct(new Int8Array(RANK).fill(2), count, (place, product) => {
    if (product !== 2 * ((place % 120) + 1)) wrong += 1;
  });
  expect(wrong).toBe(0);
});

/** No word is a letter off another: which words are known depends on former states of papers too. */
const UNLIKE = [
  ...WORDS.filter((word) => word !== "cargo" && word !== "fargo"),
  "abacus bingo",
  "ergo abacus dodo",
  '"abacus abacus"',
  "cat:cs.CL bingo",
];
const changes = fc.array(
  fc.array(fc.record({ id: fc.integer({ min: 0, max: 11 }), seed: fc.nat(), isTagged: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 6 },
);

test("an index that followed every change of its papers answers as one that is made anew", () => {
  fc.assert(
    fc.property(changes, (batches) => {
      const [followed, anew] = [openMemory().engine, openMemory().engine];
      const latest = new Map<string, ReturnType<typeof paper>>();
      for (const [change, batch] of batches.entries()) {
        const papers = batch.map(({ id, seed, isTagged }) =>
          paper(`p${id}`, {
            title: textFrom(seed, 3),
            abstract: textFrom(seed + 1, 9),
            categories: isTagged ? ["cs.CL"] : [],
          }),
        );
        for (const one of papers) latest.set(one.id, one);
        followed.write(papers, { epoch: 1, change: change + 1 });
      }
      anew.write([...latest.values()], { epoch: 1, change: batches.length });
      const answer = (engine: typeof anew, typed: string) => {
        const query = parseQuery(typed, NOW);
        const { hits, total } = engine.search({ typed, query, now: 0, limit: 100, listed: undefined });
        return { total, scores: Object.fromEntries(hits.ids.map((id, at) => [id, hits.scores[at]])) };
      };
      for (const typed of UNLIKE) expect(answer(followed, typed)).toEqual(answer(anew, typed));
    }),
    { numRuns: 60 },
  );
});

test("what every paper says finds them all, also when each of them has changed again and again", () => {
  const { engine } = openMemory();
  for (let change = 1; change <= 5; change += 1) {
    const papers = Array.from({ length: 100 }, (_, at) =>
      paper(`p${at}`, { abstract: `abacus ${at}`, keywords: [`state ${change}`] }),
    );
    engine.write(papers, { epoch: 1, change });
    const query = parseQuery("abacus", NOW);
    expect(engine.search({ typed: "abacus", query, now: 0, limit: 1, listed: undefined }).total).toBe(100);
  }
  expect(engine.warm()).toEqual({ papers: 100, outdated: 400 });
});

test("a paper that explains a short form is one paper however often it changes", () => {
  const { engine } = openMemory();
  const explaining = (keyword: string) =>
    paper("p1", { abstract: "We study quick zebra foraging (QZF).", keywords: [keyword] });
  engine.write([explaining("one")], { epoch: 1, change: 1 });
  engine.write([explaining("two")], { epoch: 1, change: 2 });
  expect(engine.acronymCounts()).toEqual([]);
  engine.write([{ ...explaining("one"), id: "p2" }], { epoch: 1, change: 3 });
  expect(engine.acronymCounts()).toMatchObject([{ short: "qzf", papers: 2 }]);
});
