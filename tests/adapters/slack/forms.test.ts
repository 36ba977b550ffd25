import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Action, Message } from "../../../src/platform/message.ts";
import { changeForm } from "../../contract/change-form.ts";
import { COMMANDS, createRecordingBot, type RecordingBot, says } from "../../contract/recording-bot.ts";
import { fillForm, pickPayload } from "./fill-form.ts";
import { CHANNEL, ELSEWHERE, openTeam, PERSON, read, TEAM, type Team } from "./team.ts";

const THERE = { platform: "slack", workspace: TEAM, id: ELSEWHERE };
const CHANGE: Action = {
  label: "Change a topic",
  command: { name: "more", argument: "", page: 1, channel: THERE },
  form: "ask",
};

let bot: RecordingBot;
let team: Team;

beforeEach(async () => {
  const [first] = COMMANDS;
  if (first === undefined) throw new Error("there are commands");
  const home = { ...first, name: "home", argument: undefined, hidden: true };
  const pause = { ...first, name: "pause", argument: undefined, configures: true };
  bot = { ...createRecordingBot(), commands: [...COMMANDS, home, pause] };
  bot.run = async (command) => {
    bot.ran.push(command);
    return bot.answer(command);
  };
  bot.form = async (command) => {
    bot.askedForForms.push(command);
    return bot.formFor(command);
  };
  bot.formFor = ({ argument }) => changeForm(argument);
  team = await openTeam(bot);
});
afterEach(async () => {
  expect(team.world.violations).toEqual([]);
  await team.close();
});

const offer = (...actions: readonly Action[]): Message => ({ blocks: [{ kind: "actions", actions }] });

async function openHome(...actions: readonly Action[]): Promise<void> {
  bot.answer = ({ name }) => (name === "home" ? offer(...actions) : says(`did ${name}`));
  const shown = team.world.nextShown(PERSON, "home");
  await team.event({ type: "app_home_opened", user: PERSON, channel: "D1", tab: "home", event_ts: "1.1" });
  await shown;
}

async function openWindow(label: string): Promise<string> {
  const opened = team.world.nextShown("any", "view");
  await team.sender.payload(team.pressPayload(label, "x"));
  return (await opened).text;
}

