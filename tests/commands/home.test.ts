import { afterEach, beforeEach, expect, it } from "vitest";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

it("home offers to add, change and remove topics of the channels that the viewer set up", async () => {
  expect(await paperboy.ask("home")).toContain("You have set up no channel yet");
  await paperboy.run("subscribe diffusion");
  const there = { platform: paperboy.channel.platform, workspace: "w1", id: "c1" };
  const home = await paperboy.run("home");
  expect(actionOf(home, "Add a topic").command).toMatchObject({ name: "subscribe", channel: there });
  expect(actionOf(home, "Change a topic")).toMatchObject({
    command: { name: "change", argument: "", channel: there },
    form: "ask",
  });
  expect(actionOf(home, "Remove a topic")).toMatchObject({
    command: { name: "unsubscribe", argument: "", channel: there },
    form: "ask",
  });
  expect(await paperboy.ask("home")).toContain("diffusion · Ada, 2026-11-20");
  await paperboy.run("unsubscribe all");
  const offered = JSON.stringify(await paperboy.run("home"));
  expect(offered).not.toContain("Remove a topic");
  expect(offered).not.toContain("Change a topic");
  expect(await paperboy.ask("home", { caller: { id: "u2", name: "Bob", mayConfigure: true } })).toContain(
    "no channel yet",
  );
});
