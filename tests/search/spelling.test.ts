/** Which typed words are changed, and which never. */
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Paper } from "../../src/papers/paper.ts";
import { paper } from "../helpers/papers.ts";
import { openSearchRig, type SearchRig } from "./search-rig.ts";

async function openRig(papers: readonly Paper[]): Promise<SearchRig> {
  const rig = await openSearchRig(papers);
  onTestFinished(() => rig.close());
  return rig;
}

/** Papers that make words common. */
function many(count: number, month: string, title: string, abstract: string): readonly Paper[] {
  return Array.from({ length: count }, (_, at) =>
    paper(`${month}.${String(at).padStart(5, "0")}`, { title, abstract }),
  );
}

const COMMON = many(
  120,
  "2601",
  "A llama with a tool",
  "Models with reasoning capabilities use a tool, by diffusion.",
);
const LLARA = paper("2602.00001", { title: "LLaRA", abstract: "Robots learn." });
const SLIP = paper("2602.00002", { title: "Agents", abstract: "On the capabilites of agents." });

test("a paper's own name is never changed, however near a common word is", async () => {
  const { answer, find } = await openRig([...COMMON, LLARA]);
  for (const typed of ["llara", "LLaRA", "llara models"]) {
    expect((await answer(typed)).showing).toBeUndefined();
    expect((await find(typed))[0]).toBe(LLARA.id);
  }
  expect((await answer("lllama models")).showing).toBe("llama models");
});

test("the words of titles are never changed", async () => {
  const word = fc.string({ unit: fc.constantFrom(..."abct"), minLength: 4, maxLength: 9 });
  const titles = fc.sample(fc.array(word, { minLength: 1, maxLength: 4 }), { numRuns: 150, seed: 1 });
  const { answer } = await openRig(
    titles.map((words, at) =>
      paper(`2603.${String(at).padStart(5, "0")}`, { title: words.join(" "), abstract: "" }),
    ),
  );
  const known = fc.constantFrom(...new Set(titles.flat()));
  await fc.assert(
    fc.asyncProperty(fc.array(known, { minLength: 1, maxLength: 8 }), async (words) => {
      expect((await answer(words.join(" "))).showing).toBeUndefined();
    }),
  );
});

test("capitals within a word say that it is a name", async () => {
  const { answer } = await openRig(COMMON);
  expect((await answer("trol")).showing).toBe("tool");
  for (const typed of ["TroL", "TROL", "TROLs"]) expect((await answer(typed)).showing).toBeUndefined();
  expect((await answer("TOOL DIFUSION")).showing).toBe("TOOL DIFFUSION");
});

test("a right word that the catalog lacks stays, unless a slip from a common word is likelier", async () => {
  const depth = many(8, "2604", "Depth in class", "Captions of a lifelike depth with a det.");
  const { answer } = await openRig([...COMMON, ...depth]);
  for (const typed of ["death", "debt", "technical debt", "glass", "lifetime"]) {
    expect((await answer(typed)).showing, typed).toBeUndefined();
  }
  expect((await answer("detph")).showing).toBe("depth");
  expect((await answer("difusion")).showing).toBe("diffusion");
});

test("a rare word is changed only where a common one stands beside the same words, and is looked for all the same", async () => {
  const { answer } = await openRig([...COMMON, SLIP]);
  expect((await answer("capabilites")).showing).toBeUndefined();
  expect((await answer("capabilites of agents")).showing).toBeUndefined();
  const { showing, total } = await answer("reasoning capabilites");
  expect({ showing, total }).toEqual({ showing: "reasoning capabilities", total: COMMON.length + 1 });
});

test("no letter moves to a neighbour only because a function word comes of it", async () => {
  const { answer } = await openRig(many(5, "2601", "A dof of models", "Models with a dof."));
  expect((await answer("the herd of models")).showing).toBeUndefined();
  expect((await answer("th emodels")).showing).toBe("the models");
});

test("what is searched for is shown in the case that was typed, and only plain words are changed", async () => {
  const { answer } = await openRig([...COMMON, LLARA]);
  for (const [typed, shown] of [
    ["Reasoning Capabiliteis", "Reasoning Capabilities"],
    ["author:difusion Difusion", "author:difusion Diffusion"],
    ['difusion title:difusion -difusion "difusion"', 'diffusion title:difusion -difusion "difusion"'],
    ["title: difusion, x:difusion", "title: difusion, x:diffusion"],
    ["«a  tool» difusion", "«a  tool» diffusion"],
    ["difusion 2602.00001 difusion", "diffusion 2602.00001 diffusion"],
  ] as const) {
    expect((await answer(typed)).showing).toBe(shown);
  }
});
