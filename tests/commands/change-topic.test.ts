import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Form } from "../../src/platform/form.ts";
import type { Message } from "../../src/platform/message.ts";
import { plainText } from "../../src/platform/plain-text.ts";
import { openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";
import { paper } from "../helpers/papers.ts";

const GRACE = { id: "u2", name: "Grace", mayConfigure: true };
const GUEST = { id: "u3", name: "Guest", mayConfigure: false, whoMayConfigure: "Only members may." };

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
  await paperboy.list("2026-11-20", [paper("2611.00002", { title: "Video diffusion from text", votes: 12 })]);
  await paperboy.run('subscribe "kv cache"');
});
afterEach(() => paperboy.close());

const form = (name: string, argument = "", over = {}): Promise<Form | Message> => {
  const caller = { id: "u1", name: "Ada", mayConfigure: true };
  const command = { name, argument, page: 1, channel: paperboy.channel, caller, key: "form" };
  return paperboy.core.bot.form({ ...command, ...over });
};

async function filled(name: string, argument = "", over = {}): Promise<Form> {
  const asked = await form(name, argument, over);
  if ("blocks" in asked) throw new Error(plainText(asked));
  return asked;
}

/** The id with which a form picks this topic. */
async function idOf(label: string): Promise<string> {
  const [choice] = (await filled("change")).fields;
  const option = choice?.kind === "choice" ? choice.options.find((one) => one.label === label) : undefined;
  if (option === undefined) throw new Error(`${label} cannot be picked`);
  return option.value;
}

