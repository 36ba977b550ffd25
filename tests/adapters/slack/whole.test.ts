/** The whole program in two workspaces of somebody else's Slack: installed, used, killed, uninstalled. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import type { SlackPlatform } from "../../../adapters/slack/slack.ts";
import { readConfig } from "../../../src/config.ts";
import { type Core, openCore } from "../../../src/core.ts";
import { createLog } from "../../../src/log.ts";
import { currentListDay } from "../../../src/papers/list-day.ts";
import type { Channel } from "../../../src/platform/message.ts";
import { plainText } from "../../../src/platform/plain-text.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { encryptMemory, parseSecretKeys } from "../../../src/storage/encrypted-memory.ts";
import { createMemory } from "../../../src/storage/memory-store.ts";
import { paper } from "../../helpers/papers.ts";
import { createSender, type Sender } from "./slack-world.ts";
import { manyWorkspaces, openPlatform, SECRET_KEY, SIGNING_SECRET } from "./team.ts";
import { CLIENT, startTwoWorkspaces, TEAMS, type TeamId, type TwoWorkspaces } from "./two-workspaces.ts";

const [A, B] = TEAMS;
const NOWHERE = "http://127.0.0.1:9";
const CHANNEL = "C000000001";
const PERSON = "U000000001";
/** For a machine that has other things to do. */
const PATIENCE = { timeout: 15_000 };

interface Running {
  readonly core: Core;
  readonly platform: SlackPlatform;
  readonly folder: string;
}

let slack: TwoWorkspaces;
let running: Running[];
let sender: Sender;
/** What the clock is ahead of this machine's. */
let ahead: number;

const now = () => new Date(Date.now() + ahead);
const last = (): Running => {
  const found = running.at(-1);
  if (found === undefined) throw new Error("nothing runs");
  return found;
};

async function start(folder: string): Promise<Running> {
  const read = readConfig({ PAPERBOY_DATA_DIR: folder, HF_API_URL: NOWHERE, ARXIV_API_URL: NOWHERE });
  const parsed = parseSecretKeys(SECRET_KEY);
  const [key] = "keys" in parsed ? parsed.keys : [];
  if ("faults" in read || key === undefined) throw new Error("faulty settings");
  const log = createLog({ level: "silent", pretty: false, secrets: [] });
  const platforms = new Map<string, Platform>();
  const core = await openCore({
    config: read.config,
    version: "0",
    log,
    now,
    platforms,
  });
  const memory = encryptMemory(createMemory(core.database, "slack", now), "slack", [key]);
  const platform = openPlatform(settings(), { log, memory, now });
  platforms.set("slack", platform);
  await core.search.sync();
  await platform.start(core.bot);
  running.push({ core, platform, folder });
  return last();
}

const settings = () => manyWorkspaces(CLIENT, slack.apiUrl);

async function stop({ core, platform }: Running): Promise<void> {
  await platform.stop();
  await core.deliver.stop();
  await core.close();
}

async function install(team: TeamId): Promise<void> {
  const address = `http://127.0.0.1:${last().platform.port()}`;
  const page = await fetch(`${address}/slack/install`);
  const link = /href="([^"]+authorize[^"]+)"/.exec(await page.text())?.[1] ?? "";
  const state = new URL(link.replaceAll("&amp;", "&")).searchParams.get("state") ?? "";
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const welcomed = slack.calls.filter(isPost).length + 1;
  const query = new URLSearchParams({ code: await slack.agree(team, state), state });
  await fetch(`${address}/slack/oauth_redirect?${query}`, { headers: { cookie } });
  await expect.poll(() => slack.calls.filter(isPost).length, PATIENCE).toBe(welcomed);
}

const isPost = ({ method }: { readonly method: string }) => method === "chat.postMessage";
const channelOf = (workspace: TeamId): Channel => ({ platform: "slack", workspace, id: CHANNEL });

/** Types a slash command; the answer as Slack was given it. */
async function type(team: TeamId, text: string): Promise<string> {
  const before = slack.answers.length;
  await sendCommand(sender, team, text);
  await expect.poll(() => slack.answers.length, PATIENCE).toBe(before + 1);
  return slack.answers.at(-1) ?? "";
}

