import { afterEach, beforeEach, expect, it } from "vitest";
import { actionOf, openPaperboy, type TestPaperboy } from "../helpers/paperboy.ts";

let paperboy: TestPaperboy;
beforeEach(async () => {
  paperboy = await openPaperboy();
});
afterEach(() => paperboy.close());

it("home offers to add and to remove topics of the channels that the viewer set up", async () => {
  expect(await paperboy.ask("home")).toContain("You have set up no channel yet");
  await paperboy.run("subscribe diffusion");
  const add = actionOf(await paperboy.run("home"), "Add a topic");
  const remove = actionOf(await paperboy.run("home"), "Remove a topic");
  const there = { platform: paperboy.channel.platform, workspace: "w1", id: "c1" };
  expect(add.command).toMatchObject({ name: "subscribe", channel: there });
  expect(remove).toMatchObject({
    command: { name: "unsubscribe", argument: "", channel: there },
    form: [{ kind: "text", value: "diffusion" }],
  });
  await paperboy.run("subscribe agents");
  expect(actionOf(await paperboy.run("home"), "Remove a topic").form).toMatchObject([{ value: "" }]);
  await paperboy.run("unsubscribe all");
  const offered = JSON.stringify(await paperboy.run("home"));
  expect(offered).not.toContain("Remove a topic");
  expect(await paperboy.ask("home", { caller: { id: "u2", name: "Bob", mayConfigure: true } })).toContain(
    "no channel yet",
  );
});