describe("change", () => {
  it("puts other words in a topic's place, which keeps since when it is followed, and says who did it", async () => {
    await paperboy.run("subscribe agents");
    paperboy.setNow(new Date("2026-11-21T15:00:00Z"));
    const answer = await paperboy.ask('change "kv cache" to diffusion -survey', { caller: GRACE });
    expect(answer).toContain('now follows diffusion -survey in place of "kv cache"');
    expect(answer).toContain("Video diffusion from text");
    const topics = await paperboy.ask("topics");
    expect(topics).toContain("diffusion -survey · Ada, 2026-11-20 · changed by Grace, 2026-11-21");
    expect(topics).not.toContain("kv cache");
    expect(topics).toContain("2 topics");
  });

  it("is undone by the button that it offers", async () => {
    const message = await paperboy.run('change "kv cache" to diffusion');
    await paperboy.press(message, "Undo");
    expect(await paperboy.ask("topics")).toContain('"kv cache" · Ada');
  });

  it("takes the longest topic that is followed before a “to”", async () => {
    await paperboy.run("subscribe text");
    await paperboy.run('subscribe "text to image"');
    expect(await paperboy.ask('change "text to image" to text to video')).toContain(
      'follows text to video in place of "text to image"',
    );
  });

  it("offers the change that was meant when a topic is typed almost so", async () => {
    await paperboy.run("subscribe agents");
    const message = await paperboy.run("change agentz to world models");
    expect(plainText(message)).not.toContain("[unsubscribe");
    await paperboy.press(message, "change agents to world models");
    expect(await paperboy.ask("topics")).toContain("world models · Ada");
  });

  it("offers all topics in their order when none is meant", async () => {
    for (const [hour, topic] of ["robotics", "agents", "diffusion"].entries()) {
      paperboy.setNow(new Date(Date.UTC(2026, 10, 20, 16 + hour)));
      await paperboy.run(`subscribe ${topic}`);
    }
    expect(await paperboy.ask("unsubscribe 2")).toContain(
      '[unsubscribe "kv cache"] [unsubscribe robotics] [unsubscribe agents] [unsubscribe diffusion]',
    );
  });

  it("leaves both as they are when the other one is followed already", async () => {
    await paperboy.run("subscribe agents");
    const message = await paperboy.run('change agents to "KV  cache"');
    expect(plainText(message)).toContain("already follows");
    expect((await paperboy.ask("topics")).match(/ · Ada/g)).toHaveLength(2);
    await paperboy.press(message, "Remove the other one");
    expect(await paperboy.ask("topics")).not.toContain("agents");
  });

  it("says when the topic was changed or removed meanwhile, and loses no words", async () => {
    const id = await idOf('"kv cache"');
    await paperboy.run('change "kv cache" to agents', { caller: GRACE });
    const message = await paperboy.run(`change ${id} diffusion`);
    expect(plainText(message)).toContain("Somebody changed or removed that topic meanwhile.");
    expect(plainText(message)).toContain("- agents");
    expect(await paperboy.ask("topics")).not.toContain("diffusion");
    await paperboy.press(message, "Follow the new words");
    expect(await paperboy.ask("topics")).toContain("diffusion");
    expect(await paperboy.ask(`unsubscribe ${id}`)).toContain("Somebody changed or removed");
  });

  it("only takes other spelling of the same topic as a change", async () => {
    expect(await paperboy.ask('change "kv cache" to "kv cache"')).toContain("stays as it is");
    expect(await paperboy.ask("topics")).not.toContain("changed by");
    expect(await paperboy.ask('change "kv cache" to "KV caches"')).toContain('follows "KV caches"');
    expect(await paperboy.ask("topics")).toContain("changed by Ada");
  });

  it("explains what it cannot use, and offers the form with what was typed", async () => {
    const id = await idOf('"kv cache"');
    const message = await paperboy.run(`change ${id} -survey`);
    expect(plainText(message)).toContain("I understood what to leave out");
    const again = message.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
    expect(again).toMatchObject([{ command: { name: "change", argument: `${id} -survey` }, form: "ask" }]);
    expect(await paperboy.ask('change "kv cache"')).toContain("Say what it becomes");
    expect(await paperboy.ask("change video to agents")).toContain("does not follow “video”");
  });

  it("is refused to whoever may not configure, form and all", async () => {
    const caller = GUEST;
    expect(await paperboy.ask('change "kv cache" to agents', { caller })).toBe("Only members may.");
    expect(await form("change", "", { caller })).toMatchObject({
      blocks: [{ spans: ["Only members may."] }],
    });
    expect(await form("unsubscribe", "", { caller })).toMatchObject({
      blocks: [{ spans: ["Only members may."] }],
    });
  });

  it("asks which topic, and for its words as they were typed", async () => {
    paperboy.setNow(new Date("2026-11-20T16:00:00Z"));
    await paperboy.run("subscribe diffusion -survey min:5");
    const id = await idOf("diffusion -survey min:5");
    const { fields } = await filled("change", id);
    expect(fields).toMatchObject([
      { kind: "choice", value: id, options: [{ label: '"kv cache"' }, { label: "diffusion -survey min:5" }] },
      { kind: "text", value: "diffusion -survey min:5" },
    ]);
    expect((await filled("change", `${id} diffusion`)).fields[1]).toMatchObject({ value: "diffusion" });
  });

  it("knows nothing of the topics of other channels and workspaces", async () => {
    const id = await idOf('"kv cache"');
    for (const over of [{ id: "c2" }, { workspace: "w2" }]) {
      const channel = { ...paperboy.channel, ...over };
      expect(await form("change", id, { channel })).toMatchObject({ blocks: [{ kind: "text" }] });
      expect(await paperboy.ask(`change ${id} agents`, { channel })).toContain("follows no topic yet");
      expect(await paperboy.ask(`unsubscribe ${id}`, { channel })).toContain("follows no topic");
    }
    expect(await paperboy.ask("topics")).toContain('"kv cache" · Ada, 2026-11-20');
  });

  it("completes with the topic to be edited", async () => {
    const caller = { id: "u1", name: "Ada", mayConfigure: true };
    const command = { name: "change", argument: '"k', page: 1, channel: paperboy.channel, caller, key: "k" };
    expect(await paperboy.core.bot.suggest(command)).toEqual(['"kv cache" to "kv cache"']);
  });
});

describe("unsubscribe, in a form", () => {
  it("asks which topic", async () => {
    const id = await idOf('"kv cache"');
    expect((await filled("unsubscribe")).fields).toMatchObject([{ kind: "choice", value: id }]);
    expect(await paperboy.ask(`unsubscribe ${id}`)).toContain('no longer follows "kv cache"');
    expect(await form("unsubscribe")).toMatchObject({ blocks: [{ kind: "text" }] });
  });
});
