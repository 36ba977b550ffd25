/** What every platform must do, whatever it is: each platform's tests begin with this. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Action, Channel, Message } from "../../src/platform/message.ts";
import { PostError, type PostFailure } from "../../src/platform/platform.ts";
import type { Ability, Answer, Harness, PlatformUnderTest } from "./harness.ts";
import {
  card,
  EVERY_BLOCK,
  EVERY_TEXT,
  HOSTILE,
  hugeMessage,
  NEVER_SHOWN,
  UNPRINTABLE,
  visible,
} from "./messages.ts";
import { COMMANDS, createRecordingBot, type RecordingBot, says } from "./recording-bot.ts";

const FAILURES: readonly PostFailure[] = [
  "unreachable",
  "unauthorized",
  "rejected",
  "unavailable",
  "ambiguous",
];
const LONG_ARGUMENT = `"kv 缓存" -survey cat:cs.CL é 👩‍👩‍👧‍👦 <b>&amp;|\\ ${"x".repeat(250)}`.slice(0, 250);
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

export function platformContract(subject: PlatformUnderTest): void {
  describe(`the contract of a platform, kept by ${subject.name}`, () => {
    let bot: RecordingBot;
    let harness: Harness;

    beforeEach(async () => {
      bot = createRecordingBot();
      harness = await subject.open(bot);
    });

    afterEach(async () => {
      await harness.close();
      expect(await harness.violations()).toEqual([]);
    });

    const itCan = (ability: Ability, title: string, test: () => Promise<void>) => {
      const reason = subject.cannot[ability];
      if (reason === undefined) it(title, test);
      else it.skip(`${title} (cannot ${ability}: ${reason})`, test);
    };

    /** The answer to a command that is answered with this message. */
    const shown = (message: Message): Promise<Answer> => {
      bot.answer = () => message;
      return harness.type("today", "");
    };
    const tag = (key: string) => ({ key, options: {} });
    const place = ({ platform, workspace, id }: Channel) => ({ platform, workspace, id });

    it("says what it is", () => {
      const { name, pace, options } = harness.platform;
      expect(name).toMatch(/^[a-z]+$/);
      expect(harness.channel.platform).toBe(name);
      expect(pace.perSecond).toBeGreaterThan(0);
      expect(pace.perChannelPerSecond).toBeGreaterThan(0);
      for (const option of options) {
        expect(option.name).toMatch(/^[a-z-]+$/);
        expect(option.help).not.toBe("");
        expect(new Set(option.values).size).toBe(option.values.length);
      }
    });

    describe("commands", () => {
      itCan("offer commands", "are offered, without the hidden ones", async () => {
        const offered = await offeredBy(harness);
        expect([...offered].sort()).toEqual(
          COMMANDS.filter(({ hidden }) => !hidden)
            .map(({ name }) => name)
            .sort(),
        );
      });

      it("reach the bot with name, argument, channel and caller", async () => {
        const answer = await harness.type("search", '"kv cache" -survey é 缓存 <b>&amp;');
        expect(answer.text).toContain("answer to search");
        const [command] = bot.ran;
        expect(command).toMatchObject({
          name: "search",
          argument: '"kv cache" -survey é 缓存 <b>&amp;',
          page: 1,
        });
        expect(command && place(command.channel)).toEqual(place(harness.channel));
        expect(command?.caller).toMatchObject({ id: harness.personId, mayConfigure: true });
        expect(command?.caller.name).not.toBe("");
        expect(command?.key).not.toBe("");
      });

      it("reach the bot also when they take no argument, or do not exist", async () => {
        await harness.type("today", "");
        expect(bot.ran[0]).toMatchObject({ name: "today", argument: "", page: 1 });
        const nameless = await harness.type("help", "");
        expect(nameless.text).toContain("answer to help");
      });

      it("have a key of their own at each call", async () => {
        await harness.type("today", "");
        await harness.type("today", "");
        expect(bot.ran).toHaveLength(2);
        expect(new Set(bot.ran.map(({ key }) => key)).size).toBe(2);
      });

      itCan("deliver twice", "keep their key when the same call is delivered twice", async () => {
        await harness.type("subscribe", "kv cache");
        await required(harness.redeliver)();
        expect(new Set(bot.ran.map(({ key }) => key)).size).toBe(1);
      });

      it("that run at once are each given their own answer", async () => {
        bot.answer = async ({ argument }) => says(`answer ${argument}`);
        const answers = await Promise.all(
          ["one", "two", "three"].map((word) => harness.type("search", word)),
        );
        expect(answers.map(({ text }) => /answer \w+/.exec(text)?.[0])).toEqual([
          "answer one",
          "answer two",
          "answer three",
        ]);
      });

      itCan("restrict configuring", "say that a guest may not configure, and who may", async () => {
        await harness.type("subscribe", "kv cache", "guest");
        expect(bot.ran[0]?.caller.mayConfigure).toBe(false);
        expect(bot.ran[0]?.caller.whoMayConfigure).toMatch(/\w/);
        expect(bot.ran[0]?.caller.id).not.toBe(harness.personId);
      });

      itCan("complete arguments", "complete what is being typed, as literal text", async () => {
        bot.suggestions = ["kv cache compression", "kv <b> & *c*"];
        expect(await required(harness.complete)("search", "kv c")).toEqual(bot.suggestions);
        expect(bot.completed.at(-1)).toMatchObject({ name: "search", argument: "kv c" });
      });
    });

    describe("answers", () => {
      it("are shown whole, whatever they are made of", async () => {
        const answer = await shown(EVERY_BLOCK);
        for (const text of EVERY_TEXT) expect(visible(answer.text)).toContain(visible(text));
      });

      itCan("answer in private", "are seen by whom the command says", async () => {
        expect((await harness.type("search", "x")).seenBy).toBe("caller");
        expect((await harness.type("today", "")).seenBy).toBe("channel");
      });

      it.each(HOSTILE)("show literally: %s", async (text) => {
        const everywhere = await shown(hostileMessage(text));
        const times = visible(everywhere.text).split(visible(text)).length - 1;
        expect(times).toBeGreaterThanOrEqual(8);
      });

      it.each(UNPRINTABLE)("show nothing that hides: %j", async ({ said, safe }) => {
        const answer = await shown(hostileMessage(said));
        expect(visible(answer.text)).toContain(safe);
        expect(answer.text).not.toMatch(NEVER_SHOWN);
      });

      it("that have nothing in them do no harm", async () => {
        await shown({ blocks: [] });
        await shown({
          blocks: [
            { kind: "heading", text: "" },
            { kind: "text", spans: [] },
            { kind: "text", spans: [""] },
            { kind: "list", items: [] },
            { kind: "actions", actions: [] },
            {
              kind: "paper",
              card: card(1, { authors: "", gist: undefined, reasons: [], facts: [], actions: [] }),
            },
          ],
        });
        expect((await harness.type("today", "")).text).toContain("Paper number 1 on caches");
      });

      it("beyond the platform's limits are fitted and say so", async () => {
        const { text } = await shown(hugeMessage());
        expect(text).toContain("Title 1 ");
        expect(text).not.toMatch(NEVER_SHOWN);
        if (!(text.includes("Title 60 ") && text.includes("item 119") && text.includes("the last words"))) {
          expect(text).toMatch(/left out|not shown|shortened/i);
        }
      });
    });

    describe("actions", () => {
      const offer = (action: Action) => shown({ blocks: [{ kind: "actions", actions: [action] }] });

      it("run their command with page and argument intact, also after a restart", async () => {
        const command = { name: "more", argument: LONG_ARGUMENT, page: 7 };
        expect((await offer({ label: "Show more", command })).text).toContain("Show more");
        bot.answer = ({ page }) => ({
          blocks: [
            { kind: "text", spans: [`page ${page}`] },
            { kind: "actions", actions: [{ label: "Show more", command }] },
          ],
        });
        expect((await harness.press("Show more")).text).toContain("page 7");
        expect(bot.ran.at(-1)).toMatchObject(command);

        await harness.restart();
        expect((await harness.press("Show more")).text).toContain("page 7");
        expect(bot.ran.at(-1)).toMatchObject(command);
        expect(bot.ran.at(-1)?.caller).toMatchObject({ id: harness.personId, mayConfigure: true });
        expect(place(bot.ran.at(-1)?.channel ?? harness.channel)).toEqual(place(harness.channel));
        expect(new Set(bot.ran.map(({ key }) => key)).size).toBe(3);
      });

      it("act on the channel that they name", async () => {
        const elsewhere = place(harness.elsewhere);
        await offer({
          label: "Subscribe there",
          command: { name: "subscribe", argument: "x", page: 1, channel: elsewhere },
        });
        bot.answer = () => says("done");
        await harness.press("Subscribe there");
        expect(place(bot.ran.at(-1)?.channel ?? harness.channel)).toEqual(elsewhere);
      });

      it("of a posted message run too", async () => {
        const action = { label: "Unfollow", command: { name: "more", argument: "topic", page: 3 } };
        await harness.platform.post(
          harness.channel,
          { blocks: [{ kind: "actions", actions: [action] }] },
          tag("k"),
        );
        await harness.press("Unfollow");
        expect(bot.ran.at(-1)).toMatchObject(action.command);
      });

      itCan("fill in forms", "with a form ask first, and send what was filled in", async () => {
        await offer({
          label: "Change the hour",
          command: { name: "subscribe", argument: "", page: 1 },
          form: [
            { label: "Time", kind: "time", value: "08:00", hint: "Local time" },
            { label: "Days", kind: "days", value: "weekdays", hint: "Weekdays" },
          ],
        });
        await required(harness.fillIn)("Change the hour", ["09:30", "mon,thu"]);
        expect(bot.ran.at(-1)).toMatchObject({ name: "subscribe", argument: "09:30 mon,thu" });
      });
    });

    describe("posts", () => {
      it("arrive whole, once, in the channel, with an id", async () => {
        const { id } = await harness.platform.post(harness.channel, EVERY_BLOCK, tag("key-1"));
        expect(id).not.toBe("");
        const posted = await harness.posted(harness.channel);
        expect(posted).toHaveLength(1);
        for (const text of EVERY_TEXT) expect(visible(posted[0] ?? "")).toContain(visible(text));
      });

      it("beyond the platform's limits arrive as one message", async () => {
        await harness.platform.post(harness.channel, hugeMessage(), tag("key-1"));
        expect(await harness.posted(harness.channel)).toHaveLength(1);
      });

      it("are found by their key, also after a restart", async () => {
        const first = await harness.platform.post(
          harness.channel,
          says("first"),
          tag("abcDEF-_0123456789abcd"),
        );
        const second = await harness.platform.post(harness.channel, says("second"), tag("key-2"));
        expect(first.id).not.toBe(second.id);
        const find = (key: string) => harness.platform.find(harness.channel, key, LONG_AGO);
        expect([await find("abcDEF-_0123456789abcd"), await find("key-2")]).toEqual([first, second]);
        await harness.restart();
        expect([await find("abcDEF-_0123456789abcd"), await find("key-2")]).toEqual([first, second]);
      });

      itCan("know what is absent", "that never were are certainly absent", async () => {
        await harness.platform.post(harness.channel, says("first"), tag("key-1"));
        expect(await harness.platform.find(harness.channel, "key-2", recently())).toBe("absent");
      });

      for (const failure of FAILURES) {
        itCan(`fail as ${failure}`, `that fail say when this is ${failure}`, async () => {
          await required(harness.failNextPost)(failure);
          const error = await harness.platform
            .post(harness.channel, says("lost words"), tag("key-1"))
            .catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(PostError);
          expect(error).toMatchObject({ failure });
          expect(error instanceof Error && error.message).not.toContain("lost words");
          expect(await harness.posted(harness.channel)).toHaveLength(failure === "ambiguous" ? 1 : 0);
          const found = await harness.platform.find(harness.channel, "key-1", recently());
          if (failure === "ambiguous") expect(found).not.toBe("absent");
          else expect(found).not.toHaveProperty("id");
        });
      }

      it("go to a person's own channel", async () => {
        const { workspace, platform } = harness.channel;
        const direct = await harness.platform.directChannel({ workspace, platform }, harness.personId);
        expect(direct).toMatchObject({ workspace, platform });
        const { id } = await harness.platform.post(direct, says("for you alone"), tag("key-1"));
        expect(id).not.toBe("");
        expect((await harness.posted(direct)).at(-1)).toContain("for you alone");
      });

      it("have no direct channel to somebody unknown", async () => {
        const { workspace, platform } = harness.channel;
        await expect(
          harness.platform.directChannel({ workspace, platform }, "U0NOBODY"),
        ).rejects.toBeInstanceOf(PostError);
      });
    });

    describe("places", () => {
      it("without an obstacle have none", async () => {
        expect(await harness.platform.obstacle(harness.channel)).toBeUndefined();
      });

      itCan("meet obstacles", "with an obstacle say what it is and cannot be posted to", async () => {
        const blocked = required(harness.blockedChannel);
        expect(await harness.platform.obstacle(blocked)).toMatch(/\w+ \w+/);
        await expect(harness.platform.post(blocked, says("x"), tag("key-1"))).rejects.toMatchObject({
          failure: "unreachable",
        });
      });

      itCan("be removed", "that are lost and found again are reported", async () => {
        await required(harness.remove)();
        await required(harness.readmit)();
        expect(bot.places.map(({ event }) => event)).toEqual(["gone", "back"]);
        for (const { place: lost } of bot.places) {
          expect(lost).toMatchObject({
            platform: harness.channel.platform,
            workspace: harness.channel.workspace,
          });
        }
      });
    });

    describe("stopping", () => {
      it("lets running commands finish and takes no new ones", async () => {
        let release = () => {};
        const released = new Promise<void>((resolve) => {
          release = resolve;
        });
        bot.answer = async () => {
          await released;
          return says("finished after all");
        };
        const running = harness.type("search", "slow");
        await bot.asked(1);

        let stopped = false;
        const stopping = harness.platform.stop().then(() => {
          stopped = true;
        });
        const late = harness.type("search", "late").catch(() => undefined);
        expect(stopped).toBe(false);
        release();
        expect((await running).text).toContain("finished after all");
        await stopping;
        expect(bot.ran.map(({ argument }) => argument)).toEqual(["slow"]);
        void late;
      });

      it("can be done twice", async () => {
        await harness.platform.stop();
        await harness.platform.stop();
      });
    });
  });
}

/** A message with this text in every place that takes text from outside. */
function hostileMessage(text: string): Message {
  return {
    blocks: [
      { kind: "heading", text: `heading ${text}` },
      { kind: "text", spans: [text, " / ", { text, style: "strong" }, " / ", { text, style: "match" }] },
      { kind: "list", items: [[text], [{ text, url: "https://example.org/" }]] },
      { kind: "note", spans: [text] },
      {
        kind: "paper",
        card: card(1, {
          title: text,
          authors: text,
          gist: { spans: [text], source: text },
          reasons: [text],
          note: { by: text, text },
        }),
      },
    ],
  };
}

/** Within what every platform remembers. */
function recently(): Date {
  return new Date(Date.now() - 60_000);
}

async function offeredBy(harness: Harness): Promise<readonly string[]> {
  return required(harness.offered)();
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("the harness must provide what its platform can do");
  return value;
}
