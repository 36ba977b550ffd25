/** What every platform must do, whatever it is: each platform's tests begin with this. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actionsContract } from "./actions-contract.ts";
import { answersContract } from "./answers-contract.ts";
import { commandsContract } from "./commands-contract.ts";
import type { Harness, PlatformUnderTest } from "./harness.ts";
import { lifeContract } from "./life-contract.ts";
import { postsContract } from "./posts-contract.ts";
import { createRecordingBot, type RecordingBot } from "./recording-bot.ts";
import type { World } from "./world.ts";

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

    const world: World = {
      get bot() {
        return bot;
      },
      get harness() {
        return harness;
      },
      commandPrefix: subject.commandPrefix,
      itCan(ability, title, test) {
        const reason = subject.cannot[ability];
        if (reason === undefined) it(title, test);
        else it.skip(`${title} (cannot ${ability}: ${reason})`, test);
      },
      shown(message) {
        bot.answer = () => message;
        return harness.type("today", "");
      },
    };

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

    commandsContract(world);
    answersContract(world);
    actionsContract(world);
    postsContract(world);
    lifeContract(world);
  });
}