async function sendCommand(from: Sender, team: TeamId, text: string): Promise<void> {
  await from.form({
    command: "/papers",
    text,
    team_id: team,
    channel_id: CHANNEL,
    channel_name: "general",
    user_id: PERSON,
    user_name: "admin",
    is_enterprise_install: "false",
    trigger_id: crypto.randomUUID(),
    response_url: slack.responseUrl,
  });
}

/** The program itself, as it is started from the command line, in a process that can be killed. */
async function spawnProgram(folder: string) {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli.ts", "start"], {
    cwd: join(import.meta.dirname, "../../.."),
    env: {
      ...process.env,
      ...settings(),
      PAPERBOY_DATA_DIR: folder,
      HF_API_URL: NOWHERE,
      ARXIV_API_URL: NOWHERE,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code)),
  );
  let said = "";
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const [, digits] = /"port":(\d+).*listening for Slack/u.exec(said) ?? [];
        if (digits !== undefined) resolve(Number(digits));
      });
    }
    ended.then((how) => reject(new Error(`the program ended (${how}): ${said}`)));
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { sender: createSender(() => port, SIGNING_SECRET), kill, ended };
}

async function digestsIn(team: TeamId): Promise<number> {
  const history = await slack.call(team, "conversations.history", { channel: CHANNEL });
  const { messages } = z.object({ messages: z.array(z.object({ text: z.string() })) }).parse(history);
  return messages.filter(({ text }) => text.includes("Agents that read")).length;
}

async function topicsOf(team: TeamId): Promise<string> {
  const caller = { id: "U1", name: "Ada", mayConfigure: true };
  const command = { name: "topics", argument: "", page: 1, channel: channelOf(team), caller };
  return plainText(await last().core.bot.run({ ...command, key: crypto.randomUUID() }));
}

const sinceStart = performance.now.bind(performance);

beforeEach(async () => {
  ahead = 0;
  vi.spyOn(performance, "now").mockImplementation(() => sinceStart() + ahead);
  running = [];
  slack = await startTwoWorkspaces();
  const { core } = await start(await mkdtemp(join(tmpdir(), "paperboy-whole-")));
  sender = createSender(() => last().platform.port() ?? 0, SIGNING_SECRET);
  await core.papers.saveList(
    currentListDay(now()),
    [
      paper("2611.00001", { title: "Agents that read", abstract: "We show that agents read.", votes: 9 }),
      // Named by the examples of commands, so that no source is asked for them.
      paper("1706.03762"),
      paper("2401.00001"),
    ],
    now(),
  );
  await core.sources.recordSuccess("hugging-face", now(), 0);
  await core.search.sync();
  await install(A);
  await install(B);
});

afterEach(async () => {
  for (const one of running) await stop(one);
  vi.restoreAllMocks();
  for (const { folder } of running) await rm(folder, { recursive: true });
  await slack.close();
});

