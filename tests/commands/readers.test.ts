import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

const CACHE = paper("2611.00001", { title: "Smaller KV cache for long contexts", votes: 30 });
const VIDEO = paper("2611.00002", { title: "Video diffusion from text", votes: 12 });

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
  await paperboy.list("2026-11-20", [CACHE, VIDEO]);
});
afterEach(() => paperboy.close());

const by = (id: string, name: string) => ({ caller: { id, name, mayConfigure: true } });

describe("add", () => {
  it("puts a colleague's find first in the next digest, with credit and note, and only there", async () => {
    await paperboy.run("add https://arxiv.org/abs/2611.00002v3 the one to read", by("u2", "Grace"));
    await paperboy.run("digest");
    await paperboy.run("digest");
    const [post, ...others] = paperboy.platform.posts;
    expect(others).toEqual([]);
    const cards = post?.message.blocks.flatMap((block) => (block.kind === "paper" ? [block.card] : [])) ?? [];
    expect(cards[0]).toMatchObject({
      paperId: "2611.00002",
      reasons: ["added by Grace"],
      note: { by: "Grace", text: "the one to read" },
    });
    expect(cards.map(({ paperId }) => paperId)).toEqual(["2611.00002", "2611.00001"]);
  });

  it("asks for an id or a link", async () => {
    expect(await paperboy.ask("add something good")).toContain("“something” is no arXiv id or link");
  });
});

describe("less", () => {
  it("keeps the paper out of the digest, and can be undone", async () => {
    const message = await paperboy.run("less 2611.00001");
    expect(await paperboy.ask("preview")).toContain("1 “not for us”: Smaller KV cache");
    await paperboy.press(message, "Undo");
    expect(await paperboy.ask("preview")).not.toContain("“not for us”");
  });

  it("offers to mute the phrase that brought it and to drop its topic", async () => {
    await paperboy.run('subscribe "kv cache"');
    const message = await paperboy.run("less 2611.00001");
    expect(actionOf(message, "Mute “kv cache”").command).toMatchObject({
      name: "mute",
      argument: '"kv cache"',
    });
    await paperboy.press(message, 'Unsubscribe "kv cache"');
    expect(await paperboy.ask("topics")).toContain("follows no topic yet");
  });
});

describe("save", () => {
  it("keeps a list for each person, latest first", async () => {
    await paperboy.run("save 2611.00001");
    paperboy.setNow(new Date("2026-11-20T16:00:00Z"));
    await paperboy.run("save 2611.00002");
    expect(await paperboy.ask("saved")).toMatch(/2 papers[\s\S]*Video diffusion[\s\S]*Smaller KV cache/);
    expect(await paperboy.ask("saved", by("u2", "Grace"))).toContain("Your list is empty");
  });

  it("offers to take off the list what stands on it", async () => {
    await paperboy.run("save 2611.00001");
    const list = await paperboy.run("saved");
    expect(plainText(list)).not.toContain("[Save]");
    await paperboy.press(list, "Remove");
    expect(await paperboy.ask("saved")).toContain("Your list is empty");
    expect(await paperboy.ask("help save")).toContain("takes it off the list");
  });

  it("is undone by its button", async () => {
    const message = await paperboy.run("save 2611.00001");
    await paperboy.press(message, "Undo");
    expect(await paperboy.ask("saved")).toContain("Your list is empty");
  });
});
