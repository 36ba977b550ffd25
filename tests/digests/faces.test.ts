/** One work, whatever its ids: a channel reads it once. */
import { expect, onTestFinished, test } from "vitest";
import { openPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

const ABSTRACT = `Long contexts make the key-value cache of a transformer larger than its weights. We quantize keys
  per channel and values per token, keep a short window in full precision, and choose the number of bits for each
  layer by its sensitivity. On four models the cache becomes eight times smaller at no loss of accuracy.`;
const first = paper("2611.00001", { title: "Small caches", abstract: ABSTRACT, votes: 30 });
const again = paper("2612.00002", {
  title: "KVQ: quantizing what transformers keep",
  abstract: ABSTRACT.replace("eight times", "nine times"),
  votes: 40,
});
const other = paper("2612.00003", { title: "Folding cloth", abstract: "Robots fold laundry.", votes: 5 });

async function open() {
  const paperboy = await openPaperboy(new Date("2026-11-20T15:00:00Z"));
  onTestFinished(() => paperboy.close());
  /** What the next digest would show, without what it would leave out. */
  const preview = async () => (await paperboy.ask("preview")).split("Left out:")[0] ?? "";
  return { ...paperboy, preview };
}

test("a digest never shows two faces of one paper", async () => {
  const { list, preview } = await open();
  await list("2026-11-20", [first, again, other]);
  const digest = await preview();
  expect(digest).toContain(again.title);
  expect(digest).toContain(other.title);
  expect(digest).not.toContain(first.title);
});

test("nor one of a paper that the channel was shown long ago, under another id", async () => {
  const { list, ask, preview, setNow, platform } = await open();
  await list("2026-11-20", [first]);
  await ask("digest");
  expect(platform.posts).toHaveLength(1);
  setNow(new Date("2026-12-18T15:00:00Z"));
  await list("2026-12-18", [again, other]);
  const digest = await preview();
  expect(digest).toContain(other.title);
  expect(digest).not.toContain(again.title);
});

test("nor what was dismissed under another id", async () => {
  const { list, ask, preview } = await open();
  await list("2026-11-20", [first, other]);
  await ask(`less ${first.id}`);
  await list("2026-11-20", [first, again, other]);
  expect(await preview()).not.toContain(again.title);
});

test("two colleagues' finds that are one work come once, with both names, and are then used up", async () => {
  const { list, ask, preview, platform, setNow } = await open();
  await list("2026-11-20", [first, again, other]);
  const caller = (name: string) => ({ id: name, name, mayConfigure: true, timeZone: "UTC" });
  await ask(`add ${first.id}`, { caller: caller("Ada") });
  await ask(`add ${again.id}`, { caller: caller("Grace") });
  await ask("digest");
  setNow(new Date("2026-11-21T15:00:00Z"));
  const text = JSON.stringify(platform.posts);
  expect(text).toContain("added by Ada");
  expect(text).toContain("added by Grace");
  expect(await preview()).not.toContain(again.title);
});

test("what is like a paper is never the paper itself under another id", async () => {
  const { list, ask } = await open();
  const near = paper("2610.00004", {
    title: "Caches in eight bits",
    abstract: "We quantize the key-value cache of a transformer to eight bits per value.",
  });
  await list("2026-11-20", [first, again, near]);
  const answer = await ask(`similar ${first.id}`);
  expect(answer).toContain(near.title);
  expect(answer).not.toContain(again.title);
});