describe("a form that follows what is picked", () => {
  it("is filled in on the Home page, for the channel that it is about", async () => {
    await openHome(CHANGE);
    const home = team.world.nextShown(PERSON, "home");
    const answer = await fillForm(team, "Change a topic", ["video diffusion", "diffusion -survey"]);
    expect(read(answer)).toContain("did more");
    await home;
    const asked = { channel: { id: ELSEWHERE }, caller: { id: PERSON, mayConfigure: true } };
    expect(bot.askedForForms).toMatchObject([
      { argument: "", ...asked },
      { argument: "#2", ...asked },
    ]);
    const changed = bot.ran.find(({ name }) => name === "more");
    expect(changed).toMatchObject({ argument: "#2 diffusion -survey", channel: { id: ELSEWHERE } });
  });

  it("shows the words of what was picked last, however fast", async () => {
    await openHome(CHANGE);
    const id = await openWindow("Change a topic");
    const picks = ["video diffusion", "kv cache", "video diffusion"].map((label) =>
      pickPayload(team, id, label),
    );
    for (const pick of picks) await team.sender.payload(pick);
    await expect
      .poll(() => team.world.calls.filter(({ method }) => method === "views.update").length)
      .toBe(3);
    expect(team.world.views.get(id)).toMatchObject({
      blocks: [
        { element: { initial_option: { value: "#2" } } },
        { element: { initial_value: "video diffusion" } },
      ],
    });
  });

  it("takes no words that belong to another pick", async () => {
    await openHome(CHANGE);
    const id = await openWindow("Change a topic");
    const view = team.world.views.get(id);
    const response = await team.sender.payload({
      type: "view_submission",
      user: { id: PERSON, name: "ada", team_id: TEAM },
      team: { id: TEAM, domain: "home" },
      trigger_id: randomUUID(),
      view: {
        ...(typeof view === "object" && view),
        id,
        hash: "1.1",
        state: {
          values: {
            "field:0": { choice: { type: "static_select", selected_option: { value: "#2" } } },
            "field:1:#1": { answer: { type: "plain_text_input", value: "kv cache" } },
          },
        },
      },
    });
    expect(await response.json()).toMatchObject({
      response_action: "errors",
      errors: { "field:1:#1": expect.stringContaining("picked before") },
    });
    expect(bot.ran.some(({ name }) => name === "more")).toBe(false);
  });

  it("takes the place of the last of three windows that lie upon each other", async () => {
    await openHome({ label: "Preview", command: { ...CHANGE.command, name: "help" } });
    bot.answer = () => offer(CHANGE);
    const id = await openWindow("Preview");
    await expect.poll(() => JSON.stringify(team.world.views.get(id))).toContain("Change a topic");
    team.world.failNext("views.push", (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ ok: false, error: "push_limit_reached" }));
    });
    expect(await openWindow("Change a topic")).toBe(id);
    expect(team.world.views.get(id)).toMatchObject({ submit: { text: "Save" } });
  });

  it("says in its place why there is nothing to ask", async () => {
    await openHome(CHANGE);
    bot.formFor = () => says("This channel follows no topic.");
    const id = await openWindow("Change a topic");
    expect(JSON.stringify(team.world.views.get(id))).toContain("This channel follows no topic.");
  });

  it("says so when what it is about has gone while it was open", async () => {
    await openHome(CHANGE);
    const id = await openWindow("Change a topic");
    bot.formFor = () => says("Somebody removed that topic.");
    const changed = team.world.nextShown(id, "view");
    await team.sender.payload(pickPayload(team, id, "video diffusion"));
    expect(read(await changed)).toContain("Somebody removed that topic.");
  });
});

describe("an answer about another channel", () => {
  it("has buttons that act there, on the Home page and in its windows", async () => {
    const pause = { ...CHANGE.command, name: "pause" };
    await openHome(
      { label: "Pause", command: pause },
      { label: "Preview", command: { ...pause, name: "help" } },
    );
    bot.answer = ({ name }) =>
      offer({ label: `after ${name}`, command: { name: "more", argument: name, page: 1 } });
    const home = team.world.nextShown(PERSON, "home");
    await team.sender.payload(team.pressPayload("Pause", "x"));
    await home;
    await openWindow("after pause");
    await expect
      .poll(() => bot.ran.at(-1))
      .toMatchObject({ name: "more", argument: "pause", channel: { id: ELSEWHERE } });
  });

  it("comes in a window upon the one with the button, but for another page of the same", async () => {
    await openHome({ label: "Preview", command: { ...CHANGE.command, name: "help" } });
    bot.answer = ({ name, page }) =>
      offer(
        { label: "Next", command: { name, argument: "", page: page + 1 } },
        { label: `Summary ${page}`, command: { name: "more", argument: "x", page: 1 } },
      );
    const id = await openWindow("Preview");
    await expect.poll(() => JSON.stringify(team.world.views.get(id))).toContain("Summary 1");
    const turned = team.world.nextShown(id, "view");
    await team.sender.payload(team.pressPayload("Next", "x"));
    expect(read(await turned)).toContain("Summary 2");
    expect(await openWindow("Summary 2")).not.toBe(id);
    await expect.poll(() => bot.ran.at(-1)).toMatchObject({ name: "more", channel: { id: ELSEWHERE } });
    expect(JSON.stringify(team.world.views.get(id))).toContain("Summary 2");
  });

  it("and here, one that names no channel acts here", async () => {
    bot.answer = () => offer({ label: "Again", command: { name: "more", argument: "x", page: 1 } });
    await team.type("help");
    await team.press("Again");
    expect(bot.ran.at(-1)).toMatchObject({ channel: { id: CHANNEL } });
  });
});
