import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plainText } from "../../src/platform/plain-text.ts";
import { PostError } from "../../src/platform/platform.ts";
import { createWorld, DAY, HOUR, MINUTE, NINE, OWNER, type World } from "../helpers/delivery-rig.ts";

let world: World;

beforeEach(async () => {
  world = await createWorld("2026-11-23T00:00:00Z");
});

afterEach(() => world.close());

const texts = () => world.platform.posts.map(({ message }) => plainText(message));
const to = (id: string) => world.platform.posts.filter(({ channel }) => channel.id === id);

describe("a digest", () => {
  test("comes at its hour, once, with a key and the channel's options", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    await scheduler.at("2026-11-23T08:59:59Z");
    expect(world.platform.posts).toEqual([]);
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.pass(10 * MINUTE);
    expect(texts()).toEqual(["2611.00001 2611.00002 2611.00003"]);
    expect(world.platform.posts[0]?.tag.key).toMatch(/^[\w-]{22}$/);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z sent"]);
  });

  test("is not repeated, and the next one holds what is new since", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    await scheduler.at("2026-11-23T09:00:00Z");
    world.papers.push("2611.00004");
    await scheduler.at("2026-11-24T09:00:00Z");
    await scheduler.at("2026-11-25T09:00:00Z");
    expect(texts()).toEqual(["2611.00001 2611.00002 2611.00003", "2611.00004"]);
    expect((await world.state()).at(-1)).toBe("2026-11-25T09:00:00.000Z empty");
  });

  test("comes from one of two processes", async () => {
    for (const id of ["C1", "C2", "C3"]) await world.channel(id);
    const [one, other] = [world.scheduler(), world.scheduler()];
    await Promise.all([one.at("2026-11-23T09:00:00Z"), other.at("2026-11-23T09:00:00Z")]);
    expect(world.platform.posts.map(({ channel }) => channel.id).sort()).toEqual(["C1", "C2", "C3"]);
  });

  test("that cannot be composed keeps no other from coming", async () => {
    await world.channel("C1");
    await world.channel("C2");
    const record = await world.channel("C3");
    await world.database
      .updateTable("channel")
      .set({ schedule: "nonsense" })
      .where("id", "=", record.id)
      .execute();
    await world.scheduler().at("2026-11-23T09:00:00Z");
    expect(world.platform.posts).toHaveLength(2);
  });

  test("of a paused channel waits", async () => {
    const record = await world.channel("C1");
    const paused = { at: new Date("2026-11-23T00:00:00Z"), reason: "Ada paused them" };
    await world.channels.change(record.id, { paused }, OWNER, paused.at);
    await world.scheduler().at("2026-11-23T09:00:00Z");
    expect(world.platform.posts).toEqual([]);
  });
});

describe("after downtime", () => {
  test("a digest that is at most six hours late comes at once", async () => {
    await world.channel("C1");
    await world.scheduler().at("2026-11-23T14:59:00Z");
    expect(texts()).toHaveLength(1);
  });

  test("one that is later is left to the next hour, and many missed ones are one", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    await scheduler.at("2026-11-26T16:00:00Z");
    expect(texts()).toEqual([]);
    expect(await world.state()).toEqual(["2026-11-26T09:00:00.000Z empty"]);
    await scheduler.at("2026-11-27T09:00:00Z");
    expect(texts()).toHaveLength(1);
  });

  test("of many missed ones the last comes at once, if it is at most six hours late", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    await scheduler.at("2026-11-26T10:00:00Z");
    await scheduler.pass(10 * MINUTE);
    expect(texts()).toHaveLength(1);
    expect(await world.state()).toEqual(["2026-11-26T09:00:00.000Z sent"]);
  });

  test("a missed week's digest comes the next day", async () => {
    await world.channel("C1", { cadence: "weekly", time: "16:00", days: [1], zone: "UTC" });
    const scheduler = world.scheduler();
    await scheduler.at("2026-11-24T01:00:00Z");
    expect(texts()).toEqual([]);
    await scheduler.at("2026-11-24T16:00:00Z");
    expect(texts()).toHaveLength(1);
    await scheduler.at("2026-11-30T16:00:00Z");
    expect((await world.state()).at(-1)).toBe("2026-11-30T16:00:00.000Z empty");
  });
});

