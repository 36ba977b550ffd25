import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CommandSpec } from "../../../src/platform/command.ts";
import type { Action, Message } from "../../../src/platform/message.ts";
import { COMMANDS, createRecordingBot, type RecordingBot, says } from "../../contract/recording-bot.ts";
import { fillForm } from "./fill-form.ts";
import { newChannel, person } from "./slack-world.ts";
import {
  CHANNEL,
  ELSEWHERE,
  GUEST,
  openTeam,
  PERSON,
  read,
  TEAM,
  type Team,
  type TeamOptions,
} from "./team.ts";

const hidden = (name: string): CommandSpec => ({
  name,
  help: name,
  usage: name,
  example: name,
  argument: undefined,
  audience: "caller",
  configures: false,
  hidden: true,
});
const SPECS: readonly CommandSpec[] = [
  ...COMMANDS,
  ...["home", "hello", "welcome", "find"].map(hidden),
  { ...hidden("pause"), hidden: false, configures: true, audience: "channel" },
];

let bot: RecordingBot;
let team: Team;
let clock: Date;

async function begin(options: TeamOptions = {}): Promise<void> {
  clock = new Date();
  bot = { ...createRecordingBot(), commands: SPECS };
  bot.run = async (command) => {
    bot.ran.push(command);
    return bot.answer(command);
  };
  team = await openTeam(bot, { now: () => clock, ...options });
}

afterEach(async () => {
  expect(team.world.violations).toEqual([]);
  await team.close();
});

const offer = (...actions: readonly Action[]): Message => ({ blocks: [{ kind: "actions", actions }] });
const command = (name: string, argument = "", page = 1) => ({ name, argument, page });
const last = () => bot.ran.at(-1);

describe("what people press", () => {
  beforeEach(() => begin());

  it("turns a page in its place, and answers everything else below", async () => {
    bot.answer = ({ page }) =>
      offer(
        { label: "Next", command: command("search", "x", page + 1) },
        { label: "Help", command: command("help") },
      );
    await team.type("search x");
    expect(await team.press("Next")).toMatchObject({ replaces: true });
    expect(last()).toMatchObject({ page: 2 });
    expect(await team.press("Help")).toMatchObject({ replaces: false });
  });

  it("never replaces what others read too", async () => {
    bot.answer = () => offer({ label: "Next", command: command("today", "", 2) });
    await team.type("today");
    expect(await team.press("Next")).toMatchObject({ replaces: false });
  });

  it("does once what was pressed twice", async () => {
    bot.answer = () => offer({ label: "Save", command: command("more", "x") });
    await team.type("search x");
    const shown = team.world.nextShown("twice");
    await Promise.all([
      team.sender.payload(team.pressPayload("Save", "twice")),
      team.sender.payload(team.pressPayload("Save", "twice")),
    ]);
    await shown;
    expect(bot.ran.filter(({ name }) => name === "more")).toHaveLength(1);
    clock = new Date(clock.getTime() + 5000);
    await team.press("Save");
    expect(bot.ran.filter(({ name }) => name === "more")).toHaveLength(2);
  });

  it("answers as a message when the address is used up", async () => {
    bot.answer = () => offer({ label: "Save", command: command("help", "x") });
    await team.type("search x");
    const shown = team.world.nextShown(PERSON, "ephemeral");
    const response_url = new URL("/used-up", team.world.apiUrl).href;
    await team.sender.payload({ ...team.pressPayload("Save", "x"), response_url });
    expect(read(await shown)).toContain("Save");
  });

  it("asks with pickers and sends what was picked", async () => {
    bot.answer = ({ name, argument }) =>
      name === "search"
        ? offer({
            label: "Change the hour",
            command: command("subscribe"),
            form: [
              { label: "Topic", kind: "text", value: "", hint: "kv cache" },
              { label: "Time", kind: "time", value: "09:00", hint: "" },
              { label: "Days", kind: "days", value: "weekdays", hint: "" },
              { label: "Zone", kind: "zone", value: "Europe/Berlin", hint: "" },
            ],
          })
        : says(`set to ${argument}`);
    await team.type("search x");
    const answer = await fillForm(team, "Change the hour", ["  kv cache ", "17:30", "fri,mon", "Asia/Tokyo"]);
    expect(read(answer)).toContain("set to kv cache 17:30 mon,fri Asia/Tokyo");
    const [view] = [...team.world.views.values()];
    expect(view).toMatchObject({
      blocks: [
        { element: { type: "plain_text_input" } },
        { element: { type: "timepicker", initial_time: "09:00" } },
        {
          element: { type: "checkboxes", initial_options: [{ value: "mon" }, {}, {}, {}, { value: "fri" }] },
        },
        { element: { type: "external_select", initial_option: { value: "Europe/Berlin" } } },
      ],
    });
  });

  it("finds zones by what is typed", async () => {
    const response = await team.sender.payload({
      type: "block_suggestion",
      user: { id: PERSON, team_id: TEAM },
      team: { id: TEAM, domain: "home" },
      container: { type: "view", view_id: "V1" },
      action_id: "zone",
      block_id: "field:0",
      value: "new y",
    });
    expect(await response.json()).toMatchObject({
      options: [{ value: "America/New_York", text: { text: "America/New York" } }],
    });
  });
});

