import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, Memory } from "../../src/platform/memory.ts";
import {
  encryptMemory,
  LockedError,
  parseSecretKeys,
  type SecretKeys,
} from "../../src/storage/encrypted-memory.ts";
import { createTestMemory } from "../helpers/memory.ts";

const OLD = "an old key of more than thirty-two characters";
const NEW = "a new key of more than thirty-two characters as well";
const now = () => new Date("2026-11-20T09:00:00Z");

function keysOf(text: string): SecretKeys {
  const parsed = parseSecretKeys(text);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return parsed.keys;
}

function open(inner: Memory, keys = NEW, owner = "wire"): Memory {
  return encryptMemory(inner, owner, keysOf(keys));
}

/** Reading drops this one name, which an object must not be given from outside. */
const storable = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__"));

describe("an encrypted memory", () => {
  it("gives back what was stored, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), storable, async (key, value) => {
        const stored: Json = JSON.parse(JSON.stringify(value));
        const memory = open(createTestMemory(now));
        await memory.set(key, stored);
        expect(await memory.get(key)).toEqual(stored);
        expect(await memory.add(key, "later")).toBe(false);
        expect(await memory.list(key)).toEqual([key]);
        expect(await memory.delete(key)).toBe(true);
        expect(await memory.get(key)).toBeUndefined();
      }),
    );
  });

  it("leaves nothing of a value on the disk, and no two values alike", async () => {
    const inner = createTestMemory(now);
    const memory = open(inner);
    await memory.set("a", { token: "a-very-secret-token" });
    const first = JSON.stringify(await inner.get("a"));
    await memory.set("a", { token: "a-very-secret-token" });
    const second = JSON.stringify(await inner.get("a"));
    expect(first + second).not.toContain("secret");
    expect(first).not.toBe(second);
  });

  it("reads what older keys locked, and locks with the first one", async () => {
    const inner = createTestMemory(now);
    await open(inner, OLD).set("a", 1);
    const both = open(inner, `${NEW},${OLD}`);
    expect(await both.get("a")).toBe(1);
    await both.set("a", 2);
    expect(await open(inner, NEW).get("a")).toBe(2);
    await expect(open(inner, OLD).get("a")).rejects.toThrow(/does not hold/);
  });

  it("reads what was stored before there was a key", async () => {
    const inner = createTestMemory(now);
    await inner.set("a", { b: [1] });
    expect(await open(inner).get("a")).toEqual({ b: [1] });
  });

  it("notices a value that was moved to another key or owner", async () => {
    const inner = createTestMemory(now);
    await open(inner).set("mine", "x");
    const value = await inner.get("mine");
    if (value === undefined) throw new Error("nothing was stored");
    await inner.set("yours", value);
    await expect(open(inner).get("yours")).rejects.toBeInstanceOf(LockedError);
    await expect(open(inner, NEW, "other").get("mine")).rejects.toBeInstanceOf(LockedError);
  });

  it("notices any changed character", async () => {
    const inner = createTestMemory(now);
    await open(inner).set("a", "some value");
    const text = JSON.stringify(await inner.get("a"));
    const at = text.lastIndexOf('"');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: at - 40, max: at - 3 }), async (position) => {
        const other = text[position] === "A" ? "B" : "A";
        await inner.set("a", JSON.parse(text.slice(0, position) + other + text.slice(position + 1)));
        await expect(open(inner).get("a")).rejects.toBeInstanceOf(LockedError);
      }),
    );
  });

  it("takes no short keys, and does not repeat them", () => {
    expect(parseSecretKeys("short")).toEqual({ problem: expect.stringContaining("32 characters") });
    expect(parseSecretKeys(`${NEW},short`)).toHaveProperty("problem");
    expect(JSON.stringify(parseSecretKeys("hunter2hunter2"))).not.toContain("hunter2");
  });

  it("takes nothing between commas for no key, and nothing at all for a fault", () => {
    expect(parseSecretKeys(` ,${NEW}, ,${OLD},`)).toEqual(parseSecretKeys(`${NEW},${OLD}`));
    expect(parseSecretKeys(" , ")).toHaveProperty("problem");
    expect(parseSecretKeys("")).toHaveProperty("problem");
  });
});