describe("a failure", () => {
  const fail = (...failure: ConstructorParameters<typeof PostError>) => {
    world.platform.nextFailure = new PostError(...failure);
  };

  test("unavailable: is tried again later, with the same message and key", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    fail("unavailable", "The platform answers 503.");
    await scheduler.at("2026-11-23T09:00:00Z");
    expect(texts()).toEqual([]);
    world.papers.push("2611.00004");
    await scheduler.pass(MINUTE);
    expect(texts()).toEqual(["2611.00001 2611.00002 2611.00003"]);
  });

  test("unavailable: the wait that the platform asks for is kept", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    fail("unavailable", "Too many requests.", { retryAfterSeconds: 600 });
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.pass(9 * MINUTE);
    expect(texts()).toEqual([]);
    // Up to a quarter later, so that not everybody comes back at once.
    await scheduler.pass(4 * MINUTE);
    expect(texts()).toHaveLength(1);
  });

  test("unavailable for hours: is given up, and its papers come with the next digest", async () => {
    await world.channel("C1");
    const down = {
      ...world.platform,
      post: async () => Promise.reject(new PostError("unavailable", "Down.")),
    };
    const scheduler = world.scheduler({
      platform: Object.assign(Object.create(world.platform), { post: down.post }),
    });
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.at("2026-11-23T15:00:01Z");
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z failed"]);
    const later = world.scheduler();
    await later.at("2026-11-24T09:00:00Z");
    expect(texts()).toEqual(["2611.00001 2611.00002 2611.00003"]);
  });

  test("rejected: a plain version is tried once", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    fail("rejected", "Invalid blocks.");
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.pass(MINUTE);
    expect(world.platform.posts.map(({ message }) => message.blocks.map(({ kind }) => kind))).toEqual([
      ["text"],
    ]);
  });

  test("rejected twice: is given up and nothing is lost", async () => {
    await world.channel("C1");
    const scheduler = world.scheduler();
    fail("rejected", "Invalid blocks.");
    await scheduler.at("2026-11-23T09:00:00Z");
    fail("rejected", "Invalid text.");
    await scheduler.pass(MINUTE);
    expect(await world.state()).toEqual(["2026-11-23T09:00:00.000Z failed"]);
    await scheduler.at("2026-11-24T09:00:00Z");
    expect(texts()).toHaveLength(1);
  });

  test("unreachable: the channel is paused, its owner is told once, and its return brings the digest", async () => {
    await world.channel("C1");
    await world.channel("C2");
    const scheduler = world.scheduler();
    world.platform.obstacles.set("C1", "The channel is archived.");
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.pass(10 * MINUTE);
    expect(to("C2")).toHaveLength(1);
    expect(to("direct-U1").map(({ message }) => plainText(message))).toEqual([
      expect.stringContaining("The channel is archived."),
    ]);
    const record = await world.channels.find({ platform: "fake", workspace: "W1", id: "C1" });
    expect(record?.pauseReason).toBe("The channel is archived.");

    world.platform.obstacles.clear();
    await scheduler.deliver.places.back({ platform: "fake", workspace: "W1", id: "C1" });
    await scheduler.pass(MINUTE);
    expect(to("C1")).toHaveLength(1);
    await scheduler.at("2026-11-24T09:00:00Z");
    expect(to("C1")).toHaveLength(1);
  });

  test("unauthorized: the whole workspace stops, others go on, nothing is deleted", async () => {
    await world.channel("C1");
    await world.channel("C2");
    const elsewhere = await world.channels.open({ platform: "fake", workspace: "W2", id: "C9" }, new Date(0));
    await world.channels.change(
      elsewhere.id,
      { schedule: NINE, nextDueAt: new Date("2026-11-23T09:00:00Z") },
      OWNER,
      new Date(0),
    );
    const scheduler = world.scheduler();
    fail("unauthorized", "The token was revoked.");
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.at("2026-11-24T09:00:00Z");
    expect(to("C1")).toEqual([]);
    expect(to("C9")).toHaveLength(1);
    expect(to("direct-U1")).toEqual([]);
    await scheduler.deliver.places.back({ platform: "fake", workspace: "W1" });
    await scheduler.pass(MINUTE);
    expect(to("C1")).toHaveLength(1);
    expect(to("C2")).toHaveLength(1);
  });

  test("a person's pause outlives the place's own comings and goings", async () => {
    const record = await world.channel("C1");
    const at = new Date("2026-11-23T00:00:00Z");
    await world.channels.change(record.id, { paused: { at, reason: "Ada paused them" } }, OWNER, at);
    const { places } = world.scheduler().deliver;
    await places.gone(record.channel, "It was archived.");
    await places.back(record.channel);
    await places.gone({ platform: "fake", workspace: "W1" }, "It was uninstalled.");
    await places.back({ platform: "fake", workspace: "W1" });
    expect((await world.channels.get(record.id))?.pauseReason).toBe("Ada paused them");
  });
});