describe("what people type", () => {
  beforeEach(() => begin());

  const mention = (text: string, over: object = {}) =>
    team.event({ type: "app_mention", user: PERSON, text, channel: CHANNEL, ts: "100.1", ...over });

  it.each([
    ["<@U0BOT> kv cache", "search", "kv cache"],
    ["<@U0BOT> search kv &amp; q &lt;b&gt;", "search", "kv & q <b>"],
    [
      "hey <@U0BOT> <https://arxiv.org/abs/2401.00001|arxiv.org/abs/2401.00001>",
      "search",
      "hey   https://arxiv.org/abs/2401.00001",
    ],
    ["<@U0BOT> today", "today", ""],
    ["<@U0BOT> about <#C1|papers> and <@U2|ada> <!here>", "search", "about #papers and @ada @here"],
    ["<@U0BOT>", "help", ""],
  ])("as a mention: %s", async (text, name, argument) => {
    const shown = name === "today" ? undefined : team.world.nextShown(PERSON, "ephemeral");
    await mention(text);
    await shown;
    await expect
      .poll(() => last())
      .toMatchObject({ name, argument, channel: { id: CHANNEL, workspace: TEAM } });
  });

  it("once, although Slack sends it again", async () => {
    const again = { event_id: "Ev1" };
    await mention("<@U0BOT> today", {});
    await team.event(
      { type: "app_mention", user: PERSON, text: "<@U0BOT> today", channel: CHANNEL, ts: "100.1" },
      again,
    );
    await expect.poll(() => team.team.channels.get(CHANNEL)?.messages).toHaveLength(1);
    expect(bot.ran).toHaveLength(1);
  });

  it("as a direct message, and not what a bot says or what was edited", async () => {
    const direct = { type: "message", channel_type: "im", channel: "D0ADA", user: PERSON, text: "today" };
    team.team.channels.set("D0ADA", newChannel("", { isDirect: true }));
    await team.event({ ...direct, ts: "1.1", bot_id: "B1" });
    await team.event({ ...direct, ts: "1.2", subtype: "message_changed" });
    await team.event({ ...direct, ts: "1.3", channel_type: "channel", channel: CHANNEL });
    await team.event({ ...direct, ts: "1.4" });
    await expect.poll(() => team.team.channels.get("D0ADA")?.messages).toHaveLength(1);
    expect(bot.ran).toMatchObject([
      { name: "today", caller: { mayConfigure: true, timeZone: "Europe/Berlin" } },
    ]);
  });

  it("with the shortcut on somebody's message, whose links are looked for", async () => {
    const shown = team.world.nextShown("shortcut");
    await team.sender.payload({
      type: "message_action",
      callback_id: "find_paper",
      user: { id: PERSON, name: "ada", team_id: TEAM },
      team: { id: TEAM, domain: "home" },
      channel: { id: CHANNEL, name: "papers" },
      message: { text: "see <https://arxiv.org/abs/2401.00001>", ts: "1.1" },
      trigger_id: "t1",
      response_url: team.world.responseUrl("shortcut"),
    });
    expect(await shown).toMatchObject({ isPublic: false });
    expect(last()).toMatchObject({ name: "find", argument: "see https://arxiv.org/abs/2401.00001" });
  });

  it("is told of other ways to ask when it asks for help", async () => {
    expect(read(await team.type("help"))).toContain("@Paperboy kv cache");
    expect(read(await team.type(""))).toContain("@Paperboy kv cache");
    expect(read(await team.type("today"))).not.toContain("@Paperboy");
  });

  it("may copy the slash command into a direct message or a mention", async () => {
    await mention("<@U0BOT> /papers search kv cache");
    await expect.poll(() => last()).toMatchObject({ name: "search", argument: "kv cache" });
  });
});

