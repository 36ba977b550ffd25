/** Places come and go, and so does the platform. */
import { describe, expect, it } from "vitest";
import { says } from "./recording-bot.ts";
import { required, tag, type World } from "./world.ts";

export function lifeContract(world: World): void {
  describe("places", () => {
    it("without an obstacle have none", async () => {
      expect(await world.harness.platform.obstacle(world.harness.channel)).toBeUndefined();
    });

    world.itCan("meet obstacles", "with an obstacle say what it is and cannot be posted to", async () => {
      const blocked = required(world.harness.blockedChannel);
      expect(await world.harness.platform.obstacle(blocked)).toMatch(/\w+ \w+/);
      await expect(world.harness.platform.post(blocked, says("x"), tag("key-1"))).rejects.toMatchObject({
        failure: "unreachable",
      });
    });

    world.itCan("be removed", "that are lost and found again are reported", async () => {
      await required(world.harness.remove)();
      await required(world.harness.readmit)();
      expect(world.bot.places.map(({ event }) => event)).toEqual(["gone", "back"]);
      for (const { place: lost } of world.bot.places) {
        expect(lost).toMatchObject({
          platform: world.harness.channel.platform,
          workspace: world.harness.channel.workspace,
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
      world.bot.answer = async () => {
        await released;
        return says("finished after all");
      };
      const running = world.harness.type("search", "slow");
      await world.bot.asked(1);

      let stopped = false;
      const stopping = world.harness.platform.stop().then(() => {
        stopped = true;
      });
      const late = world.harness.type("search", "late").catch(() => undefined);
      expect(stopped).toBe(false);
      release();
      expect((await running).text).toContain("finished after all");
      await stopping;
      expect(world.bot.ran.map(({ argument }) => argument)).toEqual(["slow"]);
      void late;
    });

    it("can be done twice", async () => {
      await world.harness.platform.stop();
      await world.harness.platform.stop();
    });
  });
}