describe("when the lists cannot be fetched", () => {
  test("the digest waits, tries to fetch, and then says so", async () => {
    await world.channel("C1");
    let tried = 0;
    const scheduler = world.scheduler({
      lastFetch: () => new Date("2026-11-23T02:00:00Z"),
      refresh: async () => {
        tried += 1;
      },
    });
    await scheduler.at("2026-11-23T09:00:00Z");
    await scheduler.pass(HOUR);
    expect(tried).toBeGreaterThan(0);
    expect(texts()).toEqual([]);
    await scheduler.pass(HOUR + MINUTE);
    expect(texts()).toEqual([
      expect.stringContaining("could not be fetched since Monday 23 November at 02:00 (UTC)"),
    ]);
  });

  test("with nothing to post, the channel is told once, and its status says so from then on", async () => {
    const record = await world.channel("C1");
    world.papers.length = 0;
    const scheduler = world.scheduler({ lastFetch: () => new Date("2026-11-23T02:00:00Z") });
    await scheduler.at("2026-11-23T11:00:00Z");
    await scheduler.pass(2 * HOUR);
    await scheduler.at("2026-11-24T11:00:00Z");
    await scheduler.pass(2 * HOUR);
    expect(texts()).toEqual([expect.stringContaining("could not be fetched since Monday 23 November")]);
    expect((await scheduler.deliveries.describe(record.id, "UTC")).join("\n")).toContain(
      "nothing was posted: The lists could not be fetched since Monday 23 November",
    );
  });

  test("a fetch that succeeds ends the waiting", async () => {
    await world.channel("C1");
    let last = new Date("2026-11-23T02:00:00Z");
    const scheduler = world.scheduler({
      lastFetch: () => last,
      refresh: async (now) => {
        last = now;
      },
    });
    await scheduler.at("2026-11-23T09:00:00Z");
    expect(texts()).toEqual(["2611.00001 2611.00002 2611.00003"]);
  });

  test("a person who asks hears of the outage, not of an empty list", async () => {
    const record = await world.channel("C1");
    world.papers.length = 0;
    const scheduler = world.scheduler({
      lastFetch: () => undefined,
      refresh: () => Promise.reject(new Error("down")),
    });
    expect(await scheduler.deliver.postNow(record, "k1", scheduler.now())).toEqual({
      kind: "failed",
      reason: "The lists could not be fetched yet; newer papers come with the next digest.",
    });
  });
});

describe("asked for now", () => {
  test("comes once for each command, and the next digest does not repeat it", async () => {
    const record = await world.channel("C1");
    const scheduler = world.scheduler();
    const asked = await Promise.all(
      [1, 2].map(() => scheduler.deliver.postNow(record, "k1", scheduler.now())),
    );
    expect(asked.map(({ kind }) => kind)).toContain("posted");
    expect(await scheduler.deliver.postNow(record, "k1", scheduler.now())).toEqual({
      kind: "already posted",
    });
    expect(await scheduler.deliver.postNow(record, "k2", scheduler.now())).toEqual({
      kind: "nothing to say",
    });
    await scheduler.at("2026-11-23T09:00:00Z");
    expect(texts()).toHaveLength(1);
  });

  test("says why it did not come", async () => {
    const record = await world.channel("C1");
    const scheduler = world.scheduler();
    world.platform.obstacles.set("C1", "The channel is archived.");
    expect(await scheduler.deliver.postNow(record, "k1", scheduler.now())).toEqual({
      kind: "failed",
      reason: "It was not posted. The channel is archived.",
    });
  });
});

describe("clocks", () => {
  test.each([-7 * DAY, -DAY, -HOUR, HOUR, DAY, 7 * DAY])("two schedulers, one off by %i ms", async (skew) => {
    await world.channel("C1");
    const [right, wrong] = [world.scheduler(), world.scheduler({ skew })];
    for (let day = 0; day < 10; day++) {
      world.papers.push(`2612.0000${day}`);
      for (const hour of [8, 9, 10]) {
        const at = new Date(Date.UTC(2026, 10, 23 + day, hour));
        await right.at(at);
        await wrong.at(at);
      }
    }
    const slots = (await world.state()).map((line) => line.split(" ")[0]);
    expect(new Set(slots).size).toBe(slots.length);
    const shown = texts().flatMap((text) => text.split(" "));
    expect(new Set(shown).size).toBe(shown.length);
  });

  test.each([-7 * DAY, -DAY, DAY, 7 * DAY])(
    "one that jumps by %i ms and back posts once for a slot, and goes on",
    async (jump) => {
      await world.channel("C1");
      const scheduler = world.scheduler();
      const visit = async (time: number) => {
        world.papers.push(`26.${world.papers.length}`);
        await scheduler.at(new Date(time));
      };
      const start = Date.parse("2026-12-01T09:00:00Z");
      for (let day = 0; day < 3; day++) await visit(start + day * DAY);
      for (let hour = 0; hour < 30; hour++) await visit(start + 2 * DAY + jump + hour * HOUR);
      const before = texts().length;
      for (let day = 4; day < 14; day++) await visit(start + day * DAY);
      const slots = (await world.state()).map((line) => line.split(" ")[0]);
      expect(new Set(slots).size).toBe(slots.length);
      expect(texts().length - before).toBeGreaterThanOrEqual(jump === 7 * DAY ? 2 : 8);
    },
  );
});

test("a clean stop hands back what is not posted yet, and the next start carries on", async () => {
  for (let index = 0; index < 50; index++) await world.channel(`C${index}`);
  const slow = Object.assign(Object.create(world.platform), {
    pace: { perSecond: 20, perChannelPerSecond: 1 },
  });
  const scheduler = world.scheduler({ platform: slow });
  await scheduler.deliver.tick(new Date("2026-11-23T09:00:00Z"));
  await scheduler.deliver.stop();
  const states = await world.state();
  expect(states.filter((line) => line.endsWith("sending"))).toEqual([]);
  await world.scheduler().at("2026-11-23T09:01:00Z");
  expect(world.platform.posts).toHaveLength(50);
  expect(new Set(world.platform.posts.map(({ tag }) => tag.key)).size).toBe(50);
});
