/** A Memory that lasts as long as the test. */
import type { Json, Memory } from "../../src/platform/memory.ts";

export function createTestMemory(now: () => Date): Memory {
  const values = new Map<string, { value: Json; expiresAt: Date | undefined }>();
  const alive = (key: string) => {
    const found = values.get(key);
    return found?.expiresAt !== undefined && found.expiresAt <= now() ? undefined : found;
  };
  return {
    get: async (key) => alive(key)?.value,
    async set(key, value, expiresAt) {
      values.set(key, { value, expiresAt });
    },
    async add(key, value, expiresAt) {
      if (alive(key) !== undefined) return false;
      values.set(key, { value, expiresAt });
      return true;
    },
    async delete(key) {
      const was = alive(key) !== undefined;
      values.delete(key);
      return was;
    },
    list: async (prefix) =>
      [...values.keys()].filter((key) => key.startsWith(prefix) && alive(key) !== undefined).sort(),
  };
}