describe("two workspaces", () => {
  it.each([
    ["before Slack has taken the message", "insteadOfNext"],
    ["after Slack has taken it and before that is written down", "onNext"],
  ] as const)(
    "get a digest once, though the program is killed %s",
    async (_, moment) => {
      expect(await type(A, "subscribe agents")).toContain("now follows");
      const { folder } = last();
      await stop(last());
      running.pop();
      const program = await spawnProgram(folder);
      slack[moment]("chat.postMessage", program.kill);
      await sendCommand(program.sender, A, "digest");
      expect(await program.ended).toBe("SIGKILL");
      expect(await digestsIn(A)).toBe(moment === "onNext" ? 1 : 0);

      const { core } = await start(folder);
      const left = await core.database.selectFrom("delivery").select("state").execute();
      expect(left).toEqual([{ state: "sending" }]);
      for (let minute = 0; minute < 6; minute++) {
        ahead += 60_000;
        await core.deliver.reconcile(now());
        await core.deliver.tick(now());
        await core.deliver.idle();
      }
      const settled = await core.database.selectFrom("delivery").select("state").execute();
      expect(settled).toEqual([{ state: "sent" }]);
      expect(await digestsIn(A)).toBe(1);
      expect(await digestsIn(B)).toBe(0);
    },
    60_000,
  );

  it("are unharmed when the other uninstalls, whose data is deleted thirty days later", async () => {
    await type(A, "subscribe agents");
    await type(B, "subscribe agents");
    await sender.json({
      type: "event_callback",
      team_id: A,
      event_id: "Ev1",
      event_time: Math.floor(Date.now() / 1000) + 5,
      authorizations: [
        { team_id: A, enterprise_id: null, user_id: "U0", is_bot: true, is_enterprise_install: false },
      ],
      event: { type: "app_uninstalled" },
    });
    const { core } = last();
    const departures = () => core.database.selectFrom("departure").select("workspace").execute();
    await expect.poll(departures, PATIENCE).toEqual([{ workspace: A }]);
    expect(await type(B, "digest")).toContain("Posted 1 paper");
    await core.forget(new Date(Date.now() + 31 * 86_400_000));
    const left = await core.database.selectFrom("channel").select("workspace").distinct().execute();
    expect(left).toEqual([{ workspace: B }]);
    expect(await topicsOf(B)).toContain("agents");
    expect(await digestsIn(B)).toBe(1);
  });

  it("cannot reach each other by any command, button or form", async () => {
    await type(B, "subscribe agents");
    const before = await topicsOf(B);
    const rows = () =>
      last().core.database.selectFrom("channel").selectAll().where("workspace", "=", B).execute();
    const [channelBefore, callsBefore] = [await rows(), slack.calls.filter(({ team }) => team === B).length];
    for (const { name, example } of last().core.bot.commands) {
      const argument = example.slice(name.length).trim();
      const asked = slack.answers.length;
      const value = `${name} 1 ${B}/${CHANNEL} ${argument}`;
      const person = { user: { id: PERSON, team_id: A }, team: { id: A, domain: "a" } };
      const press = (pressed: object, over: object = {}) =>
        sender.payload({
          type: "block_actions",
          ...person,
          channel: { id: CHANNEL, name: "general" },
          container: { type: "message", message_ts: `1.${asked}`, channel_id: CHANNEL, is_ephemeral: true },
          trigger_id: crypto.randomUUID(),
          response_url: slack.responseUrl,
          actions: [pressed],
          ...over,
        });
      await press({ type: "button", action_id: "run:0", value });
      await press({ type: "button", action_id: "form:0", value: JSON.stringify({ run: value, ask: 1 }) });
      const ticket = { press: value, fields: 0, channel: CHANNEL, responseUrl: slack.responseUrl };
      await sender.payload({
        type: "view_submission",
        ...person,
        view: {
          id: `V${asked}`,
          type: "modal",
          callback_id: "form",
          private_metadata: JSON.stringify(ticket),
          state: { values: {} },
        },
      });
      await expect.poll(() => slack.answers.length, PATIENCE).toBe(asked + 3);
      for (const answer of slack.answers.slice(asked)) expect(answer, name).toContain("another workspace");
      const updates = () => slack.calls.filter(({ method }) => method === "views.update");
      const updated = updates().length;
      await press(
        { type: "static_select", action_id: "choice", selected_option: { value: argument || "x" } },
        {
          view: { id: `V${asked}`, type: "modal", private_metadata: JSON.stringify(ticket) },
          container: { type: "view", view_id: `V${asked}` },
        },
      );
      await expect.poll(() => updates().length, PATIENCE).toBe(updated + 1);
      expect(decodeURIComponent(updates().at(-1)?.body ?? "").replaceAll("+", " ")).toContain(
        "another workspace",
      );
      await type(A, `${name} ${argument}`);
    }
    expect(await topicsOf(B)).toBe(before);
    expect(await rows()).toEqual(channelBefore);
    expect(slack.calls.filter(({ team }) => team === B)).toHaveLength(callsBefore);
    expect(await digestsIn(B)).toBe(0);
  }, 60_000);
});
