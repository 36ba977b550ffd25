import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Platform, PostError } from "../../src/platform/platform.ts";
import { createWorld, DAY, HOUR, MINUTE, type Scheduler, type World } from "../helpers/delivery-rig.ts";

const NINE_O_CLOCK = "2026-11-23T09:00:00Z";

let world: World;

beforeEach(async () => {
  world = await createWorld("2026-11-23T00:00:00Z");
  await world.channel("C1");
});

afterEach(() => world.close());

/** The platform with some of its members replaced. */
function platformWith(members: Partial<Platform>): Platform {
  return Object.assign(Object.create(world.platform), members);
}

const lost = async (): Promise<never> => {
  throw new PostError("ambiguous", "The connection broke.");
};

async function ambiguousAtNine(scheduler: Scheduler): Promise<void> {
  await scheduler.at(NINE_O_CLOCK);
  expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z ambiguous"]);
}

describe("a message that may have been sent", () => {
  test("and was: is found and not sent again", async () => {
    const scheduler = world.scheduler();
    world.platform.nextFailure = new PostError("ambiguous", "The answer was lost.");
    await ambiguousAtNine(scheduler);
    await scheduler.pass(10 * MINUTE);
    expect(world.platform.posts).toHaveLength(1);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z sent"]);
  });

  test("and was not: is sent again after two looks, with the same key", async () => {
    const looks: number[] = [];
    let posts = 0;
    const scheduler: Scheduler = world.scheduler({
      platform: platformWith({
        post: (...call) => (posts++ === 0 ? lost() : world.platform.post(...call)),
        async find() {
          looks.push(scheduler.now().getTime());
          return "absent";
        },
      }),
    });
    await ambiguousAtNine(scheduler);
    await scheduler.pass(10 * MINUTE);
    const [first = 0, second = 0] = looks;
    expect(looks).toHaveLength(2);
    expect(first - Date.parse(NINE_O_CLOCK)).toBeGreaterThanOrEqual(10_000);
    expect(second - first).toBeGreaterThanOrEqual(MINUTE);
    expect(world.platform.posts).toHaveLength(1);
  });

  test("is found though the platform shows it late", async () => {
    let looks = 0;
    world.platform.nextFailure = new PostError("ambiguous", "The answer was lost.");
    const scheduler = world.scheduler({
      platform: platformWith({
        find: async (channel, key) => (looks++ === 0 ? "absent" : world.platform.find(channel, key)),
      }),
    });
    await ambiguousAtNine(scheduler);
    await scheduler.pass(10 * MINUTE);
    expect(world.platform.posts).toHaveLength(1);
  });

  test("is held where the platform cannot look, is visible, and comes when somebody asks", async () => {
    let posts = 0;
    const scheduler = world.scheduler({
      platform: platformWith({
        post: (...call) => (posts++ === 0 ? lost() : world.platform.post(...call)),
        find: async () => "unknown",
      }),
    });
    await ambiguousAtNine(scheduler);
    await scheduler.pass(10 * MINUTE);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z held"]);
    const record = await world.channels.find({ platform: "fake", workspace: "W1", id: "C1" });
    if (record === undefined) throw new Error("no channel");
    expect((await scheduler.deliveries.describe(record.id, "UTC")).join("\n")).toContain("is held");
    expect((await scheduler.deliveries.health(scheduler.now())).open).toEqual({ held: 1 });

    world.papers.push("2611.00004");
    await scheduler.at("2026-11-24T09:00:00Z");
    expect(world.platform.posts).toHaveLength(1);
    expect(await scheduler.deliver.postNow(record, "k1", scheduler.now())).toEqual({
      kind: "posted",
      papers: 3,
    });
    expect(await scheduler.deliver.postNow(record, "k1", scheduler.now())).toEqual({
      kind: "already posted",
    });
    expect(world.platform.posts).toHaveLength(2);
  });

  test("is sent again where the platform cannot look and the operator prefers that", async () => {
    let posts = 0;
    const scheduler = world.scheduler({
      onAmbiguous: "resend",
      platform: platformWith({
        post: (...call) => (posts++ === 0 ? lost() : world.platform.post(...call)),
        find: async () => "unknown",
      }),
    });
    await ambiguousAtNine(scheduler);
    await scheduler.pass(10 * MINUTE);
    expect(world.platform.posts).toHaveLength(1);
  });

  test("is not sent again when that would be too late; its papers come with the next digest", async () => {
    let posts = 0;
    const platform = platformWith({
      post: (...call) => (posts++ === 0 ? lost() : world.platform.post(...call)),
    });
    await ambiguousAtNine(world.scheduler({ platform }));
    const later = world.scheduler({ platform });
    await later.at("2026-11-23T16:00:00Z");
    await later.pass(5 * MINUTE);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z failed"]);
    await later.at("2026-11-24T09:00:00Z");
    expect(world.platform.posts).toHaveLength(1);
  });

  test("keeps the channel's next message waiting", async () => {
    const scheduler = world.scheduler({
      platform: platformWith({ post: lost, find: () => Promise.reject(new Error("down")) }),
    });
    await ambiguousAtNine(scheduler);
    world.papers.push("2611.00004");
    const record = await world.channels.find({ platform: "fake", workspace: "W1", id: "C1" });
    if (record === undefined) throw new Error("no channel");
    expect((await scheduler.deliver.postNow(record, "k1", scheduler.now())).kind).toBe("failed");
    expect(world.platform.posts).toEqual([]);
  });
});

describe("a process that died while it was posting", () => {
  /** A process that claims and is never heard of again, after its message arrived or before. */
  async function die(hasArrived: boolean): Promise<void> {
    const dying = world.scheduler({
      platform: platformWith({
        post: async (...call) => {
          if (hasArrived) await world.platform.post(...call);
          return new Promise(() => {});
        },
      }),
    });
    void dying.at(NINE_O_CLOCK);
    while ((await world.state())[0]?.endsWith("sending") !== true)
      await new Promise((done) => setImmediate(done));
    await new Promise((done) => setImmediate(done));
  }

  test.each([true, false])("leaves one message, whether it had arrived (%s)", async (hasArrived) => {
    await die(hasArrived);
    const next = world.scheduler();
    await next.at("2026-11-23T09:00:30Z");
    await next.pass(10 * MINUTE);
    expect(world.platform.posts).toHaveLength(1);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z sent"]);
  });

  test.each([-7 * DAY, -HOUR, HOUR, 7 * DAY])(
    "is not misjudged by one whose clock is off by %i ms",
    async (skew) => {
      await die(true);
      const next = world.scheduler({ skew });
      await next.at("2026-11-23T09:00:30Z");
      // Nobody is declared dead before its lease has passed on a clock that only goes forward.
      expect((await world.state())[0]).toBe("2026-11-23T09:00:00.000Z sending");
      await next.pass(10 * MINUTE);
      expect(world.platform.posts).toHaveLength(1);
    },
  );
});
