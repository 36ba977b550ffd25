import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Memory } from "../../src/platform/memory.ts";
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createMemory, forgetExpired } from "../../src/storage/memory-store.ts";

let database: Database;
let now: Date;
let memory: Memory;

beforeEach(async () => {
  database = await openDatabase(":memory:");
  now = new Date("2026-11-23T12:00:00Z");
  memory = createMemory(database, "one", () => now);
});
afterEach(() => database.destroy());

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

/** But for the one name that zod leaves out of objects. */
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('"__proto__"'));

describe("a value", () => {
  test("comes back as it was, whatever JSON it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), json, async (key, value) => {
        await memory.set(key, JSON.parse(JSON.stringify(value)));
        expect(await memory.get(key)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  test("is replaced, with its expiry, by setting it again", async () => {
    await memory.set("key", "old", later(1));
    await memory.set("key", "new");
    now = later(2);
    expect(await memory.get("key")).toBe("new");
  });

  test("is there until it expires, and gone at that moment", async () => {
    await memory.set("key", 1, later(60));
    now = later(59.999);
    expect(await memory.get("key")).toBe(1);
    now = later(0.001);
    expect(await memory.get("key")).toBeUndefined();
    expect(await memory.list("")).toEqual([]);
  });

  test("belongs to its owner", async () => {
    const other = createMemory(database, "other", () => now);
    await memory.set("key", "mine");
    expect(await other.get("key")).toBeUndefined();
    expect(await other.add("key", "theirs")).toBe(true);
    expect(await other.delete("key")).toBe(true);
    expect(await memory.get("key")).toBe("mine");
    expect(await other.list("")).toEqual([]);
  });
});

describe("adding", () => {
  test("succeeds for one of many callers at once", async () => {
    const told = await Promise.all(Array.from({ length: 20 }, (_, number) => memory.add("event", number)));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await memory.get("event")).toBe(told.indexOf(true));
  });

  test("does not touch the value that is there, nor its expiry", async () => {
    await memory.add("key", "first", later(10));
    expect(await memory.add("key", "second", later(100))).toBe(false);
    expect(await memory.get("key")).toBe("first");
    now = later(10);
    expect(await memory.get("key")).toBeUndefined();
  });

  test("succeeds again once the value has expired or was deleted, and never where it cannot expire", async () => {
    await memory.add("key", 1, later(10));
    now = later(10);
    expect(await memory.add("key", 2)).toBe(true);
    now = later(1e9);
    expect(await memory.add("key", 3)).toBe(false);
    await memory.delete("key");
    expect(await memory.add("key", 4)).toBe(true);
    expect(await memory.get("key")).toBe(4);
  });
});

describe("deleting", () => {
  test("tells one of many callers at once that there was a value", async () => {
    await memory.set("state", "x");
    const told = await Promise.all(Array.from({ length: 20 }, () => memory.delete("state")));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await memory.get("state")).toBeUndefined();
  });

  test("tells that there was none, also if it has expired", async () => {
    expect(await memory.delete("never")).toBe(false);
    await memory.set("expired", 1, later(1));
    now = later(1);
    expect(await memory.delete("expired")).toBe(false);
  });
});

test("a list holds exactly the keys that begin with the prefix, in order, whatever characters they have", async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "%",
      "_",
      "*",
      "?",
      "[",
      "\\",
      "'",
      '"',
      "A",
      "a",
      "ä",
      "\u{1F4F0}",
      "\uFFFF",
      "\u{10FFFF}",
      "",
      ":",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const key = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(key, { maxLength: 12 }), key, async (keys, prefix) => {
      const own = createMemory(database, `run ${run++}`, () => now);
      for (const one of keys) await own.set(one, true);
      const listed = await own.list(prefix);
      expect([...listed].sort()).toEqual(keys.filter((one) => one.startsWith(prefix)).sort());
      const bytes = listed.map((one) => Buffer.from(one));
      expect(bytes).toEqual([...bytes].sort(Buffer.compare));
    }),
    { numRuns: 300 },
  );
});

test("what has expired can be forgotten, and only that", async () => {
  await memory.set("soon", 1, later(1));
  await memory.set("late", 1, later(100));
  await memory.set("never", 1);
  now = later(1);
  expect(await forgetExpired(database, now)).toBe(1);
  const { length } = await database.selectFrom("memory").select("key").execute();
  expect(length).toBe(2);
  expect(await memory.list("")).toEqual(["late", "never"]);
});
