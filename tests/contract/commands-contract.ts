/** What a person types reaches the bot as it was typed. */
import { describe, expect, it } from "vitest";
import { COMMANDS, says } from "./recording-bot.ts";
import { place, required, type World } from "./world.ts";

export function commandsContract(world: World): void {
  describe("commands", () => {
    world.itCan("offer commands", "are offered, without the hidden ones", async () => {
      const offered = await required(world.harness.offered)();
      expect([...offered].sort()).toEqual(
        COMMANDS.filter(({ hidden }) => !hidden)
          .map(({ name }) => name)
          .sort(),
      );
    });

    it("reach the bot with name, argument, channel and caller", async () => {
      const answer = await world.harness.type("search", '"kv cache" -survey é 缓存 <b>&amp;');
      expect(answer.text).toContain("answer to search");
      const [command] = world.bot.ran;
      expect(command).toMatchObject({
        name: "search",
        argument: '"kv cache" -survey é 缓存 <b>&amp;',
        page: 1,
      });
      expect(command && place(command.channel)).toEqual(place(world.harness.channel));
      expect(command?.caller).toMatchObject({ id: world.harness.personId, mayConfigure: true });
      expect(command?.caller.name).not.toBe("");
      expect(command?.key).not.toBe("");
    });

    it("reach the bot also when they take no argument, or do not exist", async () => {
      await world.harness.type("today", "");
      expect(world.bot.ran[0]).toMatchObject({ name: "today", argument: "", page: 1 });
      const nameless = await world.harness.type("help", "");
      expect(nameless.text).toContain("answer to help");
    });

    it("have a key of their own at each call", async () => {
      await world.harness.type("today", "");
      await world.harness.type("today", "");
      expect(world.bot.ran).toHaveLength(2);
      expect(new Set(world.bot.ran.map(({ key }) => key)).size).toBe(2);
    });

    world.itCan("deliver twice", "keep their key when the same call is delivered twice", async () => {
      await world.harness.type("subscribe", "kv cache");
      await required(world.harness.redeliver)();
      expect(new Set(world.bot.ran.map(({ key }) => key)).size).toBe(1);
    });

    it("that run at once are each given their own answer", async () => {
      world.bot.answer = async ({ argument }) => says(`answer ${argument}`);
      const answers = await Promise.all(
        ["one", "two", "three"].map((word) => world.harness.type("search", word)),
      );
      expect(answers.map(({ text }) => /answer \w+/.exec(text)?.[0])).toEqual([
        "answer one",
        "answer two",
        "answer three",
      ]);
    });

    world.itCan("restrict configuring", "say that a guest may not configure, and who may", async () => {
      await world.harness.type("subscribe", "kv cache", "guest");
      expect(world.bot.ran[0]?.caller.mayConfigure).toBe(false);
      expect(world.bot.ran[0]?.caller.whoMayConfigure).toMatch(/\w/);
      expect(world.bot.ran[0]?.caller.id).not.toBe(world.harness.personId);
    });

    world.itCan("complete arguments", "complete what is being typed, as literal text", async () => {
      world.bot.suggestions = ["kv cache compression", "kv <b> & *c*"];
      expect(await required(world.harness.complete)("search", "kv c")).toEqual(world.bot.suggestions);
      expect(world.bot.completed.at(-1)).toMatchObject({ name: "search", argument: "kv c" });
    });
  });
}
