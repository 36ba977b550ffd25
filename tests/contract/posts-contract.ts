/** What is posted arrives once, can be found again, and fails in a way that says what to do. */
import { describe, expect, it } from "vitest";
import { PostError, type PostFailure } from "../../src/platform/platform.ts";
import { EVERY_BLOCK, EVERY_TEXT, hugeMessage, visible } from "./messages.ts";
import { says } from "./recording-bot.ts";
import { required, tag, type World } from "./world.ts";

const FAILURES: readonly PostFailure[] = [
  "unreachable",
  "unauthorized",
  "rejected",
  "unavailable",
  "ambiguous",
];
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

export function postsContract(world: World): void {
  describe("posts", () => {
    it("arrive whole, once, in the channel, with an id", async () => {
      const { id } = await world.harness.platform.post(world.harness.channel, EVERY_BLOCK, tag("key-1"));
      expect(id).not.toBe("");
      const posted = await world.harness.posted(world.harness.channel);
      expect(posted).toHaveLength(1);
      for (const text of EVERY_TEXT) expect(visible(posted[0] ?? "")).toContain(visible(text));
    });

    it("beyond the platform's limits arrive as one message", async () => {
      await world.harness.platform.post(world.harness.channel, hugeMessage(), tag("key-1"));
      expect(await world.harness.posted(world.harness.channel)).toHaveLength(1);
    });

    it("are found by their key, also after a restart", async () => {
      const first = await world.harness.platform.post(
        world.harness.channel,
        says("first"),
        tag("abcDEF-_0123456789abcd"),
      );
      const second = await world.harness.platform.post(world.harness.channel, says("second"), tag("key-2"));
      expect(first.id).not.toBe(second.id);
      const find = (key: string) => world.harness.platform.find(world.harness.channel, key, LONG_AGO);
      expect([await find("abcDEF-_0123456789abcd"), await find("key-2")]).toEqual([first, second]);
      await world.harness.restart();
      expect([await find("abcDEF-_0123456789abcd"), await find("key-2")]).toEqual([first, second]);
    });

    world.itCan("know what is absent", "that never were are certainly absent", async () => {
      await world.harness.platform.post(world.harness.channel, says("first"), tag("key-1"));
      expect(await world.harness.platform.find(world.harness.channel, "key-2", recently())).toBe("absent");
    });

    for (const failure of FAILURES) {
      world.itCan(`fail as ${failure}`, `that fail say when this is ${failure}`, async () => {
        await required(world.harness.failNextPost)(failure);
        const error = await world.harness.platform
          .post(world.harness.channel, says("lost words"), tag("key-1"))
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(PostError);
        expect(error).toMatchObject({ failure });
        expect(error instanceof Error && error.message).not.toContain("lost words");
        expect(await world.harness.posted(world.harness.channel)).toHaveLength(
          failure === "ambiguous" ? 1 : 0,
        );
        const found = await world.harness.platform.find(world.harness.channel, "key-1", recently());
        if (failure === "ambiguous") expect(found).not.toBe("absent");
        else expect(found).not.toHaveProperty("id");
      });
    }

    it("go to a person's own channel", async () => {
      const { workspace, platform } = world.harness.channel;
      const direct = await world.harness.platform.directChannel(
        { workspace, platform },
        world.harness.personId,
      );
      expect(direct).toMatchObject({ workspace, platform });
      const { id } = await world.harness.platform.post(direct, says("for you alone"), tag("key-1"));
      expect(id).not.toBe("");
      expect((await world.harness.posted(direct)).at(-1)).toContain("for you alone");
    });

    it("have no direct channel to somebody unknown", async () => {
      const { workspace, platform } = world.harness.channel;
      await expect(
        world.harness.platform.directChannel({ workspace, platform }, "U0NOBODY"),
      ).rejects.toBeInstanceOf(PostError);
    });
  });
}

/** Within what every platform remembers. */
function recently(): Date {
  return new Date(Date.now() - 60_000);
}