describe("the Home page", () => {
  beforeEach(() => begin());

  const homeOf = () =>
    ({
      blocks: [
        { kind: "heading", text: "papers" },
        {
          kind: "actions",
          actions: [
            {
              label: "Pause",
              command: {
                ...command("pause"),
                channel: { platform: "slack", workspace: TEAM, id: ELSEWHERE },
              },
            },
            { label: "Preview", command: command("help") },
            {
              label: "Add a topic",
              command: {
                ...command("subscribe"),
                channel: { platform: "slack", workspace: TEAM, id: ELSEWHERE },
              },
              form: [{ label: "Topic", kind: "text", value: "", hint: "" }],
            },
          ],
        },
      ],
    }) satisfies Message;
  const openHome = async () => {
    bot.answer = ({ name }) => (name === "home" ? homeOf() : says(`did ${name}`));
    const shown = team.world.nextShown(PERSON, "home");
    await team.event({ type: "app_home_opened", user: PERSON, channel: "D1", tab: "home", event_ts: "1.1" });
    return shown;
  };

  it("shows what the viewer set up", async () => {
    expect(read(await openHome())).toContain("papers");
    expect(last()).toMatchObject({ name: "home", caller: { id: PERSON } });
    expect(team.team.homes.get(PERSON)).toMatchObject({ type: "home" });
  });

  it("changes a channel from there, and shows what came of it", async () => {
    await openHome();
    const home = team.world.nextShown(PERSON, "home");
    await team.sender.payload(team.pressPayload("Pause", "x"));
    expect(read(await home)).toMatch(/did pause[\s\S]*papers/);
    expect(bot.ran.find(({ name }) => name === "pause")).toMatchObject({
      channel: { id: ELSEWHERE },
      caller: { mayConfigure: true },
    });
  });

  it("opens a window for what is only to be read", async () => {
    await openHome();
    const opened = team.world.nextShown("any", "view");
    await team.sender.payload(team.pressPayload("Preview", "x"));
    const { text: id } = await opened;
    await expect.poll(() => JSON.stringify(team.world.views.get(id))).toContain("did help");
  });

  it("takes a form, shows the answer in its window and the page anew", async () => {
    await openHome();
    const home = team.world.nextShown(PERSON, "home");
    const answer = await fillForm(team, "Add a topic", ["kv cache"]);
    expect(read(answer)).toContain("did subscribe");
    await home;
    expect(bot.ran.find(({ name }) => name === "subscribe")).toMatchObject({
      argument: "kv cache",
      channel: { id: ELSEWHERE },
    });
  });

  it("lets nobody change a channel in which they are not", async () => {
    const there = team.team.channels.get(ELSEWHERE);
    if (there === undefined) throw new Error("no such channel");
    there.isMember = false;
    await openHome();
    const home = team.world.nextShown(PERSON, "home");
    await team.sender.payload(team.pressPayload("Pause", "x"));
    await home;
    expect(bot.ran.find(({ name }) => name === "pause")?.caller).toMatchObject({
      mayConfigure: false,
      whoMayConfigure: expect.stringContaining("Everyone in the channel"),
    });
  });
});

describe("who may configure", () => {
  const people: readonly (readonly [string, Record<string, unknown>])[] = [
    ["member", {}],
    ["guest", { is_restricted: true }],
    ["stranger", { team_id: "T0OTHER", is_stranger: true }],
    ["partner", { team_id: "T0OTHER" }],
    ["colleague", { team_id: "T0OTHER", enterprise_user: { teams: [TEAM] } }],
    ["admin", { is_admin: true }],
    ["creator", {}],
  ];
  const allowed = async (env: Record<string, string>, channel = CHANNEL) => {
    await begin({ env });
    team.team.channels.set(CHANNEL, newChannel("papers", { creator: "U0creator" }));
    const may: string[] = [];
    for (const [name, is] of people) {
      team.team.users.set(`U0${name}`, person(`U0${name}`, TEAM, is));
      await team.type("subscribe x", { as: `U0${name}`, channel });
      if (last()?.caller.mayConfigure) may.push(name);
      else expect(last()?.caller.whoMayConfigure).toMatch(/\w+ may /);
    }
    return may;
  };

  it("is everyone but guests and people from elsewhere", async () => {
    expect(await allowed({})).toEqual(["member", "colleague", "admin", "creator"]);
  });

  it("is everyone, if guests are let", async () => {
    expect(await allowed({ SLACK_GUESTS: "configure" })).toEqual(people.map(([name]) => name));
  });

  it("is the creator and admins, if so set", async () => {
    expect(await allowed({ SLACK_CONFIGURE: "creators" })).toEqual(["admin", "creator"]);
  });

  it("is admins only, if so set", async () => {
    expect(await allowed({ SLACK_CONFIGURE: "admins" })).toEqual(["admin"]);
  });

  it("is whoever writes, in a direct message", async () => {
    expect(await allowed({ SLACK_CONFIGURE: "admins" }, "D0DIRECT")).toEqual(people.map(([name]) => name));
  });

  it("is nobody whom Slack does not tell about, and the refusal is private", async () => {
    await begin();
    bot.answer = ({ caller }) => says(caller.whoMayConfigure ?? "done");
    const answer = await team.type("subscribe x", { as: "U0NOBODY" });
    expect(read(answer)).toContain("try again");
    expect(answer.isPublic).toBe(false);
    expect((await team.type("subscribe x", { as: GUEST })).isPublic).toBe(false);
    expect((await team.type("subscribe x")).isPublic).toBe(true);
  });
});
