import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

const CACHE = paper("2611.00001", { title: "Smaller KV cache for long contexts", votes: 30 });
const VIDEO = paper("2611.00002", { title: "Video diffusion from text", votes: 12 });

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
  await paperboy.list("2026-11-19", [CACHE]);
  await paperboy.list("2026-11-20", [VIDEO, CACHE]);
});
afterEach(() => paperboy.close());

describe("subscribe", () => {
  it("says what the topic would have brought, when the digest comes, and who may change it", async () => {
    const answer = await paperboy.ask('subscribe "kv cache"');
    expect(answer).toContain('This channel now follows "kv cache".');
    expect(answer).toContain("Over the last 2 list days it would have brought about");
    expect(answer).toContain("Smaller KV cache for long contexts (https://huggingface.co/papers/2611.00001)");
    expect(answer).not.toContain("Video diffusion");
    expect(answer).toContain("at 09:00 on weekdays (Europe/Berlin)");
  });

  it("is undone by the button that it offers", async () => {
    const message = await paperboy.run("subscribe diffusion");
    await paperboy.press(message, "Unsubscribe");
    expect(await paperboy.ask("topics")).toContain("follows no topic yet");
  });

  it("takes the same topic once, however it is typed", async () => {
    await paperboy.run('subscribe "kv cache"');
    expect(await paperboy.ask("subscribe “KV  Cache”")).toContain("already follows");
    expect((await paperboy.ask("topics")).match(/kv\s+cache/gi)).toHaveLength(1);
  });

  it("is refused to whoever may not configure, with the platform's reason", async () => {
    const caller = {
      id: "u2",
      name: "Guest",
      mayConfigure: false,
      whoMayConfigure: "Only members of this workspace may change topics.",
    };
    expect(await paperboy.ask("subscribe x", { caller })).toBe(
      "Only members of this workspace may change topics.",
    );
    expect(await paperboy.ask("topics")).toContain("follows no topic yet");
  });

  it("says what keeps it from posting", async () => {
    paperboy.platform.obstacles.set("c1", "Invite me first: /invite @Paperboy");
    expect(await paperboy.ask("subscribe x")).toContain("Invite me first: /invite @Paperboy");
  });

  it("explains itself when nothing is named", async () => {
    expect(await paperboy.ask("subscribe")).toContain("subscribe <topic>");
  });

  it("keeps the channels of a workspace apart", async () => {
    await paperboy.run("subscribe diffusion");
    const elsewhere = { ...paperboy.channel, workspace: "w2" };
    expect(await paperboy.ask("topics", { channel: elsewhere })).toContain("follows no topic yet");
  });
});

describe("unsubscribe", () => {
  it("offers what is followed when it is asked for something else", async () => {
    await paperboy.run('subscribe "kv cache"');
    const message = await paperboy.run('unsubscribe "kv caches of llms"');
    await paperboy.press(message, 'unsubscribe "kv cache"');
    expect(await paperboy.ask("topics")).toContain("follows no topic yet");
  });

  it("takes them all", async () => {
    await paperboy.run("subscribe diffusion");
    await paperboy.run("subscribe agents");
    expect(await paperboy.ask("unsubscribe all")).toMatch(/- agents\n- diffusion/);
    expect(await paperboy.ask("topics")).toContain("follows no topic yet");
  });

  it("completes with what is followed", async () => {
    await paperboy.run("subscribe diffusion");
    const { core, channel } = paperboy;
    const caller = { id: "u1", name: "Ada", mayConfigure: true };
    const command = { name: "unsubscribe", argument: "d", page: 1, channel, caller, key: "k" };
    expect(await core.bot.suggest(command)).toEqual(["diffusion"]);
  });
});

describe("what a topic would have brought", () => {
  it("names papers first of which the title shows why", async () => {
    const about = (id: string, title: string, votes: number) =>
      paper(id, { title, votes, abstract: "Boats have sails." });
    await paperboy.list("2026-11-20", [
      about("2611.00081", "On the sea", 90),
      about("2611.00082", "The sail of a boat", 3),
    ]);
    expect(await paperboy.ask("subscribe sails")).toMatch(/The sail of a boat[\s\S]*On the sea/);
  });
});

describe("topics", () => {
  it("does not say of whoever only subscribed that they changed the schedule", async () => {
    await paperboy.run("subscribe diffusion");
    expect(await paperboy.ask("topics")).not.toContain("Changed by");
  });

  it("names who set each, and who changed the channel last", async () => {
    await paperboy.run("subscribe diffusion");
    const caller = { id: "u2", name: "Grace", mayConfigure: true };
    await paperboy.run("schedule 17:00 fri UTC", { caller });
    const answer = await paperboy.ask("topics");
    expect(answer).toContain("diffusion · Ada, 2026-11-20");
    expect(answer).toContain("Changed by Grace on 2026-11-20.");
  });

  it("offers a form for a new topic", async () => {
    const form = actionOf(await paperboy.run("topics"), "Add a topic");
    expect(form.form).toHaveLength(1);
    expect(form.command).toMatchObject({ name: "subscribe", argument: "" });
  });
});

describe("mute", () => {
  it("keeps a phrase out of the digest until it is taken back", async () => {
    const message = await paperboy.run('mute "video diffusion"');
    expect(await paperboy.ask("preview")).toMatch(/1 muted here: Video diffusion from text/);
    await paperboy.press(message, "Undo");
    expect(await paperboy.ask("preview")).not.toContain("muted here");
  });
});
